package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonText;
import dev.byok.dialect.TranslatedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A request in Converse's words: what every model gets, ready, and what depends on the model.
 *
 * @param unsayable what no model can be asked for; null for none
 * @param only what only some models can be asked for
 * @param format the inside of {@code textFormat}'s schema; null where no schema is asked for
 * @param rest the members that every model gets, without the object's brackets
 * @param conversation how much of the rest is said to the model, in bytes: what follows is said of the request
 */
record ConverseRequest(
        @Nullable String unsayable,
        OnlySome only,
        Wishes wishes,
        ToolUse tools,
        byte @Nullable [] format,
        byte[] rest,
        int conversation)
        implements TranslatedRequest {

    private static final byte[] COUNTED = "{\"input\":{\"converse\":{".getBytes(StandardCharsets.US_ASCII);

    /**
     * What not all models take, each by the field that says it; null where it is not said.
     *
     * @param prefill an assistant's message that the answer is to go on with
     * @param opening an assistant's message at the beginning
     * @param blankStop a stop sequence of white space
     * @param foreignId a call's id that is not of nine letters and digits
     * @param thoughts thoughts of another answer
     * @param cache a mark for the cache of prompts
     * @param richResult more than text in a tool's result
     */
    record OnlySome(
            @Nullable String prefill,
            @Nullable String opening,
            @Nullable String blankStop,
            @Nullable String foreignId,
            @Nullable String thoughts,
            @Nullable String cache,
            @Nullable String richResult) {

        static final OnlySome NONE = new OnlySome(null, null, null, null, null, null, null);

        @Nullable
        String obstacle(BedrockFamily family) {
            boolean claude = family == BedrockFamily.CLAUDE;
            boolean unknown = family == BedrockFamily.OTHER;
            if (!claude && !unknown) {
                if (opening != null) {
                    return opening;
                }
                if (prefill != null) {
                    return prefill;
                }
                if (thoughts != null) {
                    return thoughts;
                }
            }
            if (claude && blankStop != null) {
                return blankStop;
            }
            if (family == BedrockFamily.MISTRAL && foreignId != null) {
                return foreignId;
            }
            return family.isRich() ? null : cache != null ? cache : richResult;
        }
    }

    static ConverseRequest unsayable(String field) {
        return new ConverseRequest(field, OnlySome.NONE, Wishes.NONE, ToolUse.NONE, null, new byte[0], 0);
    }

    @Override
    public @Nullable String obstacle(String model) {
        if (unsayable != null) {
            return unsayable;
        }
        BedrockFamily family = BedrockFamily.of(model);
        String obstacle = only.obstacle(family);
        if (obstacle == null) {
            obstacle = tools.obstacle(family);
        }
        if (obstacle == null && format != null && !takesSchema(family, model)) {
            obstacle = "response_format";
        }
        return obstacle == null ? wishes.obstacle(family, model, tools.forced()) : obstacle;
    }

    private static boolean takesSchema(BedrockFamily family, String model) {
        return family == BedrockFamily.CLAUDE ? Wishes.claude(model).structured() : family.takesSchema();
    }

    @Override
    public ByteBuf body(ByteBufAllocator allocator, String model) {
        BedrockFamily family = BedrockFamily.of(model);
        JsonText tail = new JsonText(512);
        wishes.inferenceConfig(tail, family, model);
        tools.write(tail, family);
        if (format != null) {
            tail.ascii(",\"outputConfig\":{\"textFormat\":{\"type\":\"json_schema\",\"structure\":{\"jsonSchema\":{")
                    .raw(format, 0, format.length)
                    .ascii("}}}}");
        }
        additional(tail, family, model);
        if (family == BedrockFamily.CLAUDE && wishes.stops() != null) {
            tail.ascii(",\"additionalModelResponseFieldPaths\":[\"/stop_sequence\"]");
        }
        tail.ascii("}");
        return allocator
                .directBuffer(1 + rest.length + tail.length())
                .writeByte('{')
                .writeBytes(rest)
                .writeBytes(tail.bytes(), 0, tail.length());
    }

    /** Returns what takes tokens of it, for {@link TokenCountRequest#body}. */
    ByteBuf counted(ByteBufAllocator allocator, String model) {
        BedrockFamily family = BedrockFamily.of(model);
        JsonText tail = new JsonText(512);
        tools.write(tail, family);
        additional(tail, family, model);
        tail.ascii("}}}");
        return allocator
                .directBuffer(COUNTED.length + conversation + tail.length())
                .writeBytes(COUNTED)
                .writeBytes(rest, 0, conversation)
                .writeBytes(tail.bytes(), 0, tail.length());
    }

    private void additional(JsonText tail, BedrockFamily family, String model) {
        JsonText fields = new JsonText(128);
        wishes.additional(fields, family, model);
        tools.additional(fields, family);
        if (fields.length() > 0) {
            tail.ascii(",\"additionalModelRequestFields\":{")
                    .raw(fields.bytes(), 1, fields.length()) // without the first comma
                    .ascii("}");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "ConverseRequest of " + rest.length + " bytes" + (unsayable == null ? "" : " without " + unsayable);
    }
}
