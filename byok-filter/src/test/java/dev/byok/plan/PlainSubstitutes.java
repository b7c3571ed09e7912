package dev.byok.plan;

import org.jspecify.annotations.Nullable;

/**
 * What a profile says of models other than the first that a request names, in plain words.
 *
 * @param added how many of the last models its profile adds to those that the request names
 * @param forbidden whether none but the first may serve
 * @param maxPercent what another one may cost, in percent of the first; null where any price will do
 */
record PlainSubstitutes(
        int added, boolean forbidden, @Nullable Integer maxPercent) {

    static final String FORBIDDEN = "substitutes.yml:1";
    static final String MAX_COST = "substitutes.yml:2";
    static final PlainSubstitutes NONE = new PlainSubstitutes(0, false, null);
}
