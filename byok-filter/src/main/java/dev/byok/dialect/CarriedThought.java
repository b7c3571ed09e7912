package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What a provider of OpenAI's dialect wants back with a conversation and Anthropic's words have no place for: in which member
 * its thoughts came, or what it wrote beside a call. It travels as the signature of a thinking block, which clients send back
 * as they got it, and is told from signatures of Anthropic's by its beginning. Nobody vouches for it: who makes one up says
 * no more by it than an OpenAI's caller may say.
 *
 * @param provider who wants it back, by the policy's name
 * @param member where the block's text belongs; null where it is about a call
 * @param call the call's id; null where it is about the text
 * @param extra what stood beside the call, as a JSON object; empty where it is about the text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record CarriedThought(
        String provider, @Nullable String member, @Nullable String call, byte[] extra) {

    /** No Base64 holds it. */
    public static final String BEGINNING = "byok1.";

    private static final String CONTENT = "reasoning_content";
    private static final String REASONING = "reasoning";

    /** Returns the signature of a thought that came in a member. */
    public static String ofText(String provider, String member) {
        return signature(new JsonText(64)
                .ascii("{\"provider\":")
                .quoted(provider)
                .ascii(",\"member\":\"")
                .ascii(member)
                .ascii("\"}"));
    }

    /**
     * Returns the signature of an empty thought that stands for what came beside a call.
     *
     * @param id the call's, as the caller gets it
     * @param extra an object
     */
    public static String ofCall(String provider, String id, JsonTape tape, int extra) {
        return signature(new JsonText(64 + tape.to(extra) - tape.from(extra))
                .ascii("{\"provider\":")
                .quoted(provider)
                .ascii(",\"call\":")
                .quoted(id)
                .ascii(",\"extra_content\":")
                .raw(tape, extra)
                .ascii("}"));
    }

    private static String signature(JsonText json) {
        return BEGINNING + Base64.getUrlEncoder().withoutPadding().encodeToString(json.toByteArray());
    }

    /** Returns whether a block is nobody's signed thought, but one of these. */
    public static boolean isIn(JsonTape tape, int block) {
        int signature = tape.member(block, "signature");
        return tape.isText(signature) && tape.startsWith(signature, BEGINNING);
    }

    /** Returns whether a block is a thought that nobody has signed for whom a signature means something. */
    public static boolean isUnsigned(JsonTape tape, int block) {
        if (!tape.is(tape.member(block, "type"), "thinking")) {
            return false;
        }
        int signature = tape.member(block, "signature");
        return !tape.isText(signature) || tape.isEmpty(signature) || isIn(tape, block);
    }

    /** Returns what a block carries; null where it cannot be read. */
    public static @Nullable CarriedThought of(JsonTape tape, int block) {
        int signature = tape.member(block, "signature");
        String text = tape.text(signature).substring(BEGINNING.length());
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            return null;
        }
        JsonTape inner = new JsonTape();
        return inner.read(json, 0, json.length) ? of(inner) : null;
    }

    private static @Nullable CarriedThought of(JsonTape json) {
        int provider = json.member(JsonTape.ROOT, "provider");
        int member = json.member(JsonTape.ROOT, "member");
        int call = json.member(JsonTape.ROOT, "call");
        int extra = json.member(JsonTape.ROOT, "extra_content");
        if (!json.isText(provider)) {
            return null;
        }
        if (json.is(member, CONTENT) || json.is(member, REASONING)) {
            return new CarriedThought(json.text(provider), json.text(member), null, new byte[0]);
        }
        if (json.isText(call) && json.isObject(extra)) {
            byte[] copy = new JsonText(json.to(extra) - json.from(extra))
                    .raw(json, extra)
                    .toByteArray();
            return new CarriedThought(json.text(provider), null, json.text(call), copy);
        }
        return null;
    }
}
