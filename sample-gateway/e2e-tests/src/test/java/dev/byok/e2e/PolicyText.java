package dev.byok.e2e;

import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.PolicyRejectedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Words a policy with one workspace, {@code acme}, and its caller {@code agent}. A key called {@code x} holds the secret
 * {@code sk-x}, so that what a provider sees can be told by name.
 */
final class PolicyText {

    private final PolicyDirectory directory = new PolicyDirectory();
    private final Map<String, String> providers = new LinkedHashMap<>();
    private final Map<String, List<String>> shared = new LinkedHashMap<>();
    private final Map<String, String> prices = new LinkedHashMap<>();
    private final Map<String, String> models = new LinkedHashMap<>();
    private final Map<String, String> environments = new LinkedHashMap<>();
    private final Map<String, String> members = new LinkedHashMap<>();
    private final Map<String, String> callers = new LinkedHashMap<>();
    private final Map<String, String> gatewayKeys = new LinkedHashMap<>();
    private final Map<String, Map<String, List<String>>> keys = new LinkedHashMap<>();
    private final Map<String, String> profiles = new LinkedHashMap<>();
    private final Map<String, String> dataClasses = new LinkedHashMap<>();
    private boolean showKeyNames = true;
    private String images = "";

    PolicyText() {
        profile("standard", "");
        caller("agent", "");
    }

    PolicyDirectory directory() {
        return directory;
    }

    /** Returns the gateway key that a caller holds. */
    String gatewayKey(String caller) {
        return Objects.requireNonNull(gatewayKeys.get(caller), caller);
    }

    PolicyText provider(String name, String baseUrl, String options) {
        return provider(name, "openai", baseUrl, options);
    }

    PolicyText provider(String name, String preset, String baseUrl, String options) {
        providers.put(
                name,
                "{ preset: %s, base-url: \"%s\", allow-private-network: true%s }"
                        .formatted(preset, baseUrl, further(options)));
        return this;
    }

    /** Sets what an endpoint written as {@code provider/model} charges, before a model names it. */
    PolicyText price(String endpoint, String price) {
        prices.put(endpoint, price);
        return this;
    }

    /** Adds a model with endpoints written as {@code provider/model}. */
    PolicyText model(String slug, String options, String... endpoints) {
        List<String> items = new ArrayList<>();
        for (String endpoint : endpoints) {
            String[] parts = endpoint.split("/", 2);
            String price = prices.get(endpoint);
            items.add("{ provider: %s, model: \"%s\"%s }"
                    .formatted(parts[0], parts[1], price == null ? "" : ", price: " + price));
        }
        models.put(slug, "{ endpoints: [%s]%s }".formatted(String.join(", ", items), further(options)));
        return this;
    }

    /** Sets what a profile says; the one called {@code standard} is everybody's who names none. */
    PolicyText profile(String name, String options) {
        profiles.put(name, "{ max-attempts: 8%s }".formatted(further(options)));
        return this;
    }

    /** Adds a data class, which is more closed than those before it. */
    PolicyText dataClass(String name, String options) {
        dataClasses.put(name, "{ " + options + " }");
        return this;
    }

    PolicyText environment(String name, String options) {
        environments.put(name, "{ " + options + " }");
        return this;
    }

    PolicyText member(String name) {
        members.put(name, "{}");
        return this;
    }

    PolicyText boundedProfile(String name, int maxAttempts) {
        profiles.put(name, "{ max-attempts: " + maxAttempts + " }");
        return this;
    }

    PolicyText caller(String name, String options) {
        String gatewayKey = gatewayKeys.computeIfAbsent(name, any -> PolicyDirectory.gatewayKey());
        return caller(name, "{ sha256: \"%s\" }".formatted(PolicyDirectory.sha256(gatewayKey)), options);
    }

    /** Adds a caller whose gateway key is past its date. */
    PolicyText callerExpired(String name) {
        String gatewayKey = gatewayKeys.computeIfAbsent(name, any -> PolicyDirectory.gatewayKey());
        String sha256 = PolicyDirectory.sha256(gatewayKey);
        return caller(name, "{ sha256: \"%s\", expires: 2020-01-01 }".formatted(sha256), "");
    }

    private PolicyText caller(String name, String key, String options) {
        callers.put(name, "{ keys: [%s]%s }".formatted(key, further(options)));
        return this;
    }

    PolicyText prioritized(String provider, String... names) {
        for (String name : names) {
            key(provider, "prioritized", name, "");
        }
        return this;
    }

    PolicyText fallback(String provider, String... names) {
        for (String name : names) {
            key(provider, "fallback", name, "");
        }
        return this;
    }

    PolicyText key(String provider, String section, String name, String options) {
        return add(provider, section, credential(name, options));
    }

    /** Adds a prioritized key whose secret lies elsewhere than the others'. */
    PolicyText keyAt(String provider, String name, String reference) {
        return add(provider, "prioritized", "{ name: %s, secret: \"%s\" }".formatted(name, reference));
    }

    private PolicyText add(String provider, String section, String credential) {
        keys.computeIfAbsent(provider, any -> new LinkedHashMap<>())
                .computeIfAbsent(section, any -> new ArrayList<>())
                .add(credential);
        return this;
    }

    PolicyText shared(String provider, String... names) {
        for (String name : names) {
            shared.computeIfAbsent(provider, any -> new ArrayList<>()).add(credential(name, ""));
        }
        return this;
    }

    /** Sets from where images may be fetched. */
    PolicyText images(String options) {
        images = "images: { " + options + " }\n";
        return this;
    }

    PolicyText withoutOwnKeys() {
        keys.clear();
        return this;
    }

    PolicyText withoutShared() {
        shared.clear();
        return this;
    }

    PolicyText hidingKeyNames() {
        showKeyNames = false;
        return this;
    }

    private String credential(String name, String options) {
        return "{ name: %s, secret: \"%s\"%s }".formatted(name, directory.secret(name, "sk-" + name), further(options));
    }

    /** Writes all files; those that say what they said before stay the same. The file with the callers is the last. */
    PolicyText write() {
        files().forEach(directory::write);
        return this;
    }

    /** Returns whether a gateway would take it as it is now. */
    boolean isRight() {
        Map<String, String> texts = new LinkedHashMap<>();
        files().forEach((file, text) -> texts.put(file, directory.filled(text)));
        try {
            return !PolicyCompiler.compile(PolicyFiles.hashed(texts))
                    .workspaces()
                    .isEmpty();
        } catch (PolicyRejectedException e) {
            return false;
        }
    }

    private Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("policy.yml", """
                policy: 1
                defaults: { profile: standard }
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme:
                    file: workspaces/acme.yml
                    secrets: ["file:{secrets}/*", "vault:secret/acme/*"]
                    providers: ["*"]
                    shared-capacity: {}
                """ + images);
        files.put(
                "profiles.yml",
                entries("profiles", profiles) + (dataClasses.isEmpty() ? "" : entries("data-classes", dataClasses)));
        files.put("models.yml", entries("models", models));
        files.put("providers.yml", entries("providers", providers) + lists("shared-capacity", shared));
        files.put("workspaces/acme.yml", workspace());
        return files;
    }

    private String workspace() {
        StringBuilder text = new StringBuilder("workspace: acme\nshow-key-names: " + showKeyNames + "\n");
        if (!environments.isEmpty()) {
            text.append(entries("environments", environments));
        }
        if (!members.isEmpty()) {
            text.append(entries("members", members));
        }
        text.append(entries("callers", callers));
        if (!keys.isEmpty()) {
            text.append("keys:\n");
            keys.forEach((provider, sections) -> {
                text.append("  ").append(provider).append(":\n");
                sections.forEach(
                        (section, items) -> text.append("    %s: [%s]\n".formatted(section, String.join(", ", items))));
            });
        }
        return text.toString();
    }

    private static String entries(String name, Map<String, String> values) {
        StringBuilder text = new StringBuilder(name + ":\n");
        values.forEach((key, value) -> text.append("  \"%s\": %s\n".formatted(key, value)));
        return text.toString();
    }

    private static String lists(String name, Map<String, List<String>> values) {
        if (values.isEmpty()) {
            return "";
        }
        StringBuilder text = new StringBuilder(name + ":\n");
        values.forEach((key, items) -> text.append("  %s: [%s]\n".formatted(key, String.join(", ", items))));
        return text.toString();
    }

    private static String further(String options) {
        return options.isEmpty() ? "" : ", " + options;
    }
}
