package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.anthropic.Schema;
import dev.byok.dialect.anthropic.UnsayableException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion's fields into Converse's. Whatever changes nothing where it stands, as {@code n: 1}, is passed over;
 * so is what only tells OpenAI how to keep and count a request. Anything else that has no counterpart is unsayable.
 */
final class RequestReader {

    /** What is read below; whether an answer is streamed is said by the path. */
    private static final Set<String> SAID = Set.of(
            "model",
            "messages",
            "stream",
            "max_tokens",
            "max_completion_tokens",
            "temperature",
            "top_p",
            "top_k",
            "stop",
            "tools",
            "tool_choice",
            "parallel_tool_calls",
            "response_format",
            "reasoning_effort",
            "reasoning",
            "thinking",
            "user",
            "safety_identifier",
            "service_tier",
            "cache_control");

    /** How OpenAI keeps, counts and finds again; the stream's options are the gateway's. */
    private static final Set<String> OF_NO_ACCOUNT =
            Set.of("stream_options", "metadata", "prompt_cache_key", "prompt_cache_retention");

    /** Numbers that are 0 by themselves. */
    private static final Set<String> ZERO = Set.of("presence_penalty", "frequency_penalty", "top_logprobs");

    /** Switches that are off by themselves. */
    private static final Set<String> OFF = Set.of("logprobs", "store");

    private static final String JSON_ONLY =
            "Reply with one JSON object only: no other text, and no code fence around it.";

    private final JsonTape tape = new JsonTape();
    private final JsonText out;
    private @Nullable String blankStop;

    private RequestReader(int length) {
        this.out = new JsonText(length + length / 8 + 256);
    }

    static ConverseRequest read(byte[] body, @Nullable Integer mostTokens) {
        try {
            return new RequestReader(body.length).request(body, mostTokens == null ? Integer.MAX_VALUE : mostTokens);
        } catch (UnsayableException unsayable) {
            return ConverseRequest.unsayable(unsayable.field());
        }
    }

    private ConverseRequest request(byte[] body, int mostTokens) {
        if (!tape.read(body, 0, body.length) || !tape.isObject(JsonTape.ROOT)) {
            throw new UnsayableException("body");
        }
        refuseOthers();
        int format = field("response_format");
        byte[] schema = schema(format);
        Messages messages = new Messages(tape, out);
        messages.write(field("messages"), tape.is(tape.member(format, "type"), "json_object") ? JSON_ONLY : null);
        Tools tools = new Tools(tape);
        ToolUse use =
                tools.read(field("tools"), field("tool_choice"), field("parallel_tool_calls"), messages.holdsCalls());
        user();
        serviceTier();
        Wishes wishes = wishes(mostTokens, messages.endsUnthought());
        return new ConverseRequest(
                null, messages.onlySome(blankStop, tools.cached()), wishes, use, schema, out.toByteArray());
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    private void refuseOthers() {
        for (int name = tape.first(JsonTape.ROOT); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.isNull(value)) {
                String text = tape.text(name);
                if (!SAID.contains(text) && !OF_NO_ACCOUNT.contains(text) && !changesNothing(text, value)) {
                    throw new UnsayableException(text);
                }
            }
            name = tape.after(JsonTape.ROOT, value);
        }
    }

    private boolean changesNothing(String name, int value) {
        if (name.equals("n")) {
            return tape.raw(value).equals("1");
        }
        if (ZERO.contains(name)) {
            return tape.isNumber(value) && Double.parseDouble(tape.raw(value)) == 0;
        }
        if (OFF.contains(name)) {
            return tape.isFalse(value);
        }
        if (name.equals("modalities")) {
            return tape.isArray(value) && tape.size(value) == 1 && tape.is(tape.first(value), "text");
        }
        if (name.equals("verbosity")) {
            return tape.is(value, "medium");
        }
        boolean container = tape.isObject(value) || tape.isArray(value);
        return container && tape.isEmpty(value) && (name.equals("logit_bias") || name.equals("functions"));
    }

    private Wishes wishes(int mostTokens, boolean unthought) {
        String maxTokens = maxTokens();
        String temperature = upToOne("temperature");
        String topP = upToOne("top_p");
        int topKField = field("top_k");
        String topK = tape.isNull(topKField) ? null : String.valueOf(positive("top_k", topKField));
        String stops = stops();
        int written = field("thinking");
        if (!tape.isNull(written) && !tape.isObject(written)) {
            throw new UnsayableException("thinking");
        }
        byte[] thinking = tape.isNull(written)
                ? null
                : new JsonText(tape.to(written) - tape.from(written))
                        .raw(tape, written)
                        .toByteArray();
        boolean off = tape.is(tape.member(written, "type"), "disabled");
        int reasoning = field("reasoning");
        boolean nested = tape.isNull(field("reasoning_effort"));
        String effort = nested
                ? effort(tape.member(reasoning, "effort"), "reasoning.effort")
                : effort(field("reasoning_effort"), "reasoning_effort");
        long budget = reasoning(reasoning);
        if (effort == null && tape.isTrue(tape.member(reasoning, "enabled"))) {
            effort = "medium";
        }
        if (tape.isFalse(tape.member(reasoning, "enabled"))) {
            effort = "none";
        }
        String effortField = nested ? "reasoning" : "reasoning_effort";
        return new Wishes(
                mostTokens,
                maxTokens,
                temperature,
                topP,
                topK,
                stops,
                effort,
                effortField,
                budget,
                thinking,
                off,
                unthought);
    }

    private long positive(String name, int value) {
        long count = tape.isNumber(value) ? tape.count(value) : 0;
        if (count <= 0 || count > Integer.MAX_VALUE) {
            throw new UnsayableException(name);
        }
        return count;
    }

    private @Nullable String maxTokens() {
        String name = tape.isNull(field("max_completion_tokens")) ? "max_tokens" : "max_completion_tokens";
        int value = field(name);
        return tape.isNull(value) ? null : String.valueOf(positive(name, value));
    }

    /** OpenAI's temperature goes to 2. */
    private @Nullable String upToOne(String name) {
        int value = field(name);
        if (tape.isNull(value)) {
            return null;
        }
        double number = tape.isNumber(value) ? Double.parseDouble(tape.raw(value)) : -1;
        if (number < 0 || number > 1) {
            throw new UnsayableException(name);
        }
        return tape.raw(value);
    }

    private @Nullable String stops() {
        int stop = field("stop");
        if (tape.isNull(stop) || (tape.isArray(stop) && tape.isEmpty(stop))) {
            return null;
        }
        if (tape.isText(stop)) {
            return "[" + stop(stop, "stop") + "]";
        }
        if (!tape.isArray(stop)) {
            throw new UnsayableException("stop");
        }
        StringBuilder stops = new StringBuilder("[");
        int index = 0;
        for (int each = tape.first(stop); each != JsonTape.NONE; each = tape.after(stop, each)) {
            stops.append(index == 0 ? "" : ",").append(stop(each, "stop[" + index + "]"));
            index++;
        }
        return stops.append(']').toString();
    }

    private String stop(int text, String path) {
        if (!tape.isText(text) || tape.isEmpty(text)) {
            throw new UnsayableException(path);
        }
        if (blankStop == null && tape.text(text).isBlank()) {
            blankStop = path;
        }
        return tape.raw(text);
    }

    /** It may be somebody's name, which nobody there needs to know. */
    private void user() {
        int user = tape.isNull(field("safety_identifier")) ? field("user") : field("safety_identifier");
        if (tape.isNull(user)) {
            return;
        }
        if (!tape.isText(user)) {
            throw new UnsayableException("user");
        }
        out.ascii(",\"requestMetadata\":{\"user\":\"")
                .ascii(hash(tape.unescaped(user)))
                .ascii("\"}");
    }

    static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private void serviceTier() {
        int tier = field("service_tier");
        if (tape.isNull(tier) || tape.is(tier, "auto")) {
            return;
        }
        String said = tape.is(tier, "standard_only") ? "default" : tape.isText(tier) ? tape.text(tier) : "";
        if (!Set.of("default", "flex", "priority", "reserved").contains(said)) {
            throw new UnsayableException("service_tier");
        }
        out.ascii(",\"serviceTier\":{\"type\":\"").ascii(said).ascii("\"}");
    }

    /** A schema travels as a text. */
    private byte @Nullable [] schema(int format) {
        int type = tape.member(format, "type");
        if (tape.isNull(format) || tape.is(type, "text") || tape.is(type, "json_object")) {
            return null;
        }
        int named = tape.member(format, "json_schema");
        int schema = tape.member(named, "schema");
        if (!tape.is(type, "json_schema") || !tape.isObject(schema)) {
            throw new UnsayableException("response_format");
        }
        JsonText written = new JsonText(tape.to(schema) - tape.from(schema) + 64);
        Schema.write(tape, schema, written);
        JsonTape rewritten = new JsonTape();
        rewritten.read(written.bytes(), 0, written.length());
        JsonText text = new JsonText(written.length() * 2);
        text.ascii("\"schema\":").quotedCompact(rewritten, JsonTape.ROOT);
        for (String member : new String[] {"name", "description"}) {
            int value = tape.member(named, member);
            if (tape.isText(value) && !tape.isEmpty(value)) {
                text.ascii(",\"").ascii(member).ascii("\":").raw(tape, value);
            }
        }
        return text.toByteArray();
    }

    private @Nullable String effort(int effort, String path) {
        if (tape.isNull(effort)) {
            return null;
        }
        if (!tape.isText(effort) || !Wishes.isEffort(tape.text(effort))) {
            throw new UnsayableException(path);
        }
        return tape.text(effort);
    }

    /** Returns how many tokens of thought are asked for; 0 where that is not said. */
    private long reasoning(int reasoning) {
        if (!tape.isObject(reasoning)) {
            return 0;
        }
        for (int name = tape.first(reasoning); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            boolean known = tape.is(name, "effort") || tape.is(name, "max_tokens") || tape.is(name, "enabled");
            if (!known && !tape.isNull(value) && !tape.isFalse(value)) {
                throw new UnsayableException("reasoning." + tape.text(name));
            }
            name = tape.after(reasoning, value);
        }
        int budget = tape.member(reasoning, "max_tokens");
        return budget == JsonTape.NONE ? 0 : tape.count(budget);
    }
}
