package dev.byok.plan;

import dev.byok.plan.PlainCase.PlainHealth;
import dev.byok.plan.PlainCase.PlainKey;
import dev.byok.plan.PlainCase.PlainList;
import dev.byok.plan.PlainCeilings.PlainCeiling;
import dev.byok.plan.PlainData.PlainContract;
import dev.byok.plan.PlainData.PlainDemand;
import dev.byok.plan.PlainData.PlainPolicy;
import dev.byok.plan.PlainSubstitutes.PlainOthers;
import dev.byok.plan.PlainWishes.PlainBound;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes policies and requests at random; the same seed makes the same case. */
final class RandomCases {

    private static final List<String> PROVIDERS = List.of("openai", "azure-eu", "anthropic", "vllm");
    static final List<String> SLUGS =
            List.of("openai/gpt-5.2", "openai/gpt-5.2-mini", "anthropic/claude", "meta/llama-mini");
    private static final Map<String, List<String>> FILTER_GLOBS = Map.of(
            "models", List.of("openai/gpt-5.2", "openai/*", "*-mini", "*/*a*", "anthropic/claude", "*"),
            "api-keys", List.of("content-agent", "legal-bot", "*-bot", "*", "co*t"),
            "members", List.of("content", "legal", "re*", "*"),
            "environments", List.of("prod", "dev", "*g*", "*"));
    private static final List<String> FILTERS = List.of("models", "api-keys", "members", "environments");

    private static final List<String> CAPABILITIES = List.of("tools", "vision", "structured-output", "reasoning");

    private static final int MOST_ENDPOINTS = 5;

    private final SplittableRandom random;
    private final List<PlainKey> keys = new ArrayList<>();

    private RandomCases(long seed) {
        this.random = new SplittableRandom(seed);
    }

    static PlainCase of(long seed) {
        return new RandomCases(seed).draw();
    }

    private PlainCase draw() {
        PlainCase plain = drawRanked();
        return new PlainCase(
                plain.grants(),
                plain.sharedCapacity(),
                plain.profileStrict(),
                plain.callerStrict(),
                plain.requestStrict(),
                plain.routeStrict(),
                plain.lists(),
                plain.workspace(),
                plain.caller(),
                plain.member(),
                plain.environment(),
                plain.models(),
                plain.requested(),
                plain.keys(),
                plain.health(),
                plain.revoked(),
                plain.data(),
                plain.wishes(),
                plain.ranking(),
                drawSubstitutes(plain),
                drawCeilings(plain));
    }

    private PlainCeilings drawCeilings(PlainCase plain) {
        int asked = chance(15) ? one(List.of(1, 10, 40)) : 0;
        Map<String, Integer> contexts = new LinkedHashMap<>();
        Map<String, Integer> maxOutputs = new LinkedHashMap<>();
        for (String slug : SLUGS) {
            if (chance(asked > 0 ? 70 : 40)) {
                contexts.put(slug, one(List.of(8, 10, 40, 100)));
            }
            if (chance(40)) {
                maxOutputs.put(slug, one(List.of(4, 20)));
            }
        }
        List<PlainCeiling> said = new ArrayList<>();
        boolean priced = !plain.wishes().offers().isEmpty() && chance(5);
        for (String speaker : List.of("caller", "profile", "route", "caller")) {
            int line = 1 + said.size();
            if (asked > 0 && chance(6)) {
                said.add(new PlainCeiling(speaker, one(List.of(1, 5, 20)), null, line));
            } else if (priced && chance(40)) {
                said.add(new PlainCeiling(speaker, null, one(List.of(10, 30, 60, 2_000_000)), line));
            }
        }
        return new PlainCeilings(asked, one(List.of(0, 1, 1, 1, 2)), said, contexts, maxOutputs);
    }

    /** Where no price is known every other model would be too dear. */
    private PlainSubstitutes drawSubstitutes(PlainCase plain) {
        int others = plain.requested().size() - 1;
        boolean priced = !plain.wishes().offers().isEmpty();
        List<PlainOthers> said = new ArrayList<>();
        for (int line = 1; line <= 1 + routes(); line++) {
            said.add(new PlainOthers(
                    chance(2), chance(priced ? 6 : 1) ? one(List.of(50, 100, 150, 200, 300)) : null, line));
        }
        return new PlainSubstitutes(others > 0 && chance(25) ? 1 + random.nextInt(others) : 0, said);
    }

    /** Draws how many profiles a route names. */
    private int routes() {
        return chance(75) ? 0 : 1 + random.nextInt(2);
    }

    private PlainCase drawRanked() {
        PlainCase plain = drawUnranked();
        boolean ranked = chance(60);
        return new PlainCase(
                plain.grants(),
                plain.sharedCapacity(),
                plain.profileStrict(),
                plain.callerStrict(),
                plain.requestStrict(),
                plain.routeStrict(),
                plain.lists(),
                plain.workspace(),
                plain.caller(),
                plain.member(),
                plain.environment(),
                plain.models(),
                plain.requested(),
                plain.keys(),
                plain.health(),
                plain.revoked(),
                plain.data(),
                ranked && plain.wishes().offers().isEmpty() && chance(80) ? drawPrices(plain) : plain.wishes(),
                ranked ? drawRanking(plain) : PlainRanking.NONE,
                PlainSubstitutes.NONE,
                PlainCeilings.NONE);
    }

    private PlainWishes drawPrices(PlainCase plain) {
        Map<String, PlainOffer> offers = new LinkedHashMap<>();
        plain.models().forEach((slug, providers) -> {
            for (int endpoint = 0; endpoint < providers.size(); endpoint++) {
                if (chance(80)) {
                    Integer completion = chance(85) ? (Integer) random.nextInt(4) : null;
                    offers.put(
                            slug + " " + endpoint,
                            new PlainOffer(random.nextInt(4), completion, null, "unknown", List.of()));
                }
            }
        });
        return new PlainWishes(null, List.of(), null, List.of(), null, null, null, List.of(), offers, List.of());
    }

    private PlainRanking drawRanking(PlainCase plain) {
        Map<String, Double> latencies = new LinkedHashMap<>();
        List<String> troubled = new ArrayList<>();
        Map<String, String> pins = new LinkedHashMap<>();
        Map<String, String> variants = new LinkedHashMap<>();
        boolean conversation = chance(40);
        plain.models().forEach((slug, providers) -> {
            for (int i = 0; i < providers.size(); i++) {
                String endpoint = slug + " upstream-" + i;
                if (chance(70)) {
                    latencies.put(endpoint, 1.0 + random.nextInt(4));
                }
                if (chance(20)) {
                    troubled.add(providers.get(i) + " upstream-" + i);
                }
            }
            if (conversation && chance(80)) {
                pins.put(
                        slug,
                        "upstream-" + random.nextInt(providers.size()) + " "
                                + one(keys).name());
            }
            if (chance(8)) {
                variants.put(slug, one(List.of("price", "latency")));
            }
        });
        List<String> sorts = List.of("price", "price", "latency");
        String sort = chance(30) ? one(sorts) : null;
        Map<String, Integer> weights = new LinkedHashMap<>();
        Map<String, Integer> latest = new LinkedHashMap<>();
        for (PlainKey key : keys) {
            weights.put(key.name(), 1 + random.nextInt(3));
            if (chance(70)) {
                latest.put(key.name(), 1 + random.nextInt(1000));
            }
        }
        return new PlainRanking(
                chance(20) ? some(PROVIDERS, 3) : List.of(),
                sort,
                sort != null && chance(60),
                variants,
                chance(98),
                chance(20) ? (Double) (1.0 + random.nextInt(4)) : null,
                latencies,
                troubled,
                pins,
                weights,
                latest,
                drawTastes(sorts));
    }

    private List<PlainTaste> drawTastes(List<String> sorts) {
        List<String> rotations = List.of("ordered", "ordered", "round-robin", "weighted", "least-used");
        List<PlainTaste> tastes = new ArrayList<>();
        tastes.add(drawTaste(sorts, rotations, 25, 90));
        for (int left = routes(); left > 0; left--) {
            tastes.add(drawTaste(sorts, rotations, 30, 40));
        }
        return tastes;
    }

    private PlainTaste drawTaste(List<String> sorts, List<String> rotations, int likes, int says) {
        return new PlainTaste(
                chance(likes) ? some(PROVIDERS, 3) : List.of(),
                chance(likes) ? one(sorts) : null,
                chance(says) ? one(rotations) : null,
                chance(says) ? (Boolean) chance(80) : null);
    }

    private PlainCase drawUnranked() {
        for (String provider : PROVIDERS) {
            drawOwnKeys("acme", provider);
            drawSharedKeys(provider);
        }
        // Nothing crosses workspaces: these must not show anywhere.
        drawOwnKeys("globex", one(PROVIDERS));
        return new PlainCase(
                chance(85) ? List.of("*") : some(List.of("openai", "a*", "*l*", "vllm"), 3),
                chance(85),
                chance(7),
                chance(7),
                chance(7),
                chance(5),
                drawLists(),
                "acme",
                one(List.of("content-agent", "legal-bot", "code-bot")),
                chance(80) ? one(List.of("content", "legal", "research")) : null,
                chance(80) ? one(List.of("dev", "staging", "prod")) : null,
                drawModels(),
                some(SLUGS, 3),
                List.copyOf(keys),
                drawHealth(),
                drawRevoked(),
                new PlainData(drawDataPolicies(), drawDemands()),
                drawWishes(),
                PlainRanking.NONE,
                PlainSubstitutes.NONE,
                PlainCeilings.NONE);
    }

    private Map<String, PlainPolicy> drawDataPolicies() {
        Map<String, PlainPolicy> policies = new LinkedHashMap<>();
        for (String provider : PROVIDERS) {
            if (chance(85)) {
                policies.put(
                        provider,
                        new PlainPolicy(chance(70), chance(25), chance(85) ? one(List.of("eu", "eu", "us")) : null));
            }
        }
        return policies;
    }

    /** Few requests demand anything, and then much. */
    private List<PlainDemand> drawDemands() {
        List<PlainDemand> demands = new ArrayList<>();
        if (chance(9)) {
            for (String speaker : List.of("caller", "profile", "route")) {
                for (String what : List.of("zdr", "training", "regions", "regions", "own-keys")) {
                    if (chance(what.equals("own-keys") ? 15 : 30) && !(speaker + what).equals("profileown-keys")) {
                        List<String> regions = what.equals("regions") ? some(List.of("eu", "us", "ap"), 2) : List.of();
                        demands.add(new PlainDemand(speaker, what, regions, 1 + demands.size()));
                    }
                }
            }
        }
        for (String what : List.of("zdr", "training")) {
            if (chance(1)) {
                demands.add(new PlainDemand("request", what, List.of(), 1 + demands.size()));
            }
        }
        return demands;
    }

    /** Few requests have wishes, and then several; of the endpoints much is known then, since the unknown never will do. */
    private PlainWishes drawWishes() {
        boolean wishes = chance(3);
        Map<String, PlainOffer> offers = new LinkedHashMap<>();
        for (String slug : SLUGS) {
            for (int endpoint = 0; endpoint < MOST_ENDPOINTS; endpoint++) {
                if (wishes && chance(90)) {
                    offers.put(slug + " " + endpoint, drawOffer());
                }
            }
        }
        return new PlainWishes(
                wishes && chance(30) ? some(List.of("OpenAI", "azure-eu", "vllm", "nobody"), 4) : null,
                wishes && chance(30) ? some(List.of("anthropic", "Azure-EU/turbo", "openai-2"), 2) : List.of(),
                wishes && chance(25) ? some(List.of("fp4", "fp8", "bf16", "unknown"), 3) : null,
                wishes && chance(25) ? some(CAPABILITIES, 2) : List.of(),
                wishes && chance(25) ? (Integer) random.nextInt(4) : null,
                wishes && chance(25) ? (Integer) random.nextInt(4) : null,
                wishes && chance(15) ? (Integer) random.nextInt(2) : null,
                wishes && chance(40) ? some(List.of("openai", "anthropic", "azure-eu"), 2) : List.of(),
                offers,
                wishes ? drawBounds() : List.of());
    }

    private List<PlainBound> drawBounds() {
        List<PlainBound> bounds = new ArrayList<>();
        for (String speaker : List.of("caller", "profile", "caller")) {
            if (chance(20)) {
                int line = 1 + bounds.size();
                bounds.add(
                        chance(50)
                                ? new PlainBound(speaker, some(CAPABILITIES, 2), null, null, line)
                                : new PlainBound(
                                        speaker,
                                        List.of(),
                                        (Integer) (1 + random.nextInt(3)),
                                        chance(50) ? (Integer) random.nextInt(4) : null,
                                        line));
            }
        }
        return bounds;
    }

    private PlainOffer drawOffer() {
        return new PlainOffer(
                chance(90) ? (Integer) random.nextInt(4) : null,
                chance(90) ? (Integer) random.nextInt(4) : null,
                chance(40) ? (Integer) random.nextInt(3) : null,
                one(List.of("fp4", "nvfp4", "fp8", "mxfp8", "bf16", "unknown")),
                chance(80) ? some(CAPABILITIES, 4) : List.of());
    }

    private PlainContract drawContract() {
        return new PlainContract(
                chance(50) ? (Boolean) chance(60) : null, chance(25) ? one(List.of("eu", "us", "ap")) : null);
    }

    private Map<String, PlainHealth> drawHealth() {
        Map<String, PlainHealth> health = new LinkedHashMap<>();
        boolean badDay = chance(5);
        for (PlainKey key : keys) {
            for (int endpoint = 0; endpoint < MOST_ENDPOINTS; endpoint++) {
                if (badDay || chance(26)) {
                    health.put(key.name() + " upstream-" + endpoint, drawHealth(badDay));
                }
            }
        }
        return health;
    }

    private PlainHealth drawHealth(boolean badDay) {
        String why = one(List.of("rate_limited", "credential_rejected", "overloaded"));
        int freeIn = badDay ? one(List.of(1, 30, 60)) : one(List.of(-1, 0, 0, 1, 60));
        return new PlainHealth(why, freeIn, chance(40));
    }

    private List<String> drawRevoked() {
        return keys.stream().map(PlainKey::name).filter(name -> chance(2)).toList();
    }

    /** Few requests meet a list, and those meet several; a route's is the last to be named, so there are more of those. */
    private List<PlainList> drawLists() {
        List<PlainList> lists = new ArrayList<>();
        if (chance(17)) {
            for (String speaker : PlainList.SPEAKERS) {
                boolean route = speaker.equals("route");
                List<String> slugs = List.of("openai/*", "*-mini", "anthropic/claude", "*/llama*");
                drawLists(lists, speaker, "model", route ? 62 : 13, slugs);
                drawLists(lists, speaker, "provider", route ? 97 : 15, List.of("openai", "a*", "*l*", "vllm", "*"));
            }
        }
        return lists;
    }

    private void drawLists(List<PlainList> lists, String speaker, String of, int percent, List<String> patterns) {
        for (int count = 0; count < 3 && chance(percent); count++) {
            lists.add(new PlainList(speaker, of, chance(70), some(patterns, 2)));
        }
    }

    private Map<String, List<String>> drawModels() {
        Map<String, List<String>> models = new LinkedHashMap<>();
        for (String slug : SLUGS) {
            List<String> providers = new ArrayList<>();
            int endpoints = 1 + random.nextInt(MOST_ENDPOINTS);
            for (int i = 0; i < endpoints; i++) {
                providers.add(one(PROVIDERS));
            }
            models.put(slug, providers);
        }
        return models;
    }

    private void drawOwnKeys(String workspace, String provider) {
        for (String section : List.of("prioritized", "fallback")) {
            int count = chance(6) ? 0 : 1 + random.nextInt(section.equals("prioritized") ? 3 : 2);
            for (int position = 0; position < count; position++) {
                String rule = chance(88) ? "use" : one(List.of("never-for-models", "never"));
                String onFailure = chance(8) ? "return" : "continue";
                addKey(workspace, provider, section, position, drawFilters(), rule, onFailure);
            }
        }
    }

    private void drawSharedKeys(String provider) {
        int count = chance(12) ? 0 : 1 + random.nextInt(2);
        for (int position = 0; position < count; position++) {
            addKey("operator", provider, "shared", position, Map.of(), "use", "continue");
        }
    }

    private void addKey(
            String workspace,
            String provider,
            String section,
            int position,
            Map<String, List<String>> filters,
            String rule,
            String onFailure) {
        int line = keys.size() + 1;
        keys.add(new PlainKey(
                workspace,
                provider,
                section,
                position,
                "key-" + line,
                chance(93),
                drawExpiry(),
                filters,
                rule,
                onFailure,
                line,
                section.equals("shared") ? PlainContract.NONE : drawContract()));
    }

    private @Nullable Integer drawExpiry() {
        return chance(80) ? null : one(List.of(-1, 0, 1, 3600));
    }

    private Map<String, List<String>> drawFilters() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        for (String filter : FILTERS) {
            if (chance(17)) {
                filters.put(filter, some(FILTER_GLOBS.getOrDefault(filter, List.of()), 2));
            }
        }
        return filters;
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Draws one or more, without repetition. */
    private <T> List<T> some(List<T> choices, int most) {
        List<T> left = new ArrayList<>(choices);
        List<T> drawn = new ArrayList<>();
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            drawn.add(left.remove(random.nextInt(left.size())));
        }
        return drawn;
    }
}
