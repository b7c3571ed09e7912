package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.anthropic.AnthropicRequest.Sampling;
import dev.byok.dialect.anthropic.AnthropicRequest.Thoughts;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion's fields into Anthropic's. Whatever changes nothing where it stands, as {@code n: 1}, is passed
 * over; so is what only tells OpenAI how to keep and count a request. Anything else that has no counterpart is unsayable.
 */
final class RequestReader {

    /** What is read below. */
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

    private RequestReader(int length) {
        this.out = new JsonText(length + length / 8 + 256);
    }

    static AnthropicRequest read(byte[] body, int mostTokens) {
        try {
            return new RequestReader(body.length).request(body, mostTokens);
        } catch (UnsayableException unsayable) {
            return AnthropicRequest.unsayable(unsayable.field());
        }
    }

    private AnthropicRequest request(byte[] body, int mostTokens) {
        if (!tape.read(body, 0, body.length) || !tape.isObject(JsonTape.ROOT)) {
            throw new UnsayableException("body");
        }
        refuseOthers();
        int format = field("response_format");
        byte[] schema = schema(format);
        Messages messages = new Messages(tape, out);
        messages.write(field("messages"), tape.is(tape.member(format, "type"), "json_object") ? JSON_ONLY : null);
        boolean forced = new Tools(tape, out).write(field("tools"), field("tool_choice"), field("parallel_tool_calls"));
        if (tape.isTrue(field("stream"))) {
            out.ascii(",\"stream\":true");
        }
        copyNumber("top_k");
        stop();
        user();
        serviceTier();
        int cacheControl = field("cache_control");
        if (!tape.isNull(cacheControl)) {
            out.ascii(",\"cache_control\":").raw(tape, cacheControl);
        }
        out.ascii("}");
        return new AnthropicRequest(
                null,
                mostTokens,
                new Sampling(maxTokens(), temperature(), number("top_p")),
                thoughts(forced, messages.endsUnthought()),
                schema,
                out.toByteArray());
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    private void refuseOthers() {
        for (int name = tape.first(JsonTape.ROOT); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.isNull(value)) {
                boolean known = tape.isOneOf(name, SAID) || tape.isOneOf(name, OF_NO_ACCOUNT);
                if (!known && !changesNothing(tape.text(name), value)) {
                    throw new UnsayableException(tape.text(name));
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

    private @Nullable String number(String name) {
        int value = field(name);
        if (tape.isNull(value)) {
            return null;
        }
        if (!tape.isNumber(value)) {
            throw new UnsayableException(name);
        }
        return tape.raw(value);
    }

    private void copyNumber(String name) {
        String number = number(name);
        if (number != null) {
            out.ascii(",\"").ascii(name).ascii("\":").ascii(number);
        }
    }

    private @Nullable String maxTokens() {
        String name = tape.isNull(field("max_completion_tokens")) ? "max_tokens" : "max_completion_tokens";
        String number = number(name);
        if (number != null && tape.count(field(name)) <= 0) {
            throw new UnsayableException(name);
        }
        return number;
    }

    /** OpenAI's goes to 2. */
    private @Nullable String temperature() {
        String number = number("temperature");
        if (number != null && Double.parseDouble(number) > 1) {
            throw new UnsayableException("temperature");
        }
        return number;
    }

    private void stop() {
        int stop = field("stop");
        if (tape.isNull(stop) || (tape.isArray(stop) && tape.isEmpty(stop))) {
            return;
        }
        out.ascii(",\"stop_sequences\":[");
        if (tape.isText(stop)) {
            stop(stop, "stop");
        } else if (tape.isArray(stop)) {
            int index = 0;
            for (int each = tape.first(stop); each != JsonTape.NONE; each = tape.after(stop, each)) {
                out.ascii(index == 0 ? "" : ",");
                stop(each, "stop[" + index++ + "]");
            }
        } else {
            throw new UnsayableException("stop");
        }
        out.ascii("]");
    }

    /** White space alone is refused. */
    private void stop(int text, String path) {
        if (!tape.isText(text) || tape.text(text).isBlank()) {
            throw new UnsayableException(path);
        }
        out.raw(tape, text);
    }

    /** It may be somebody's name, which Anthropic asks not to be told. */
    private void user() {
        int user = tape.isNull(field("safety_identifier")) ? field("user") : field("safety_identifier");
        if (tape.isNull(user)) {
            return;
        }
        if (!tape.isText(user)) {
            throw new UnsayableException("user");
        }
        out.ascii(",\"metadata\":{\"user_id\":\"")
                .ascii(hash(tape.unescaped(user)))
                .ascii("\"}");
    }

    private static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private void serviceTier() {
        int tier = field("service_tier");
        if (tape.is(tier, "default") || tape.is(tier, "standard_only")) {
            out.ascii(",\"service_tier\":\"standard_only\"");
        } else if (!tape.isNull(tier) && !tape.is(tier, "auto")) {
            throw new UnsayableException("service_tier");
        }
    }

    private byte @Nullable [] schema(int format) {
        if (tape.isNull(format) || tape.is(tape.member(format, "type"), "text")) {
            return null;
        }
        int type = tape.member(format, "type");
        if (tape.is(type, "json_object")) {
            return null;
        }
        int schema = tape.member(tape.member(format, "json_schema"), "schema");
        if (!tape.is(type, "json_schema") || !tape.isObject(schema)) {
            throw new UnsayableException("response_format");
        }
        JsonText text = new JsonText(tape.to(schema) - tape.from(schema) + 64);
        Schema.write(tape, schema, text);
        return text.toByteArray();
    }

    private Thoughts thoughts(boolean forced, boolean unthought) {
        int written = field("thinking");
        if (!tape.isNull(written)) {
            byte[] copy = AnthropicRequest.copy(tape.bytes(), tape.from(written), tape.to(written));
            return new Thoughts(null, "thinking", 0, copy, forced, unthought);
        }
        int reasoning = field("reasoning");
        int inside = tape.member(reasoning, "effort");
        boolean nested = tape.isNull(field("reasoning_effort"));
        String effort =
                effort(nested ? inside : field("reasoning_effort"), nested ? "reasoning.effort" : "reasoning_effort");
        long budget = reasoning(reasoning);
        if (effort == null && tape.isTrue(tape.member(reasoning, "enabled"))) {
            effort = "medium";
        }
        if (tape.isFalse(tape.member(reasoning, "enabled"))) {
            effort = "none";
        }
        return new Thoughts(effort, nested ? "reasoning" : "reasoning_effort", budget, null, forced, unthought);
    }

    private @Nullable String effort(int effort, String path) {
        if (tape.isNull(effort)) {
            return null;
        }
        if (!tape.isText(effort) || !AnthropicRequest.isEffort(tape.text(effort))) {
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
