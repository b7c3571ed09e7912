package dev.byok.gateway;

import dev.byok.secret.Secret;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A secret in the form in which OpenRouter takes Azure's keys: a JSON array with one entry for each resource, or for each
 * deployment. The policy alone says where requests go: of the list only the key for that place is taken, and no address.
 */
final class AzureKeyList {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        // The first reading of a mapper makes what others wait for, behind a lock.
        JSON.readTree("[]");
    }

    /** A list has nothing for a model at a host; it may have for others. */
    static final class NotListedException extends IllegalArgumentException {

        private static final long serialVersionUID = 1L;

        NotListedException(String message) {
            super(message);
        }
    }

    private AzureKeyList() {}

    /** Returns whether a secret is one. */
    static boolean isIn(Secret secret) {
        return secret.apiKey().stripLeading().startsWith("[");
    }

    /**
     * Returns the key for a model at a host: of the deployment that serves the model, else of the resource.
     *
     * @throws NotListedException where there is none
     * @throws IllegalArgumentException where it is no such list; the message tells why, as a part of a sentence, and holds nothing
     *     of the list
     */
    static Secret key(Secret list, String host, String model) {
        JsonNode entries = entries(list.apiKey());
        JsonNode chosen = null;
        for (JsonNode entry : entries) {
            boolean deployment = entry.has("endpoint_url");
            boolean here = host.equalsIgnoreCase(deployment ? hostOfUrl(entry) : hostOfResource(entry));
            if (here && deployment && entry.path("model_slug").asString("").equals(model)) {
                chosen = entry;
                break;
            }
            if (here && !deployment && chosen == null) {
                chosen = entry;
            }
        }
        if (chosen == null) {
            throw new NotListedException(
                    "a list of Azure keys without one for this provider's resource, and for this model where it lists deployments");
        }
        JsonNode key = chosen.path("api_key");
        if (!key.isString() || key.stringValue().isBlank()) {
            throw new IllegalArgumentException(
                    "a list of Azure keys in which the one for this provider has no api_key");
        }
        return Secret.of(key.stringValue());
    }

    private static JsonNode entries(String json) {
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            // Its message may quote the content.
            throw new IllegalArgumentException("not a JSON array, although it begins like one");
        }
    }

    private static @Nullable String hostOfUrl(JsonNode entry) {
        try {
            return URI.create(entry.path("endpoint_url").asString("")).getHost();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static String hostOfResource(JsonNode entry) {
        String type = entry.path("resource_type").asString("openai").toLowerCase(Locale.ROOT);
        if (!Set.of("openai", "ai_foundry").contains(type)) {
            return "";
        }
        return entry.path("resource_name").asString("")
                + (type.equals("openai") ? ".openai.azure.com" : ".services.ai.azure.com");
    }
}
