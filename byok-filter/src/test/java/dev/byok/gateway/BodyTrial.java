package dev.byok.gateway;

import dev.byok.dialect.ChatStream;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/** One upstream body between a manual upstream and a caller. */
final class BodyTrial {

    static final String LAST_WORDS = "data: last words: ";

    final ManualUpstream upstream = new ManualUpstream();
    final List<BodyEnd> ends = new CopyOnWriteArrayList<>();
    final List<Peek> peeks = new CopyOnWriteArrayList<>();
    final UpstreamBody body;
    final Disposable peek;

    private BodyTrial(AnswerReader reader, boolean lastWords, @Nullable CallerSide caller) {
        body = new UpstreamBody(upstream, reader, end -> lastWords ? words(end) : null, ends::add);
        peek = body.peek().subscribe(seen -> {
            peeks.add(seen);
            if (caller != null && seen instanceof Peek.Committed) {
                body.subscribe(caller);
            }
        });
    }

    static BodyTrial stream() {
        return with(new StreamAnswerReader(new ChatStream(false)), null);
    }

    /** As soon as it is committed it is written to this caller. */
    static BodyTrial streamTo(CallerSide caller) {
        return with(new StreamAnswerReader(new ChatStream(false)), caller);
    }

    static BodyTrial whole() {
        return new BodyTrial(new WholeAnswerReader(), false, null);
    }

    static BodyTrial with(AnswerReader reader, @Nullable CallerSide caller) {
        return new BodyTrial(reader, true, caller);
    }

    static String wordsOf(BodyEnd end) {
        return LAST_WORDS + end.text() + "\n\n";
    }

    private static ByteBuf words(BodyEnd end) {
        return ManualUpstream.buffer(wordsOf(end));
    }

    CallerSide caller(long first) {
        CallerSide caller = new CallerSide(first);
        body.subscribe(caller);
        return caller;
    }

    CallerSide caller() {
        return caller(Long.MAX_VALUE);
    }
}
