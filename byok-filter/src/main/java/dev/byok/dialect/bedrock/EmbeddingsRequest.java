package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request for embeddings, for any model that makes them.
 *
 * @param unsayable what no model can be asked for; null for none
 * @param texts the inputs, each as a JSON text
 * @param dimensions as it was written; null where it was not
 * @param inputType what the texts are for, as a JSON text; null where that is not said
 */
record EmbeddingsRequest(
        @Nullable String unsayable,
        List<String> texts,
        @Nullable String dimensions,
        @Nullable String inputType,
        boolean base64)
        implements TranslatedRequest {

    /** Cohere's own limit. */
    private static final int MOST_TEXTS = 96;

    private static final Words SAID = Words.of("model", "input", "dimensions", "encoding_format", "input_type", "user");

    private enum Kind {
        TITAN_1,
        TITAN_2,
        NOVA,
        COHERE_3,
        COHERE_4,
        NONE;

        static Kind of(String model) {
            String id = BedrockFamily.id(model);
            if (id.contains("amazon.titan-embed-text-v2")) {
                return TITAN_2;
            }
            if (id.contains("amazon.titan-embed")) {
                return TITAN_1;
            }
            if (id.contains("amazon.nova") && id.contains("embed")) {
                return NOVA;
            }
            if (id.contains("cohere.embed-v4")) {
                return COHERE_4;
            }
            return id.contains("cohere.embed") ? COHERE_3 : NONE;
        }

        boolean cohere() {
            return this == COHERE_3 || this == COHERE_4;
        }
    }

    EmbeddingsRequest {
        texts = List.copyOf(texts);
    }

    static EmbeddingsRequest read(JsonTape request) {
        try {
            return new Reader(request).read();
        } catch (UnsayableException e) {
            return new EmbeddingsRequest(e.field(), List.of(), null, null, false);
        }
    }

    @Override
    public @Nullable String obstacle(String model) {
        if (unsayable != null) {
            return unsayable;
        }
        Kind kind = Kind.of(model);
        if (kind == Kind.NONE) {
            return "embeddings";
        }
        if (texts.size() > (kind.cohere() ? MOST_TEXTS : 1)) {
            return "input";
        }
        if (dimensions != null && (kind == Kind.TITAN_1 || kind == Kind.COHERE_3)) {
            return "dimensions";
        }
        return inputType != null && !kind.cohere() ? "input_type" : null;
    }

    @Override
    public ByteBuf body(ByteBufAllocator allocator, String model) {
        Kind kind = Kind.of(model);
        StringBuilder json = new StringBuilder(256);
        switch (kind) {
            case NOVA -> {
                json.append("{\"taskType\":\"SINGLE_EMBEDDING\",\"singleEmbeddingParams\":{\"embeddingPurpose\":")
                        .append("\"GENERIC_INDEX\"");
                member(json, "embeddingDimension", dimensions);
                json.append(",\"text\":{\"truncationMode\":\"NONE\",\"value\":")
                        .append(texts.get(0))
                        .append("}}}");
            }
            case COHERE_3, COHERE_4 -> {
                json.append("{\"texts\":[").append(String.join(",", texts)).append("],\"input_type\":");
                json.append(inputType == null ? "\"search_document\"" : inputType);
                member(json, "output_dimension", dimensions);
                json.append('}');
            }
            default -> {
                json.append("{\"inputText\":").append(texts.get(0));
                member(json, "dimensions", dimensions);
                json.append('}');
            }
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        return allocator.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static void member(StringBuilder json, String name, @Nullable String value) {
        if (value != null) {
            json.append(",\"").append(name).append("\":").append(value);
        }
    }

    @Override
    public String toString() {
        return "EmbeddingsRequest of " + texts.size() + " texts";
    }

    /** Reads one. */
    private static final class Reader {

        private final JsonTape tape;

        Reader(JsonTape tape) {
            this.tape = tape;
        }

        EmbeddingsRequest read() {
            for (int name = tape.first(JsonTape.ROOT); name != JsonTape.NONE; ) {
                int value = tape.valueOf(name);
                if (!tape.isNull(value) && !tape.isOneOf(name, SAID)) {
                    throw new UnsayableException(tape.text(name));
                }
                name = tape.after(JsonTape.ROOT, value);
            }
            int format = field("encoding_format");
            boolean base64 = tape.is(format, "base64");
            if (!base64 && !tape.isNull(format) && !tape.is(format, "float")) {
                throw new UnsayableException("encoding_format");
            }
            int dimensions = field("dimensions");
            if (!tape.isNull(dimensions) && tape.count(dimensions) <= 0) {
                throw new UnsayableException("dimensions");
            }
            int type = field("input_type");
            if (!tape.isNull(type) && !tape.isText(type)) {
                throw new UnsayableException("input_type");
            }
            return new EmbeddingsRequest(
                    null,
                    texts(field("input")),
                    tape.isNull(dimensions) ? null : tape.raw(dimensions),
                    tape.isNull(type) ? null : tape.raw(type),
                    base64);
        }

        private int field(String name) {
            return tape.member(JsonTape.ROOT, name);
        }

        /** Numbers of tokens are OpenAI's own. */
        private List<String> texts(int input) {
            if (tape.isText(input)) {
                return List.of(tape.raw(input));
            }
            if (!tape.isArray(input) || tape.isEmpty(input)) {
                throw new UnsayableException("input");
            }
            List<String> texts = new ArrayList<>();
            for (int each = tape.first(input); each != JsonTape.NONE; each = tape.after(input, each)) {
                if (!tape.isText(each)) {
                    throw new UnsayableException("input");
                }
                texts.add(tape.raw(each));
            }
            return texts;
        }
    }
}
