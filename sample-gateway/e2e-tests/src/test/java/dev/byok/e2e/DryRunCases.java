package dev.byok.e2e;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Words random policies for the same two providers, and random requests to them. */
final class DryRunCases {

    static final List<String> PROVIDERS = List.of("alpha", "beta");

    private static final List<String> MODELS = List.of("m/one", "m/two", "m/three");

    private static final int MOST_KEYS = 3;

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
     * @param limited the names of keys that have just been rate-limited
     */
    record Case(String body, List<String> headers, Set<String> limited) {}

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
        Set<String> limited = new LinkedHashSet<>();
        for (String provider : PROVIDERS) {
            for (int i = random.nextInt(MOST_KEYS + 1); i > 0; i--) {
                String name = provider + "-own-" + i;
                policy.key(provider, oneOf("prioritized", "prioritized", "fallback"), name, options());
                limitSometimes(limited, name);
            }
            for (int i = random.nextInt(3); i > 0; i--) {
                String name = provider + "-shared-" + i;
                policy.shared(provider, name);
                limitSometimes(limited, name);
            }
        }
        policy.boundedProfile("drawn", 1 + random.nextInt(6));
        policy.caller("agent", "profile: drawn" + oneOf("", "", "", ", strict: own-keys"));
        return new Case(body(), headers(), limited);
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

    private void limitSometimes(Set<String> limited, String name) {
        if (random.nextInt(4) == 0) {
            limited.add(name);
        }
    }

    private String options() {
        return oneOf(
                "",
                "",
                "",
                "models: [\"m/t*\"]",
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
