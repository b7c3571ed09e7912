package dev.byok.dialect.chat;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;
import dev.byok.dialect.WrittenThinking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat completion that may say more than OpenAI's words do, for an endpoint that knows those alone. What only makes an
 * answer cheaper or shows how one came about is left away ({@code cache_control}, thoughts of earlier turns); how long to
 * think becomes an effort; what would change the answer is an obstacle. Immutable.
 */
public final class PlainChat {

    /** Written per endpoint, or elsewhere below. */
    private static final Words APART = Words.of(
            "model",
            "messages",
            "tools",
            "stream",
            "stream_options",
            "max_tokens",
            "max_completion_tokens",
            "reasoning_effort",
            "thinking",
            "output_config",
            "cache_control");

    private final @Nullable String obstacle;
    private final @Nullable String maxTokens;
    private final boolean stream;
    private final byte[] rest;
    private final List<Carried.Insert> carried;

    private PlainChat(
            @Nullable String obstacle,
            @Nullable String maxTokens,
            boolean stream,
            byte[] rest,
            List<Carried.Insert> carried) {
        this.obstacle = obstacle;
        this.maxTokens = maxTokens;
        this.stream = stream;
        this.rest = rest;
        this.carried = carried;
    }

    /**
     * Returns a chat completion in nothing but OpenAI's words.
     *
     * @param chat an object; not changed by it
     */
    public static PlainChat of(JsonTape chat) {
        try {
            return of(chat, JsonText.ofRequest(chat.textLength() + 256));
        } catch (UnsayableException unsayable) {
            return new PlainChat(unsayable.field(), null, false, new byte[0], List.of());
        }
    }

    private static PlainChat of(JsonTape tape, JsonText out) {
        int most = tape.member(JsonTape.ROOT, "max_completion_tokens");
        most = tape.isNull(most) ? tape.member(JsonTape.ROOT, "max_tokens") : most;
        if (!tape.isNull(most) && tape.count(most) <= 0) {
            throw new UnsayableException("max_completion_tokens");
        }
        PlainMessages messages = new PlainMessages(tape, out);
        messages.write(tape.member(JsonTape.ROOT, "messages"));
        tools(tape, tape.member(JsonTape.ROOT, "tools"), out);
        for (int name = tape.first(JsonTape.ROOT); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (tape.is(name, "top_k") && !tape.isNull(value)) {
                throw new UnsayableException("top_k");
            }
            if (tape.is(name, "response_format")
                    && tape.isTrue(tape.member(tape.member(value, "json_schema"), "strict"))) {
                StrictSchemas.format(tape, value, out.ascii(",\"response_format\":"));
            } else if (!tape.isOneOf(name, APART) && !tape.isNull(value)) {
                out.ascii(",").raw(tape, name).ascii(":").raw(tape, value);
            }
            name = tape.after(JsonTape.ROOT, value);
        }
        effort(tape, out);
        return new PlainChat(
                null,
                tape.isNumber(most) ? tape.raw(most) : null,
                tape.isTrue(tape.member(JsonTape.ROOT, "stream")),
                out.ascii("}").toByteArray(),
                messages.carried());
    }

    private static void tools(JsonTape tape, int tools, JsonText out) {
        if (tape.isNull(tools)) {
            return;
        }
        out.ascii(",\"tools\":[");
        String separator = "";
        for (int tool = tape.first(tools); tool != JsonTape.NONE; tool = tape.after(tools, tool)) {
            out.ascii(separator);
            if (tape.isTrue(tape.member(tape.member(tool, "function"), "strict"))) {
                StrictSchemas.tool(tape, tool, out);
            } else {
                without(tape, tool, "cache_control", out);
            }
            separator = ",";
        }
        out.ascii("]");
    }

    /** Copies an object without one of its members. */
    static void without(JsonTape tape, int object, String member, JsonText out) {
        if (tape.member(object, member) == JsonTape.NONE) {
            out.raw(tape, object);
            return;
        }
        out.ascii("{");
        String separator = "";
        for (int name = tape.first(object); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.is(name, member)) {
                out.ascii(separator).raw(tape, name).ascii(":").raw(tape, value);
                separator = ",";
            }
            name = tape.after(object, value);
        }
        out.ascii("}");
    }

    /** Efforts beyond high are known to a few models only; a model that thinks as it sees fit does so by itself. */
    private static void effort(JsonTape tape, JsonText out) {
        int effort = tape.member(tape.member(JsonTape.ROOT, "output_config"), "effort");
        effort = tape.isNull(effort) ? tape.member(JsonTape.ROOT, "reasoning_effort") : effort;
        int thinking = tape.member(JsonTape.ROOT, "thinking");
        if (tape.is(effort, "max") || tape.is(effort, "xhigh")) {
            out.ascii(",\"reasoning_effort\":\"high\"");
        } else if (!tape.isNull(effort)) {
            out.ascii(",\"reasoning_effort\":").raw(tape, effort);
        } else if (tape.is(tape.member(thinking, "type"), "enabled")) {
            long budget = tape.count(tape.member(thinking, "budget_tokens"));
            out.ascii(",\"reasoning_effort\":\"")
                    .ascii(WrittenThinking.effortOf(budget))
                    .ascii("\"");
        }
    }

    /** Returns what cannot be said, as in {@code messages[2].thinking_blocks}; null if all of it can. */
    public @Nullable String obstacle() {
        return obstacle;
    }

    /**
     * Returns the body, where there is no obstacle.
     *
     * @param provider who is asked, by the policy's name
     * @param limitField what limits an answer there
     * @param limit what the answer may have where the request does not say it; null where nobody does
     * @param tellUsage whether a stream has to be asked for its usage
     * @return direct memory, owned by the caller
     */
    public ByteBuf body(
            ByteBufAllocator allocator,
            String provider,
            String model,
            String limitField,
            @Nullable Integer limit,
            boolean tellUsage) {
        JsonText head = new JsonText(256);
        head.ascii("{\"model\":").quoted(model);
        String most = maxTokens != null ? maxTokens : limit == null ? null : String.valueOf(limit);
        if (most != null) {
            head.ascii(",").quoted(limitField).ascii(":").ascii(most);
        }
        if (stream) {
            head.ascii(",\"stream\":true");
            head.ascii(tellUsage ? ",\"stream_options\":{\"include_usage\":true}" : "");
        }
        ByteBuf body = allocator
                .directBuffer(head.length() + rest.length + carriedTo(provider))
                .writeBytes(head.bytes(), 0, head.length());
        int written = 0;
        for (Carried.Insert insert : carried) {
            if (insert.provider().equals(provider)) {
                body.writeBytes(rest, written, insert.at() - written).writeBytes(insert.json());
                written = insert.at();
            }
        }
        return body.writeBytes(rest, written, rest.length - written);
    }

    private int carriedTo(String provider) {
        int bytes = 0;
        for (Carried.Insert insert : carried) {
            bytes += insert.provider().equals(provider) ? insert.json().length : 0;
        }
        return bytes;
    }
}
