package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Says embeddings as OpenAI does: Titan's {@code embedding}, Cohere's list or its lists by type, Nova's list of objects. As
 * floats they are copied as they are written, in base64 they are 32-bit floats, little-endian.
 */
final class EmbeddingsAnswer {

    private final JsonTape tape;
    private final AnswerForm form;
    private final JsonText out;
    private int index;

    private EmbeddingsAnswer(JsonTape tape, AnswerForm form, int length) {
        this.tape = tape;
        this.form = form;
        this.out = new JsonText(length + 256);
    }

    /** Returns the answer; null where the JSON is none. */
    static byte @Nullable [] translated(byte[] json, AnswerForm form) {
        JsonTape tape = new JsonTape();
        return tape.read(json, 0, json.length) ? new EmbeddingsAnswer(tape, form, json.length).write() : null;
    }

    private byte @Nullable [] write() {
        out.ascii("{\"object\":\"list\",\"data\":[");
        int one = tape.member(JsonTape.ROOT, "embedding");
        int all = tape.member(JsonTape.ROOT, "embeddings");
        int floats = tape.isObject(all) ? tape.member(all, "float") : all;
        boolean right = tape.isArray(one) ? vector(one) : tape.isArray(floats) && vectors(floats);
        if (!right || index == 0) {
            return null;
        }
        int counted = tape.member(JsonTape.ROOT, "inputTextTokenCount");
        long tokens = tape.isNumber(counted) ? tape.count(counted) : form.promptTokens();
        out.ascii("],\"model\":").quoted(form.model());
        out.ascii(",\"usage\":{\"prompt_tokens\":").number(tokens);
        out.ascii(",\"total_tokens\":").number(tokens).ascii("}}");
        return out.toByteArray();
    }

    private boolean vectors(int list) {
        for (int each = tape.first(list); each != JsonTape.NONE; each = tape.after(list, each)) {
            int vector = tape.isObject(each) ? tape.member(each, "embedding") : each;
            if (!tape.isArray(vector) || !vector(vector)) {
                return false;
            }
        }
        return true;
    }

    private boolean vector(int vector) {
        int size = 0;
        for (int each = tape.first(vector); each != JsonTape.NONE; each = tape.after(vector, each)) {
            if (!tape.isNumber(each)) {
                return false;
            }
            size++;
        }
        out.ascii(index == 0 ? "" : ",")
                .ascii("{\"object\":\"embedding\",\"index\":")
                .number(index++)
                .ascii(",\"embedding\":");
        if (form.base64()) {
            out.ascii("\"").ascii(base64(vector, size)).ascii("\"}");
        } else {
            out.raw(tape, vector).ascii("}");
        }
        return size > 0;
    }

    private String base64(int vector, int size) {
        ByteBuffer floats = ByteBuffer.allocate(size * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int each = tape.first(vector); each != JsonTape.NONE; each = tape.after(vector, each)) {
            floats.putFloat(Float.parseFloat(tape.raw(each)));
        }
        return Base64.getEncoder().encodeToString(floats.array());
    }
}
