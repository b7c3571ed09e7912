package dev.byok.plan;

import dev.byok.plan.PlainData.PlainContract;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A policy and a request in plain words, as a person would write them down; knows nothing of the compiled policy.
 *
 * @param grants globs over the providers the manifest grants the caller's workspace
 * @param routeStrict the route asks for own keys only
 * @param lists of models and providers, in no order
 * @param models providers by slug, in the catalog's order; a provider may come twice
 * @param requested slugs in the request's order
 * @param health by name of the key and upstream model, as in {@code key-1 upstream-0}; absent is healthy
 * @param revoked names of keys that an operator has switched off
 * @param data what providers do with content, and who demands what of them
 * @param wishes what the request itself wants of endpoints
 * @param ranking in which order they are liked
 * @param substitutes what is said of models other than the first
 * @param ceilings what it asks for, and what it may ask for and cost
 */
record PlainCase(
        List<String> grants,
        boolean sharedCapacity,
        boolean profileStrict,
        boolean callerStrict,
        boolean requestStrict,
        boolean routeStrict,
        List<PlainList> lists,
        String workspace,
        String caller,
        @Nullable String member,
        @Nullable String environment,
        Map<String, List<String>> models,
        List<String> requested,
        List<PlainKey> keys,
        Map<String, PlainHealth> health,
        List<String> revoked,
        PlainData data,
        PlainWishes wishes,
        PlainRanking ranking,
        PlainSubstitutes substitutes,
        PlainCeilings ceilings) {

    static final String GRANT = "policy.yml:3";
    static final String PROFILE = "profiles.yml:5";
    static final String CALLER = "callers.yml:7";
    static final String ROUTE = "route llm";
    static final String KEYS = "keys.yml";

    /**
     * A list of models or providers.
     *
     * @param speaker {@code caller}, {@code profile} or {@code route}
     * @param of {@code model} or {@code provider}
     * @param allows whether it is of those allowed; else of those ignored
     */
    record PlainList(String speaker, String of, boolean allows, List<String> globs) {

        static final List<String> SPEAKERS = List.of("caller", "profile", "route");

        String location() {
            return List.of(CALLER, PROFILE, ROUTE).get(SPEAKERS.indexOf(speaker));
        }
    }

    /**
     * How a key with one model is.
     *
     * @param why the class of the failure held against it
     * @param freeIn seconds from now until it may be used again, because its time or another's probe is over then
     * @param carries whether what is left of its limits carries the request
     */
    record PlainHealth(String why, int freeIn, boolean carries) {

        static final PlainHealth GOOD = new PlainHealth("rate_limited", 0, true);
    }

    /** Returns how a key is at the endpoint of this rank. */
    PlainHealth healthOf(PlainKey key, int endpoint) {
        return health.getOrDefault(key.name() + " upstream-" + endpoint, PlainHealth.GOOD);
    }

    /**
     * One credential.
     *
     * @param workspace {@code operator} for shared ones
     * @param section {@code prioritized}, {@code fallback} or {@code shared}
     * @param expiresIn seconds from now; null for never
     * @param filters globs by {@code models}, {@code api-keys}, {@code members}, {@code environments}; absent is unrestricted
     * @param sharedCapacity {@code use}, {@code never-for-models} or {@code never}
     * @param onFailure {@code continue} or {@code return}
     * @param line in {@link #KEYS}
     * @param contract what its account's own contract says of content
     */
    record PlainKey(
            String workspace,
            String provider,
            String section,
            int position,
            String name,
            boolean enabled,
            @Nullable Integer expiresIn,
            Map<String, List<String>> filters,
            String sharedCapacity,
            String onFailure,
            int line,
            PlainContract contract) {

        String location() {
            return KEYS + ":" + line;
        }
    }
}
