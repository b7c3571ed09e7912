package dev.byok.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What profiles say of models other than the first that a request names, in plain words.
 *
 * @param added how many of the last models its profile adds to those that the request names
 * @param said what the profile says, and behind it those of the route
 */
record PlainSubstitutes(int added, List<PlainOthers> said) {

    static final PlainSubstitutes NONE = new PlainSubstitutes(0, List.of());

    /**
     * The word of one of them.
     *
     * @param forbidden whether none but the first may serve
     * @param maxPercent what another one may cost, in percent of the first; null where any price will do
     * @param line where it stands
     */
    record PlainOthers(boolean forbidden, @Nullable Integer maxPercent, int line) {

        String location() {
            return "substitutes.yml:" + line;
        }
    }
}
