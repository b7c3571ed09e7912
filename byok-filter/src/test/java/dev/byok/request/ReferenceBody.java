package dev.byok.request;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A body read by Jackson, by the same rules in the most obvious form.
 *
 * <p>Known differences that are levelled here: Jackson's own UTF-8 parser takes overlong forms, surrogates and points above
 * U+10FFFF, guesses UTF-16 and UTF-32, skips a byte order mark, and refuses unpaired surrogates escaped in names (but not in
 * values), where we want strict UTF-8 and any escape: so the JDK's decoder stands before it. Reading characters, it looks at
 * the low byte of a digit only, so that U+0431 passes for 1 in an escape: those are looked for before. Its limits on the length of
 * numbers and names, which we do not have, are lifted.
 */
record ReferenceBody(Map<String, JsonNode> members) {

    /** Four hexadecimal digits belong to it: an odd number of backslashes, and then something else than these. */
    private static final Pattern HALF_AN_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u(?![0-9a-fA-F]{4})");

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

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    static boolean isJson(byte[] text) {
        if (HALF_AN_ESCAPE.matcher(new String(text, StandardCharsets.UTF_8)).find()) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(decode(text))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException | CharacterCodingException e) {
            return false;
        }
    }

    static JsonNode tree(byte[] json) {
        return JSON.readTree(new String(json, StandardCharsets.UTF_8));
    }

    /** Returns null if this is no request. */
    static @Nullable ReferenceBody of(byte[] body) {
        if (!isJson(body)) {
            return null;
        }
        try (JsonParser parser = JSON.createParser(decode(body))) {
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
        var options = JSON.createObjectNode();
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

    private static String decode(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }

    private JsonNode get(String name) {
        return members.getOrDefault(name, JSON.nullNode());
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
        var tree = JSON.createObjectNode();
        members.forEach(tree::set);
        tree.put("model", upstreamModel);
        tree.remove("models");
        if (forceUsage && stream()) {
            var options = JSON.createObjectNode();
            get("stream_options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
            tree.set("stream_options", options.put("include_usage", true));
        }
        return tree;
    }
}
