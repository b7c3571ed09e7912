package dev.byok.dialect;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a chat completion says beside its messages and tools, for dialects that say it otherwise. Whatever changes nothing
 * where it stands, as {@code n: 1}, is passed over; so is what only tells OpenAI how to keep and count a request.
 */
public final class ChatFields {

    /** What other dialects have words for, all or some of them. */
    private static final Words SAID = Words.of(
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
            "output_config",
            "user",
            "safety_identifier",
            "service_tier",
            "cache_control");

    /** How OpenAI keeps, counts and finds again; the stream's options are the gateway's. */
    private static final Words OF_NO_ACCOUNT =
            Words.of("stream_options", "metadata", "prompt_cache_key", "prompt_cache_retention");

    /** Numbers that are 0 by themselves. */
    private static final Set<String> ZERO = Set.of("presence_penalty", "frequency_penalty", "top_logprobs");

    /** Switches that are off by themselves. */
    private static final Set<String> OFF = Set.of("logprobs", "store");

    /** How much to think, from little to much. */
    private static final List<String> EFFORTS = List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

    private final JsonTape tape;

    /**
     * How much to think.
     *
     * @param effort in OpenAI's words; null where nothing was said
     * @param field what said so
     * @param budget in tokens; 0 where nothing was said
     */
    public record Reasoning(@Nullable String effort, String field, long budget) {}

    /** @param tape the chat completion */
    public ChatFields(JsonTape tape) {
        this.tape = tape;
    }

    private int field(String name) {
        return tape.member(JsonTape.ROOT, name);
    }

    /**
     * Refuses what a dialect has no words for by its name.
     *
     * @throws UnsayableException with the field
     */
    public void refuseOthers() {
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

    /** Returns who asks, as a hash: it may be somebody's name, which nobody needs to know; null where nothing is said. */
    public @Nullable String userHash() {
        int user = tape.isNull(field("safety_identifier")) ? field("user") : field("safety_identifier");
        if (tape.isNull(user)) {
            return null;
        }
        if (!tape.isText(user)) {
            throw new UnsayableException("user");
        }
        return hash(tape.unescaped(user));
    }

    /** Returns the SHA-256 of a text, in hex. */
    public static String hash(byte[] text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** Returns how much to think, by {@code reasoning_effort} or by OpenRouter's {@code reasoning}. */
    public Reasoning reasoning() {
        int reasoning = field("reasoning");
        boolean nested = tape.isNull(field("reasoning_effort"));
        String effort = nested ? effort(tape.member(reasoning, "effort")) : effort(field("reasoning_effort"));
        long budget = budget(reasoning);
        if (effort == null && tape.isTrue(tape.member(reasoning, "enabled"))) {
            effort = "medium";
        }
        if (tape.isFalse(tape.member(reasoning, "enabled"))) {
            effort = "none";
        }
        budget = "none".equals(effort) ? 0 : budget;
        return new Reasoning(effort, nested ? "reasoning" : "reasoning_effort", budget);
    }

    private @Nullable String effort(int effort) {
        if (tape.isNull(effort)) {
            return null;
        }
        if (!tape.isText(effort) || !EFFORTS.contains(tape.text(effort))) {
            throw new UnsayableException(tape.path(effort));
        }
        return tape.text(effort);
    }

    /** Returns how many tokens of thought are asked for; 0 where that is not said. */
    private long budget(int reasoning) {
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
