package dev.byok.e2e;

import dev.byok.scenario.Met;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Words random policies for the same two providers, and random requests to them. */
final class DryRunCases {

    static final List<String> PROVIDERS = List.of("alpha", "beta");

    private static final List<String> MODELS = List.of("m/one", "m/two", "m/three");

    private static final int MOST_KEYS = 3;

    /** Longer than a case takes. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Random random;

    DryRunCases(long seed) {
        this.random = new Random(seed);
    }

    /** Returns every name that a key may have. */
    static List<String> keyNames() {
        List<String> names = new ArrayList<>();
        for (String provider : PROVIDERS) {
            for (int i = 1; i <= MOST_KEYS; i++) {
                names.add(provider + "-own-" + i);
                names.add(provider + "-shared-" + i);
            }
        }
        return names;
    }

    /**
     * One request.
     *
     * @param met what keys have just met, by their names
     */
    record Case(String body, List<String> headers, Map<String, Met> met) {}

    /** Words a policy anew, until it is one that a gateway takes. */
    Case draw(PolicyText policy) {
        Case drawn = drawAny(policy);
        while (!policy.isRight()) {
            drawn = drawAny(policy);
        }
        return drawn;
    }

    private Case drawAny(PolicyText policy) {
        policy.withoutOwnKeys().withoutShared();
        for (String model : MODELS) {
            policy.model(model, "", endpoints(model));
        }
        Map<String, Met> met = new LinkedHashMap<>();
        for (String provider : PROVIDERS) {
            for (int i = random.nextInt(MOST_KEYS + 1); i > 0; i--) {
                String name = provider + "-own-" + i;
                policy.key(provider, oneOf("prioritized", "prioritized", "fallback"), name, options());
                meetSometimes(met, name);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                String name = provider + "-shared-" + i;
                policy.shared(provider, name);
                meetSometimes(met, name);
            }
        }
        policy.boundedProfile("drawn", 1 + random.nextInt(6));
        policy.environment("live", "").environment("lab", "");
        policy.caller("agent", "profile: drawn, environment: live" + oneOf("", "", "", ", strict: own-keys"));
        policy.caller("other", "environment: lab");
        return new Case(body(), headers(), met);
    }

    private String[] endpoints(String model) {
        List<String> endpoints = new ArrayList<>();
        for (String provider : PROVIDERS) {
            if (random.nextInt(3) > 0) {
                endpoints.add(provider + "/" + model.substring(2) + "-at-" + provider);
            }
        }
        return endpoints.isEmpty()
                ? new String[] {"alpha/" + model.substring(2) + "-at-alpha"}
                : endpoints.toArray(String[]::new);
    }

    private void meetSometimes(Map<String, Met> met, String name) {
        if (random.nextInt(4) == 0) {
            met.put(name, new Met(Met.OF_KEYS.get(random.nextInt(Met.OF_KEYS.size())), LIMIT));
        }
    }

    private String options() {
        return oneOf(
                "",
                "",
                "",
                "models: [\"m/t*\"]",
                "api-keys: [agent]",
                "api-keys: [other]",
                "environments: [live]",
                "environments: [lab], models: [\"m/one\"]",
                "enabled: false",
                "shared-capacity: never-for-models",
                "on-failure: return");
    }

    private List<String> headers() {
        return random.nextInt(4) == 0 ? List.of("x-byok-strict", "own-keys") : List.of();
    }

    private String body() {
        String models = oneOf("", "\"models\":[\"m/two\"],", "\"models\":[\"m/three\",\"m/two\"],");
        String stream = oneOf("", "\"stream\":true,");
        return "{\"model\":\"m/one\"," + models + stream + "\"max_tokens\":" + (1 + random.nextInt(500))
                + ",\"messages\":[]}";
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
