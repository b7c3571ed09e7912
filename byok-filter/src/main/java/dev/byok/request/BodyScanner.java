package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * Reads facts out of a JSON body and proves the whole of it to be JSON on the way: the grammar of RFC 8259 to the last
 * byte, valid UTF-8 without a byte order mark, at most 500 levels deep, every field that decides about routing written at
 * most once (names compared decoded). Takes bodies of any memory, in one piece or many, and allocates nothing of their
 * size.
 */
public final class BodyScanner {

    private BodyScanner() {}

    /** As {@link #scan(ByteBuf, BodyForm)}, for a body in OpenAI's words. */
    public static BodyFacts scan(ByteBuf body) {
        return scan(body, BodyForm.OPENAI);
    }

    /**
     * Scans the readable bytes; neither moves the reader index nor takes ownership.
     *
     * @throws InvalidBodyException if the body is not JSON or not a request
     */
    public static BodyFacts scan(ByteBuf body, BodyForm form) {
        BodyFacts facts = new FactsReader(new JsonCursor(body), form, false).read();
        // A list of models may stand for the model. That is seen only at the end, and seldom.
        BodyFacts known = facts != null
                ? facts
                : Objects.requireNonNull(new FactsReader(new JsonCursor(body), form, true).read());
        return form == BodyForm.ANTHROPIC ? UnsignedThoughts.dropped(known, body) : known;
    }
}
