package dev.byok.gateway;

import dev.byok.dialect.Usage;
import dev.byok.ledger.Generation;
import dev.byok.request.BodyCopy;
import dev.byok.request.BodyFacts;
import dev.byok.request.BodyForm;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BodyScanner;
import dev.byok.request.InvalidBodyException;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import reactor.core.scheduler.Scheduler;

/**
 * What is seen of one request that takes the host's own way, in one exchange attribute. Nothing of it reaches the request:
 * whatever goes wrong here is kept as what went wrong. May be used by several threads.
 */
final class ObservedCall implements ObservedConnection.Listener {

    static final String ATTRIBUTE = ObservedCall.class.getName();

    private final Generation generation;
    private final BiConsumer<ObservedCall, Ending> writer;
    private final Scheduler worker;
    private final AtomicBoolean finished = new AtomicBoolean();
    private final AtomicReference<@Nullable BodyCopy> body = new AtomicReference<>();
    private final AtomicLong heard = new AtomicLong();
    private volatile int answerLength = -1;
    private volatile @Nullable AnswerTap answer;
    private volatile @Nullable Integer status;
    private volatile @Nullable ApiOperation operation;
    private volatile @Nullable HttpHeaders headers;
    private volatile boolean bodyEnded;
    private volatile long declaredLength = -1;
    private volatile @Nullable BodyFacts facts;
    private volatile @Nullable String refusal;
    private volatile @Nullable Throwable fault;
    private volatile Duration took = Duration.ZERO;

    /**
     * @param writer writes it down in the end; never throws
     * @param worker reads what passed by: on the event loop it would keep back the last bytes, which the transport sends when
     *     it comes to it
     */
    ObservedCall(Generation generation, BiConsumer<ObservedCall, Ending> writer, Scheduler worker) {
        this.generation = generation;
        this.writer = writer;
        this.worker = worker;
    }

    Generation generation() {
        return generation;
    }

    /** Notes what goes to the provider's host. */
    void sends(ApiOperation operation, HttpHeaders headers) {
        this.operation = operation;
        this.headers = headers;
    }

    @Nullable
    ApiOperation operation() {
        return operation;
    }

    @Nullable
    HttpHeaders headers() {
        return headers;
    }

    /**
     * Keeps the copy of a request's body in the place of one made before.
     *
     * @param declared the length it will have; negative if that is not known
     */
    void copyBody(BodyCopy fresh, long declared) {
        bodyEnded = false;
        declaredLength = declared;
        close(body.getAndSet(fresh));
        if (finished.get()) {
            close(body.getAndSet(null));
        }
    }

    /** Notes that the body has come to its end. */
    void bodyEnded() {
        bodyEnded = true;
        worker.schedule(this::readBody);
    }

    /** Notes that nobody takes the rest, as when an answer comes early; a body all of whose bytes were taken is whole. */
    void bodyLeft(BodyCopy copied) {
        if (copied.length() == declaredLength) {
            bodyEnded();
        } else {
            copied.close();
        }
    }

    /** Reads what has been copied, unless somebody has. An answer may be over before the body's end has been told. */
    private synchronized void readBody() {
        BodyCopy copied = body.getAndSet(null);
        if (copied == null) {
            return;
        }
        boolean whole = bodyEnded || copied.length() == declaredLength;
        try {
            facts = copied.read(this::scan);
            refusal = null;
        } catch (BodyRefusedException refused) {
            // What is too much already stays so; what is empty may only have been left. No room for a copy is no
            // refusal.
            if (!refused.temporary() && (whole || !refused.empty())) {
                refuse(refused);
            }
        } catch (InvalidBodyException refused) {
            if (whole) {
                refuse(refused);
            }
        } catch (RuntimeException | Error broken) {
            failed(broken);
        }
    }

    private BodyFacts scan(ByteBuf bytes) {
        ApiOperation asked = operation;
        return BodyScanner.scan(bytes, asked == null ? BodyForm.OPENAI : asked.form());
    }

    @Nullable
    BodyFacts facts() {
        return facts;
    }

    /** Notes why the request itself would not have been taken. */
    void refuse(RuntimeException why) {
        LocalAnswer told = Intake.answerTo(why);
        refusal = told == null || told.error() == null ? null : told.error().code();
    }

    void refuse(LocalAnswer told) {
        refusal = told.error() == null ? null : told.error().code();
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    /**
     * Takes note of an answer that is about to come.
     *
     * @param length how many bytes it says that it has; negative if it does not say
     */
    void answered(int status, int length, @Nullable AnswerTap tap) {
        this.status = status;
        this.answerLength = length;
        this.answer = tap;
    }

    private boolean hasWholeAnswer() {
        return answerLength >= 0 && heard.get() >= answerLength;
    }

    /** Returns the status of the provider's answer; null where there was none. */
    @Nullable
    Integer status() {
        return status;
    }

    @Override
    public void hear(ByteBuf piece) {
        heard.addAndGet(piece.readableBytes());
        AnswerTap tap = answer;
        if (tap == null) {
            return;
        }
        try {
            tap.hear(piece);
        } catch (RuntimeException | Error broken) {
            failed(broken);
            answer = null;
            tap.giveUp();
        }
    }

    /** Notes a fault of ours. */
    void failed(Throwable broken) {
        fault = broken;
    }

    @Nullable
    Throwable fault() {
        return fault;
    }

    /** Ends the observation, once: frees what it held and has it written. */
    @Override
    public void over(Ending ending) {
        if (!finished.compareAndSet(false, true)) {
            return;
        }
        took = generation.elapsed();
        // Who has all of an answer may leave before its end has been told.
        Ending seen = ending == Ending.CANCELLED && hasWholeAnswer() ? Ending.DONE : ending;
        try {
            worker.schedule(() -> write(seen));
        } catch (RejectedExecutionException stopped) {
            write(seen);
        }
    }

    private void write(Ending ending) {
        AnswerTap tap = answer;
        try {
            readBody();
            if (tap != null) {
                tap.close();
            }
        } catch (RuntimeException | Error broken) {
            failed(broken);
        }
        writer.accept(this, ending);
    }

    /** Returns how long it took, once it is over. */
    Duration took() {
        return took;
    }

    /** Returns what the answer said of its usage, or null. */
    @Nullable
    Usage usage() {
        AnswerTap tap = answer;
        return tap == null ? null : tap.usage();
    }

    private static void close(@Nullable BodyCopy copy) {
        if (copy != null) {
            copy.close();
        }
    }
}
