package dev.byok.dialect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the events of one stream have shown so far, and what is to be done with each of them. */
final class StreamState {

    /** What becomes of an event. */
    enum Verdict {
        FORWARD,
        /** Forwarded without what {@link #cuts} says. */
        TRIM,
        /** Taken out: only the gateway asked for it, or nobody could read it. */
        STRIP,
        /** Forwarded, and nothing after it. */
        LAST,
        /** Not forwarded, nor anything after it. */
        FAIL
    }

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final boolean stripUsage;
    private final int expectedChoices;
    private final SseEvent event = new SseEvent();
    private final ChatChunkScanner scanner = new ChatChunkScanner();
    private final ChoiceFinishes choices = new ChoiceFinishes();
    private final Cuts cuts = new Cuts();

    private boolean started;
    private boolean done;
    private long events;
    private long realOutputs;
    private long malformedEvents;
    private byte @Nullable [] errorPayload;
    private byte @Nullable [] usageJson;
    private @Nullable Usage usage;

    StreamState(boolean stripUsage, int expectedChoices) {
        this.stripUsage = stripUsage;
        this.expectedChoices = Math.min(expectedChoices, ChoiceFinishes.LAST_INDEX);
    }

    /** Reads one whole event, line ends included. */
    Verdict read(byte[] bytes, int from, int to) {
        event.read(bytes, from + (started ? 0 : markAt(bytes, from, to)), to);
        started = true;
        Verdict verdict = event.error() || event.hasData() ? judge() : Verdict.FORWARD;
        event.clear();
        return verdict;
    }

    /** Returns the length of the byte order mark that a stream begins with; 0 where it has none. */
    static int markAt(byte[] bytes, int from, int to) {
        int length = BYTE_ORDER_MARK.length;
        boolean marked = to - from >= length && Arrays.equals(bytes, from, from + length, BYTE_ORDER_MARK, 0, length);
        return marked ? length : 0;
    }

    private Verdict judge() {
        events++;
        if (event.error()) {
            return fail(event.data());
        }
        scanner.scan(event.bytes(), event.dataFrom(), event.dataTo());
        if (scanner.malformed()) {
            malformedEvents++;
            return Verdict.STRIP;
        }
        if (scanner.done()) {
            done = true;
            return Verdict.LAST;
        }
        if (scanner.hasUsage()) {
            usageJson = Arrays.copyOfRange(event.bytes(), scanner.usageFrom(), scanner.usageTo());
            usage = null;
        }
        if (scanner.error()) {
            return fail(event.data());
        }
        choices.addAll(scanner.choices());
        if (scanner.realOutput()) {
            realOutputs++;
        }
        return stripUsage && !scanner.usageCuts().isEmpty() ? withoutUsage() : Verdict.FORWARD;
    }

    private Verdict withoutUsage() {
        if (scanner.choicesEmpty() && scanner.hasUsage()) {
            return Verdict.STRIP;
        }
        Cuts found = scanner.usageCuts();
        cuts.clear();
        for (int i = 0; i < found.count(); i++) {
            cuts.add(event.placeInBlock(found.from(i)), event.placeInBlock(found.to(i)));
        }
        return Verdict.TRIM;
    }

    /** What is to be left out of the array given last, if the verdict says so. */
    Cuts cuts() {
        return cuts;
    }

    /** Ends the stream with an error. */
    Verdict fail(byte[] payload) {
        errorPayload = payload;
        return Verdict.FAIL;
    }

    byte @Nullable [] errorPayload() {
        return errorPayload;
    }

    long events() {
        return events;
    }

    long realOutputs() {
        return realOutputs;
    }

    long malformedEvents() {
        return malformedEvents;
    }

    boolean done() {
        return done;
    }

    boolean complete() {
        return errorPayload == null && (done || choices.allFinished(expectedChoices));
    }

    @Nullable
    Usage usage() {
        if (usage == null && usageJson != null) {
            usage = Usage.read(usageJson);
        }
        return usage;
    }
}
