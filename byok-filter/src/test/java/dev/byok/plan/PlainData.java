package dev.byok.plan;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What providers do with content, and who demands what of them, in plain words.
 *
 * @param policies by provider; absent is one of which nothing is said
 * @param demands in no order of weight
 */
record PlainData(Map<String, PlainPolicy> policies, List<PlainDemand> demands) {

    static final PlainData NONE = new PlainData(Map.of(), List.of());

    /** What a provider says it does. */
    record PlainPolicy(
            boolean zdr, boolean trains, @Nullable String region) {}

    /**
     * What a key's own contract says in place of its provider.
     *
     * @param zdr null where it says nothing
     * @param region null where it says nothing
     */
    record PlainContract(@Nullable Boolean zdr, @Nullable String region) {

        static final PlainContract NONE = new PlainContract(null, null);
    }

    /**
     * One demand.
     *
     * @param speaker {@code caller}, {@code profile}, {@code route} or {@code request}, the first two by a data class or themselves
     * @param what {@code zdr}, {@code training}, {@code regions} or {@code own-keys}
     * @param regions which ones; empty but for {@code regions}
     * @param line in {@link #FILE}
     */
    record PlainDemand(String speaker, String what, List<String> regions, int line) {

        private static final String FILE = "demands.yml";

        String location() {
            return FILE + ":" + line;
        }
    }

    PlainPolicy policyOf(String provider) {
        return policies.getOrDefault(provider, new PlainPolicy(false, true, null));
    }
}
