package dev.byok.request;

import dev.byok.StrictJson;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** A body read by {@link StrictJson}, by the same rules in the most obvious form. */
record ReferenceBody(Map<String, JsonNode> members) {

    private static final Set<String> ONCE = Set.of(
            "model",
            "models",
            "stream",
            "stream_options",
            "provider",
            "route",
            "max_tokens",
            "max_completion_tokens",
            "reasoning",
            "reasoning_effort");

    static JsonNode tree(byte[] json) {
        return StrictJson.JSON.readTree(new String(json, StandardCharsets.UTF_8));
    }

    /** Returns null if this is no request. */
    static @Nullable ReferenceBody of(byte[] body) {
        if (!StrictJson.isJson(body)) {
            return null;
        }
        try (JsonParser parser = StrictJson.JSON.createParser(StrictJson.decode(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, JsonNode> members = new LinkedHashMap<>();
            Map<String, Integer> counts = new HashMap<>();
            List<String> usages = new ArrayList<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                counts.merge(name, 1, Integer::sum);
                parser.nextToken();
                if (name.equals("stream_options") && parser.currentToken() == JsonToken.START_OBJECT) {
                    members.put(name, options(parser, usages));
                } else {
                    members.put(name, parser.readValueAsTree());
                }
            }
            boolean once = ONCE.stream().allMatch(name -> counts.getOrDefault(name, 0) <= 1) && usages.size() <= 1;
            ReferenceBody reference = new ReferenceBody(members);
            return once && reference.isRequest() ? reference : null;
        } catch (JacksonException | CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode options(JsonParser parser, List<String> usages) {
        var options = StrictJson.JSON.createObjectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            if (name.equals("include_usage")) {
                usages.add(name);
            }
            parser.nextToken();
            options.set(name, parser.<JsonNode>readValueAsTree());
        }
        return options;
    }

    private JsonNode get(String name) {
        return members.getOrDefault(name, StrictJson.JSON.nullNode());
    }

    private boolean isRequest() {
        JsonNode usage = get("stream_options").path("include_usage");
        return isName(get("model"))
                && (get("models").isNull() || isNames(get("models")))
                && (get("stream").isNull() || get("stream").isBoolean())
                && (get("stream_options").isNull() || get("stream_options").isObject())
                && (usage.isMissingNode() || usage.isBoolean())
                && (get("provider").isNull()
                        || (get("provider").isObject() && get("provider").isEmpty()))
                && (get("route").isNull()
                        || (get("route").isString()
                                && get("route").stringValue().equals("fallback")));
    }

    private static boolean isNames(JsonNode list) {
        return list.isArray() && list.size() <= 32 && list.valueStream().allMatch(ReferenceBody::isName);
    }

    private static boolean isName(JsonNode node) {
        return node.isString()
                && !node.stringValue().isEmpty()
                && node.stringValue().length() <= 1024;
    }

    String model() {
        return get("model").stringValue();
    }

    @Nullable
    List<String> models() {
        JsonNode list = get("models");
        return list.isNull()
                ? null
                : list.valueStream().map(JsonNode::stringValue).toList();
    }

    boolean stream() {
        return get("stream").isBoolean() && get("stream").booleanValue();
    }

    boolean includeUsage() {
        JsonNode usage = get("stream_options").path("include_usage");
        return usage.isBoolean() && usage.booleanValue();
    }

    boolean reasoning() {
        JsonNode effort = get("reasoning_effort");
        boolean byEffort = effort.isString() && !Set.of("none", "minimal").contains(effort.stringValue());
        return byEffort || (get("reasoning").isObject() && !get("reasoning").isEmpty());
    }

    @Nullable
    Integer maxTokens() {
        Integer largest = null;
        for (String name : List.of("max_tokens", "max_completion_tokens")) {
            JsonNode node = get(name);
            if (node.isIntegralNumber() && node.bigIntegerValue().signum() > 0) {
                int value = node.canConvertToInt() ? node.intValue() : Integer.MAX_VALUE;
                largest = largest == null ? value : Math.max(largest, value);
            }
        }
        return largest;
    }

    /** Returns the tree that a splice must lead to. */
    JsonNode spliced(String upstreamModel, boolean forceUsage) {
        var tree = StrictJson.JSON.createObjectNode();
        members.forEach(tree::set);
        tree.put("model", upstreamModel);
        tree.remove("models");
        if (forceUsage && stream()) {
            var options = StrictJson.JSON.createObjectNode();
            get("stream_options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
            tree.set("stream_options", options.put("include_usage", true));
        }
        return tree;
    }
}
