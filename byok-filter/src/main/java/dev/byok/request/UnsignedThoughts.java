package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The thoughts in a conversation of Anthropic's that nobody has signed: a model that signs none has answered before. Anthropic
 * refuses a conversation with such, so they are left out like what only a router understands.
 */
final class UnsignedThoughts {

    private static final ByteSearch SIGNATURE = new ByteSearch("\"signature\"");

    private final JsonCursor json;
    private final Values values;
    private final int offset;
    private final List<Span> spans = new ArrayList<>(2);

    private UnsignedThoughts(ByteBuf messages, int offset) {
        this.json = new JsonCursor(messages);
        this.values = new Values(json);
        this.offset = offset;
    }

    /** Returns what is known of this body with those to be dropped too. */
    static BodyFacts dropped(BodyFacts facts, ByteBuf body) {
        BodyFacts.Marks marks = facts.marks();
        int from = marks.messagesFrom();
        int start = body.readerIndex();
        // Nearly no conversation has any.
        if (!SIGNATURE.isIn(body, start + from, start + marks.messagesTo())) {
            return facts;
        }
        ByteBuf messages = body.slice(start + from, marks.messagesTo() - from);
        List<Span> spans = new UnsignedThoughts(messages, from).find();
        return spans.isEmpty() ? facts : with(facts, spans);
    }

    private static BodyFacts with(BodyFacts facts, List<Span> spans) {
        BodyFacts.Marks marks = facts.marks();
        spans.addAll(marks.dropped());
        spans.sort(Comparator.comparingInt(Span::from));
        return new BodyFacts(
                facts.model(),
                facts.models(),
                facts.provider(),
                facts.session(),
                facts.promptCacheKey(),
                facts.stream(),
                facts.includeUsage(),
                facts.reasoning(),
                facts.needs(),
                facts.maxTokens(),
                facts.choices(),
                facts.length(),
                new BodyFacts.Marks(
                        marks.model(),
                        marks.modelNamed(),
                        List.copyOf(spans),
                        marks.usage(),
                        marks.usageAt(),
                        marks.messagesFrom(),
                        marks.messagesTo(),
                        marks.openLimits()));
    }

    private List<Span> find() {
        if (json.peek() != '[') {
            return spans;
        }
        json.enterArray();
        while (json.nextElement()) {
            if (json.peek() == '{') {
                message();
            } else {
                json.skipValue();
            }
        }
        return spans;
    }

    private void message() {
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("content") && json.peek() == '[') {
                blocks();
            } else {
                json.skipValue();
            }
        }
    }

    /** A block takes the comma before it along; where nothing before it stays, the one behind it. */
    private void blocks() {
        json.enterArray();
        boolean head = true;
        boolean droppedAtHead = false;
        int before = json.offset();
        while (json.nextElement()) {
            boolean object = json.peek() == '{';
            int from = json.offset();
            if (droppedAtHead) {
                Span last = spans.remove(spans.size() - 1);
                spans.add(new Span(last.from(), offset + from));
            }
            boolean drops = object && isUnsigned();
            if (!object) {
                json.skipValue();
            }
            if (drops) {
                spans.add(new Span(offset + (head ? from : before), offset + json.offset()));
            }
            droppedAtHead = drops && head;
            head &= drops;
            before = json.offset();
        }
    }

    private boolean isUnsigned() {
        boolean thinking = false;
        boolean unsigned = false;
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("type")) {
                thinking = values.wordOrNull(List.of("thinking")) != null;
            } else if (json.textIs("signature")) {
                unsigned = values.wordOrNull(List.of("")) != null;
            } else {
                json.skipValue();
            }
        }
        return thinking && unsigned;
    }
}
