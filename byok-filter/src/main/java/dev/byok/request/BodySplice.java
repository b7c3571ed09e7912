package dev.byok.request;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes the body of one attempt: the caller's bytes with a few pieces exchanged, a long body's shared and not copied. All
 * that is not exchanged stays byte for byte, so that prompt caches upstream go on working.
 */
public final class BodySplice {

    /** Below this, one copy costs less than a composite of several pieces does in the transport. */
    private static final int COPIED = 32 * 1024;

    private static final Comparator<Edit> BY_PLACE =
            Comparator.comparingInt(edit -> edit.at().from());

    private BodySplice() {}

    private record Edit(Span at, String text) {}

    /**
     * Writes another model into the body, drops what only a router understands, and on request makes the upstream report its
     * usage. May be called any number of times for one body; the results are independent of each other.
     *
     * @param body as it was scanned; stays the caller's and keeps its indexes
     * @param facts of that body
     * @param upstreamModel what the provider calls the model; the body's own value stays as it is written if it means the same
     * @param tellUsage whether a stream must report its usage, also where the caller did not ask for it
     * @return a buffer that the caller of this method owns, with one reference; direct memory if the body is
     * @throws IllegalArgumentException if the facts are not of a body of this length
     */
    public static ByteBuf splice(ByteBuf body, BodyFacts facts, String upstreamModel, boolean tellUsage) {
        return splice(body, facts, upstreamModel, tellUsage, null);
    }

    /**
     * Likewise, and has the answer end where the body does not say where: a value that limits nothing is exchanged for one
     * that does, and where there is none it is added.
     *
     * @param limit null where there is none
     */
    public static ByteBuf splice(
            ByteBuf body, BodyFacts facts, String upstreamModel, boolean tellUsage, @Nullable AnswerLimit limit) {
        return splice(body, facts, upstreamModel, tellUsage, limit, COPIED);
    }

    /**
     * Drops what only a router understands, for whoever says the rest in another dialect: the thoughts of other providers are
     * theirs to read.
     *
     * @return as {@link #splice}
     */
    public static ByteBuf told(ByteBuf body, BodyFacts facts) {
        BodyFacts.Marks marks = facts.marks();
        List<Edit> edits = new ArrayList<>(3);
        drop(marks.dropped(), edits);
        if (!marks.modelNamed()) {
            edits.add(new Edit(marks.model(), "\"model\":" + quoted(facts.model())));
        }
        edits.sort(BY_PLACE);
        return edits.isEmpty() ? body.retainedSlice() : shared(edits, body);
    }

    static ByteBuf splice(
            ByteBuf body,
            BodyFacts facts,
            String upstreamModel,
            boolean tellUsage,
            @Nullable AnswerLimit limit,
            int copiedBelow) {
        if (body.readableBytes() != facts.length()) {
            throw new IllegalArgumentException(
                    "the facts are of another body: " + facts.length() + " bytes, not " + body.readableBytes());
        }
        List<Edit> edits = edits(facts, upstreamModel, tellUsage);
        if (limit != null) {
            limit(body, facts, limit, edits);
        }
        if (edits.isEmpty()) {
            return body.retainedSlice();
        }
        // Stable: what is inserted behind the opening brace comes before a first member that is dropped there.
        edits.sort(BY_PLACE);
        return body.readableBytes() < copiedBelow ? copied(edits, body) : shared(edits, body);
    }

    private static List<Edit> edits(BodyFacts facts, String upstreamModel, boolean tellUsage) {
        BodyFacts.Marks marks = facts.marks();
        List<Edit> edits = new ArrayList<>(3);
        if (tellUsage && facts.stream() && marks.usage() != UsageOption.TRUE) {
            edits.add(new Edit(marks.usageAt(), marks.usage().text()));
        }
        drop(marks.dropped(), edits);
        drop(marks.unsigned(), edits);
        if (!marks.modelNamed()) {
            edits.add(new Edit(marks.model(), "\"model\":" + quoted(upstreamModel)));
        } else if (!upstreamModel.equals(facts.model())) {
            edits.add(new Edit(marks.model(), quoted(upstreamModel)));
        }
        return edits;
    }

    private static void drop(List<Span> spans, List<Edit> edits) {
        for (int i = 0; i < spans.size(); i++) {
            edits.add(new Edit(spans.get(i), ""));
        }
    }

    private static void limit(ByteBuf body, BodyFacts facts, AnswerLimit limit, List<Edit> edits) {
        List<Span> open = facts.marks().openLimits();
        for (int i = 0; i < open.size(); i++) {
            boolean isNull = body.getByte(body.readerIndex() + open.get(i).from()) == 'n';
            // A null beside a number limits nothing and undoes nothing.
            if (!isNull || facts.maxTokens() == null) {
                edits.add(new Edit(open.get(i), String.valueOf(limit.tokens())));
            }
        }
        if (open.isEmpty() && facts.maxTokens() == null) {
            int inside = body.bytesBefore((byte) '{') + 1;
            edits.add(0, new Edit(new Span(inside, inside), quoted(limit.field()) + ":" + limit.tokens() + ","));
        }
    }

    private static ByteBuf copied(List<Edit> edits, ByteBuf body) {
        List<byte[]> texts = new ArrayList<>(edits.size());
        int length = body.readableBytes();
        for (Edit edit : edits) {
            byte[] text = edit.text().getBytes(StandardCharsets.UTF_8);
            texts.add(text);
            length += text.length - (edit.at().to() - edit.at().from());
        }
        ByteBuf spliced = body.alloc().directBuffer(length, length);
        try {
            // By getBytes: writeBytes takes a body of several pieces as one NIO buffer, a second copy on the heap.
            int start = body.readerIndex();
            int at = 0;
            for (int i = 0; i < texts.size(); i++) {
                Span span = edits.get(i).at();
                body.getBytes(start + at, spliced, span.from() - at);
                spliced.writeBytes(texts.get(i));
                at = span.to();
            }
            body.getBytes(start + at, spliced, body.readableBytes() - at);
            return spliced;
        } catch (RuntimeException | Error e) {
            spliced.release();
            throw e;
        }
    }

    private static ByteBuf shared(List<Edit> edits, ByteBuf body) {
        CompositeByteBuf spliced = body.alloc().compositeDirectBuffer(2 * edits.size() + 1);
        try {
            int at = 0;
            for (Edit edit : edits) {
                append(spliced, body, at, edit.at().from());
                append(spliced, body, edit.text());
                at = edit.at().to();
            }
            append(spliced, body, at, body.readableBytes());
            return spliced;
        } catch (RuntimeException | Error e) {
            spliced.release();
            throw e;
        }
    }

    private static void append(CompositeByteBuf spliced, ByteBuf body, int from, int to) {
        if (from < to) {
            spliced.addComponent(true, body.retainedSlice(body.readerIndex() + from, to - from));
        }
    }

    /** The piece must be direct: with one on the heap the transport copies the whole composite before it writes. */
    private static void append(CompositeByteBuf spliced, ByteBuf body, String text) {
        if (!text.isEmpty()) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            spliced.addComponent(true, body.alloc().directBuffer(bytes.length).writeBytes(bytes));
        }
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit < ' ' || Character.isSurrogate(unit)) {
                json.append(String.format("\\u%04x", (int) unit));
            } else {
                json.append(unit == '"' || unit == '\\' ? "\\" : "").append(unit);
            }
        }
        return json.append('"').toString();
    }
}
