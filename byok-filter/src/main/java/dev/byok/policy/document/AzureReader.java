package dev.byok.policy.document;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads where an Azure OpenAI resource is: by its name or by a {@code base-url}. It speaks the v1 API, where the body names
 * the deployment; with {@code deployments} and {@code api-version} the older one, where the URL does.
 */
final class AzureReader {

    static final String RESOURCE = "resource";
    static final String DEPLOYMENTS = "deployments";
    static final String API_VERSION = "api-version";

    private static final Pattern RESOURCE_NAME = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}[A-Za-z0-9])?");
    private static final Pattern DEPLOYMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern VERSION = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}(?:-preview)?");

    /** Since then a stream reports its usage on request; before, the request for it is an error. */
    private static final String FIRST_VERSION = "2024-09-01";

    /** Where requests go; deployments are empty for the v1 API. */
    record Place(URI baseUrl, Set<String> deployments) {}

    private AzureReader() {}

    static @Nullable Place read(Section section, boolean allowPrivateNetwork) {
        boolean classic = section.has(DEPLOYMENTS) || section.has(API_VERSION);
        String path = ".openai.azure.com" + (classic ? "/openai" : "/openai/v1");
        URI baseUrl = baseUrl(section, allowPrivateNetwork, path);
        if (!classic) {
            return baseUrl == null ? null : new Place(baseUrl, Set.of());
        }
        section.require(DEPLOYMENTS, API_VERSION);
        Set<String> deployments = deployments(section.list(DEPLOYMENTS));
        String version = version(section.get(API_VERSION));
        return baseUrl == null || version == null || deployments.isEmpty()
                ? null
                : new Place(URI.create(baseUrl + "?api-version=" + version), deployments);
    }

    /** Reports what only this preset has at a provider of another one. */
    static void refuse(Section section) {
        for (String name : List.of(RESOURCE, DEPLOYMENTS, API_VERSION)) {
            Value value = section.get(name);
            if (value != null) {
                value.silentProblem(
                        name.equals(RESOURCE)
                                ? "only with preset azure-openai or azure-anthropic"
                                : "only with preset azure-openai");
            }
        }
    }

    /** Returns where Claude is in a resource of Foundry's. */
    static @Nullable URI foundry(Section section, boolean allowPrivateNetwork) {
        for (String name : List.of(DEPLOYMENTS, API_VERSION)) {
            Value value = section.get(name);
            if (value != null) {
                value.silentProblem("only with preset azure-openai");
            }
        }
        return baseUrl(section, allowPrivateNetwork, ".services.ai.azure.com/anthropic/v1");
    }

    /** @param rest what follows the resource's name */
    private static @Nullable URI baseUrl(Section section, boolean allowPrivateNetwork, String rest) {
        Value resource = section.get(RESOURCE);
        Value written = section.get("base-url");
        if (resource == null && written == null) {
            section.problem("expected a resource or a base-url");
            return null;
        }
        if (resource != null && written != null) {
            written.silentProblem("expected none beside a resource");
            return null;
        }
        if (written != null) {
            return BaseUrlReader.read(written, allowPrivateNetwork);
        }
        String name = resource == null ? null : fitting(resource, RESOURCE_NAME, "expected the name of a resource");
        return name == null ? null : URI.create("https://" + name + rest);
    }

    private static Set<String> deployments(List<Value> items) {
        Set<String> names = new LinkedHashSet<>();
        for (Value item : items) {
            String name = fitting(item, DEPLOYMENT_NAME, "expected the name of a deployment");
            if (name != null && !names.add(name)) {
                item.problem("named twice");
            }
        }
        return names;
    }

    private static @Nullable String version(@Nullable Value value) {
        String text = value == null ? null : fitting(value, VERSION, "expected a version such as 2024-10-21");
        if (value != null && text != null && text.compareTo(FIRST_VERSION) < 0) {
            value.problem("expected " + FIRST_VERSION + "-preview or later");
            return null;
        }
        return text;
    }

    private static @Nullable String fitting(Value value, Pattern pattern, String expectation) {
        String text = value.text();
        if (text == null || pattern.matcher(text).matches()) {
            return text;
        }
        value.problem(expectation);
        return null;
    }
}
