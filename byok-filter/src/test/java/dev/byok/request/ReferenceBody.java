package dev.byok.request;

import dev.byok.StrictJson;
import dev.byok.policy.Capability;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A body read by {@link StrictJson}, by the same rules in the most obvious form. */
record ReferenceBody(Map<String, JsonNode> members) {

    private static final Set<String> ONCE = Set.of(
            "model",
            "models",
            "stream",
            "stream_options",
            "provider",
            "route",
            "session_id",
            "prompt_cache_key",
            "max_tokens",
            "max_completion_tokens",
            "tools",
            "functions",
            "response_format",
            "reasoning",
            "reasoning_effort",
            "thinking",
            "usage",
            "transforms",
            "plugins",
            "preset",
            "debug",
            "trace");

    private static final List<String> ROUTER_ONLY = List.of(
            "models", "provider", "route", "session_id", "usage", "transforms", "plugins", "preset", "debug", "trace");

    /** Numbers as they are written. */
    private static final JsonMapper EXACT = StrictJson.JSON
            .rebuild()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static JsonNode tree(byte[] json) {
        return EXACT.readTree(new String(json, StandardCharsets.UTF_8));
    }

    /** Returns null if this is no request. */
    static @Nullable ReferenceBody of(byte[] body) {
        if (!StrictJson.isJson(body)) {
            return null;
        }
        try (JsonParser parser = EXACT.createParser(StrictJson.decode(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Map<String, JsonNode> members = new LinkedHashMap<>();
            Map<String, Integer> counts = new HashMap<>();
            Set<String> twice = new HashSet<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                counts.merge(name, 1, Integer::sum);
                parser.nextToken();
                Set<String> within = new HashSet<>();
                JsonNode value = value(parser, within);
                members.put(name, value);
                within.forEach(each -> twice.add(name + "." + each));
            }
            boolean once = ONCE.stream().allMatch(name -> counts.getOrDefault(name, 0) <= 1)
                    && !twice.contains("stream_options.include_usage")
                    && !twice.contains("usage.include")
                    && twice.stream().noneMatch(path -> path.startsWith("provider.") || path.startsWith("debug."));
            ReferenceBody reference = new ReferenceBody(members);
            return once && reference.isRequest() ? reference : null;
        } catch (JacksonException | CharacterCodingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a value; names that one of its objects has twice are noted, with the path to them. */
    private static JsonNode value(JsonParser parser, Set<String> twice) {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            return parser.readValueAsTree();
        }
        ObjectNode object = EXACT.createObjectNode();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            Set<String> within = new HashSet<>();
            if (object.has(name)) {
                twice.add(name);
            }
            object.set(name, value(parser, within));
            within.forEach(each -> twice.add(name + "." + each));
        }
        return object;
    }

    private JsonNode get(String name) {
        return members.getOrDefault(name, StrictJson.JSON.nullNode());
    }

    private boolean isRequest() {
        JsonNode usage = get("stream_options").path("include_usage");
        return (isName(get("model")) || standsForModel())
                && (get("models").isNull() || isNames(get("models")))
                && (get("stream").isNull() || get("stream").isBoolean())
                && (get("stream_options").isNull() || get("stream_options").isObject())
                && (usage.isMissingNode() || usage.isBoolean())
                && ReferenceProvider.of(get("provider")) != null
                && (get("session_id").isNull() || isSession(get("session_id")))
                && isUsage(get("usage"))
                && isPlugins(get("plugins"))
                && get("preset").isNull()
                && isDebug(get("debug"))
                && (get("route").isNull()
                        || (get("route").isString()
                                && get("route").stringValue().equals("fallback")));
    }

    /** A list of models may stand for the model. */
    private boolean standsForModel() {
        return !members.containsKey("model")
                && isNames(get("models"))
                && !get("models").isEmpty();
    }

    private static boolean isNames(JsonNode list) {
        return list.isArray() && list.size() <= 32 && list.valueStream().allMatch(ReferenceBody::isName);
    }

    private static boolean isSession(JsonNode node) {
        return isName(node) && node.stringValue().length() <= 256;
    }

    private static boolean isUsage(JsonNode node) {
        JsonNode include = node.path("include");
        return node.isNull()
                || (node.isObject() && (include.isMissingNode() || include.isNull() || include.isBoolean()));
    }

    private static boolean isPlugins(JsonNode node) {
        return node.isNull()
                || (node.isArray()
                        && node.valueStream()
                                .allMatch(plugin -> plugin.isObject()
                                        && (plugin.path("id").asString("").equals("context-compression")
                                                || !plugin.path("enabled").asBoolean(true))));
    }

    private static boolean isDebug(JsonNode node) {
        return node.isNull()
                || (node.isObject()
                        && node.valueStream()
                                .allMatch(each -> each.isNull() || (each.isBoolean() && !each.booleanValue())));
    }

    static boolean isName(JsonNode node) {
        return node.isString()
                && !node.stringValue().isEmpty()
                && node.stringValue().length() <= 1024;
    }

    String model() {
        return members.containsKey("model")
                ? get("model").stringValue()
                : get("models").path(0).stringValue();
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
        return isTrue(get("stream_options").path("include_usage"))
                || isTrue(get("usage").path("include"));
    }

    private static boolean isTrue(JsonNode node) {
        return node.isBoolean() && node.booleanValue();
    }

    ProviderPreferences provider() {
        return Objects.requireNonNull(ReferenceProvider.of(get("provider")));
    }

    @Nullable
    String session() {
        return sessionIn("session_id");
    }

    @Nullable
    String promptCacheKey() {
        return sessionIn("prompt_cache_key");
    }

    private @Nullable String sessionIn(String name) {
        return isSession(get(name)) ? get(name).stringValue() : null;
    }

    Set<Capability> needs() {
        Set<Capability> needs = new HashSet<>();
        if (Stream.of("tools", "functions")
                .anyMatch(name -> get(name).isArray() && !get(name).isEmpty())) {
            needs.add(Capability.TOOLS);
        }
        if (get("response_format").path("type").asString("").equals("json_schema")) {
            needs.add(Capability.STRUCTURED_OUTPUT);
        }
        if (reasoning()) {
            needs.add(Capability.REASONING);
        }
        return needs;
    }

    boolean reasoning() {
        JsonNode effort = get("reasoning_effort");
        boolean byEffort = effort.isString() && !Set.of("none", "minimal").contains(effort.stringValue());
        JsonNode thinking = get("thinking").path("type");
        boolean byThinking = thinking.isString() && !thinking.stringValue().equals("disabled");
        return byEffort
                || byThinking
                || (get("reasoning").isObject() && !get("reasoning").isEmpty());
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
    JsonNode spliced(String upstreamModel, boolean tellUsage) {
        var tree = EXACT.createObjectNode();
        members.forEach(tree::set);
        tree.put("model", upstreamModel);
        tree.remove(ROUTER_ONLY);
        if (tellUsage && stream()) {
            var options = EXACT.createObjectNode();
            get("stream_options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
            tree.set("stream_options", options.put("include_usage", true));
        }
        return tree;
    }
}
