package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a provider does with the content of requests, as far as the policy says. What nobody promised is not believed: a
 * provider of which nothing is said retains what it is sent, trains on it, and is nowhere.
 *
 * @param zdr whether nothing is retained once the answer is given (zero data retention)
 * @param trains whether models may be trained on it
 * @param region where it is processed; null where nobody says so
 */
public record DataPolicy(
        boolean zdr, boolean trains, @Nullable String region) {

    public static final DataPolicy UNKNOWN = new DataPolicy(false, true, null);
}
