package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The thoughts in a conversation of Anthropic's that nobody has signed for Anthropic: another provider's model has answered
 * before. Anthropic refuses a conversation with such, so they are left out like what only a router understands, and so is a
 * message that holds nothing else.
 */
final class UnsignedThoughts {

    /** How a signature begins that is none of Anthropic's, but tells who wants the thought back. */
    static final String CARRIED = "byok1.";

    private static final ByteSearch THINKING = new ByteSearch("\"thinking\"");

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
        if (!THINKING.isIn(body, start + from, start + marks.messagesTo())) {
            return facts;
        }
        ByteBuf messages = body.slice(start + from, marks.messagesTo() - from);
        List<Span> spans = new UnsignedThoughts(messages, from).find();
        return spans.isEmpty() ? facts : with(facts, spans);
    }

    private static BodyFacts with(BodyFacts facts, List<Span> spans) {
        BodyFacts.Marks marks = facts.marks();
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
                        marks.dropped(),
                        List.copyOf(spans),
                        marks.usage(),
                        marks.usageAt(),
                        marks.messagesFrom(),
                        marks.messagesTo(),
                        marks.system(),
                        marks.openLimits()));
    }

    private List<Span> find() {
        if (json.peek() == '[') {
            leaveOut(this::saysNothingElse);
        }
        return spans;
    }

    /** Reads a list and leaves out what a test, which reads it, says so of; returns whether nothing is left of it. */
    private boolean leaveOut(BooleanSupplier test) {
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
            boolean drops = object && test.getAsBoolean();
            if (!object) {
                json.skipValue();
            }
            // It takes the comma before it along; where nothing before it stays, the one behind it.
            if (drops) {
                spans.add(new Span(offset + (head ? from : before), offset + json.offset()));
            }
            droppedAtHead = drops && head;
            head &= drops;
            before = json.offset();
        }
        return head;
    }

    /** Reads a message; of one that goes altogether no part is left out by itself. */
    private boolean saysNothingElse() {
        int known = spans.size();
        boolean nothing = false;
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("content") && json.peek() == '[') {
                nothing = leaveOut(this::isUnsigned) && spans.size() > known;
            } else {
                json.skipValue();
            }
        }
        if (nothing) {
            spans.subList(known, spans.size()).clear();
        }
        return nothing;
    }

    private boolean isUnsigned() {
        boolean thinking = false;
        boolean unsigned = true;
        json.enterObject();
        while (json.nextMember()) {
            if (json.textIs("type")) {
                thinking = values.wordOrNull(List.of("thinking")) != null;
            } else if (json.textIs("signature")) {
                unsigned = isNoSignature();
            } else {
                json.skipValue();
            }
        }
        return thinking && unsigned;
    }

    private boolean isNoSignature() {
        if (json.peek() != '"') {
            json.skipValue();
            return false;
        }
        json.string(true);
        return json.textLength() == 0 || json.textStartsWith(CARRIED);
    }
}
