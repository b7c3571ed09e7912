package dev.byok.e2e;

import static dev.byok.e2e.UpstreamWords.half;

import dev.byok.e2e.FakeProvider.Behaviour;
import dev.byok.e2e.UpstreamWords.Refused;
import java.util.Map;
import java.util.function.Function;
import reactor.core.publisher.Flux;

/**
 * How the first provider of a request goes wrong, and what becomes of it in whatever dialects the caller and the provider
 * speak: the rows of the fault table. What a row says of streams holds for an answer that is not streamed too, where it is
 * {@link #ofWholeAnswers}.
 */
@SuppressWarnings("ImmutableEnumChecker") // what a row holds is, although its types do not say so
enum Fault {

    // ---- nothing has reached the caller: the next provider answers, and nothing of it is seen

    CONNECTION_REFUSED(
            words -> words.ok("never"), hidden("overloaded.connection", 2).ofWholeAnswers()),
    RESET_BEFORE_HEADERS(
            words -> Answers.reset(), hidden("overloaded.connection", 2).ofWholeAnswers()),
    RESET_AFTER_HEADERS(
            UpstreamWords::cutAfterHeaders, hidden("overloaded.connection", 2).ofWholeAnswers()),
    RESET_BEFORE_OUTPUT(words -> words.cutAfter(words.begin()), hidden("overloaded.connection", 2)),
    RATE_LIMITED(
            words -> words.refusal(Refused.RATE_LIMITED),
            hidden("rate_limited", 1).ofTheModelAtBedrock().ofWholeAnswers()),
    QUOTA_EXHAUSTED(
            words -> words.refusal(Refused.QUOTA_EXHAUSTED),
            hidden("quota_exhausted", 1).ofTheModelAtBedrock().ofWholeAnswers()),
    REJECTED(
            words -> words.refusal(Refused.REJECTED),
            hidden("credential_rejected", 1).ofWholeAnswers()),
    NO_MODEL(
            words -> words.refusal(Refused.NO_MODEL),
            hidden("permission.model_not_found", 1).ofWholeAnswers()),
    SERVER_ERROR(
            words -> words.refusal(Refused.SERVER_ERROR),
            hidden("overloaded.server_error", 1).ofWholeAnswers()),
    OVERLOADED(
            words -> words.refusal(Refused.OVERLOADED), hidden("overloaded", 1).ofWholeAnswers()),
    NO_HEADERS(words -> Answers.silent(), hidden("silent", 1)),
    ERROR_BODY(
            words -> Answers.status(200, words.wholeError()),
            hidden("overloaded.server_error", 1).ofWholeAnswers()),
    EMPTY_BODY(words -> Answers.status(200, ""), hidden("unexpected", 1).ofWholeAnswers()),
    ANOTHER_KIND(words -> Answers.status(200, "<html>hello</html>"), hidden("unexpected", 1)),
    NO_EVENTS(words -> words.stream(), hidden("unexpected", 1)),
    END_BEFORE_OUTPUT(words -> words.stream(words.begin()), hidden("unexpected", 1)),
    TERMINATOR_BEFORE_OUTPUT(words -> words.stream(words.begin(), words.end()), hidden("unexpected", 1)),
    STALL_BEFORE_EVENTS(words -> words.stallAfter(), hidden("silent", 1)),
    STALL_BEFORE_OUTPUT(words -> words.stallAfter(words.begin()), hidden("silent", 1)),
    KEEP_ALIVES_ONLY(words -> words.keepAliveAfter(), hidden("silent", 1)),
    KEEP_ALIVES_BEFORE_OUTPUT(words -> words.keepAliveAfter(words.begin()), hidden("silent", 1)),
    ERROR_FIRST(words -> words.stream(words.error()), hidden("overloaded.server_error", 1)),
    ERROR_BEFORE_OUTPUT(
            words -> words.stream(words.begin(), words.keepAlive(), words.error()),
            hidden("overloaded.server_error", 1)),
    SLOW_DOWN_BEFORE_OUTPUT(
            words -> words.stream(words.begin(), words.slowDown()),
            hidden("rate_limited", 1).ofTheModelAtBedrock()),
    GARBAGE_FIRST(
            words -> words.stallAfter(words.garbage()), hidden("unexpected", 1).ofCheckedFrames("overloaded.in_band")),
    GARBAGE_BEFORE_OUTPUT(
            words -> words.stallAfter(words.begin(), words.garbage()),
            hidden("unexpected", 1).ofCheckedFrames("overloaded.in_band")),
    TOO_LARGE_FIRST(words -> words.stallAfter(words.begin(), words.tooLarge()), hidden("overloaded.in_band", 1)),

    // ---- the request is at fault: nobody else is asked

    INVALID(words -> words.refusal(Refused.INVALID), refused(400, "invalid_request", "invalid_request")),
    TOO_LONG(words -> words.refusal(Refused.TOO_LONG), refused(400, "context_length_exceeded", "context_length")),

    // ---- the caller has seen some of it: nobody else is asked, and the stream ends with an error

    ERROR_MIDWAY(words -> words.stream(words.begin(), words.text("Hel"), words.error()), broken("in_band_error")),
    ERROR_MIDWAY_THEN_MORE(
            words -> words.stream(
                    words.begin(), words.text("Hel"), words.error(), words.text("more"), words.finish(), words.end()),
            broken("in_band_error")),
    STALL_MIDWAY(words -> words.stallAfter(words.begin(), words.text("Hel")), slow("stalled")),
    STALL_WITHIN_AN_EVENT(
            words -> words.stallAfter(words.begin(), words.text("Hel"), half(words.text("lo"))), slow("stalled")),
    KEEP_ALIVES_MIDWAY(words -> words.keepAliveAfter(words.begin(), words.text("Hel")), slow("stalled")),
    CUT_MIDWAY(words -> words.cutAfter(words.begin(), words.text("Hel")), broken("cut")),
    CUT_WITHIN_AN_EVENT(
            words -> words.cutAfter(words.begin(), words.text("Hel"), half(words.text("lo"))), broken("cut")),
    END_MIDWAY(words -> words.stream(words.begin(), words.text("Hel")), broken("cut")),
    END_WITHIN_AN_EVENT(words -> words.stream(words.begin(), words.text("Hel"), half(words.text("lo"))), broken("cut")),
    GARBAGE_MIDWAY(
            words -> words.stallAfter(words.begin(), words.text("Hel"), words.garbage()),
            broken("cut").ofCheckedFrames("in_band_error")),
    TOO_LARGE_MIDWAY(
            words -> words.stallAfter(words.begin(), words.text("Hel"), words.tooLarge()), broken("in_band_error")),

    // ---- it has said why it stopped: nothing is at fault

    USAGE_MISSING(words -> words.stream(words.begin(), words.text("Hel"), words.finish(), words.end()), whole("Hel")),
    NOTHING_SAID(words -> words.stream(words.begin(), words.finish(), words.end()), whole("")),
    END_AFTER_THE_REASON(words -> words.stream(words.begin(), words.text("Hel"), words.finish()), whole("Hel")),
    CUT_AFTER_THE_REASON(words -> words.cutAfter(words.begin(), words.text("Hel"), words.finish()), whole("Hel")),
    STALL_AFTER_THE_REASON(words -> words.stallAfter(words.begin(), words.text("Hel"), words.finish()), whole("Hel")),
    /** Some servers never say why. Converse has no terminator, and what lacks both has been cut. */
    TERMINATOR_WITHOUT_A_REASON(words -> words.stream(words.begin(), words.text("Hel"), words.end()), whole("Hel")),
    KEEP_ALIVES_BETWEEN(
            words -> words.stream(
                    words.begin(),
                    words.keepAlive(),
                    words.text("Hel"),
                    words.keepAlive(),
                    words.finish(),
                    words.keepAlive(),
                    words.end()),
            whole("Hel")),

    // ---- the caller leaves: nobody else is asked, and the provider's connection is closed

    CALLER_LEAVES_BEFORE_HEADERS(words -> Answers.silent(), left("")),
    CALLER_LEAVES_BEFORE_OUTPUT(words -> words.stallAfter(words.begin()), left("")),
    CALLER_LEAVES_MIDWAY(
            words -> words.stream(Flux.just(words.begin())
                    .concatWith(
                            Flux.just(words.text("Hel")).repeat(50).delayElements(java.time.Duration.ofMillis(20)))),
            left("Hel"));

    /** What becomes of the request. */
    enum Becomes {
        HIDDEN,
        REFUSED,
        BROKEN,
        WHOLE,
        LEFT
    }

    /**
     * What a row expects.
     *
     * @param calls how often the first provider is asked
     * @param tried what the receipt says of an attempt at it
     * @param outcome what the receipt says of the request
     * @param status what the caller gets
     * @param code of the error that the caller gets, where there is one
     * @param shown the text that the caller gets from the first provider
     * @param whole whether it is one of answers that are not streamed too
     * @param elsewhere the word that the receipt has instead at some providers, with a reason where it is set
     */
    record Expected(
            Becomes becomes,
            int calls,
            String tried,
            String outcome,
            int status,
            String code,
            String shown,
            boolean whole,
            Map<UpstreamWords, String> elsewhere) {

        private Expected ofWholeAnswers() {
            return new Expected(becomes, calls, tried, outcome, status, code, shown, true, elsewhere);
        }

        /** Bedrock has no limit but those of single models, and receipts say so. */
        private Expected ofTheModelAtBedrock() {
            return atBedrock(tried + ".model_limit");
        }

        /** Bedrock's frames have checksums: what is wrong with one is an error that has a name. */
        private Expected ofCheckedFrames(String word) {
            return atBedrock(word);
        }

        private Expected atBedrock(String word) {
            Map<UpstreamWords, String> there = Map.of(UpstreamWords.BEDROCK, word);
            return new Expected(becomes, calls, tried, outcome, status, code, shown, whole, there);
        }

        /** Returns what the receipt says of an attempt at the first provider, where that speaks so. */
        String tried(UpstreamWords upstream) {
            return becomes == Becomes.HIDDEN ? elsewhere.getOrDefault(upstream, tried) : tried;
        }

        /** Returns what the receipt says of the request, where the first provider speaks so. */
        String outcome(UpstreamWords upstream) {
            return becomes == Becomes.BROKEN ? elsewhere.getOrDefault(upstream, outcome) : outcome;
        }
    }

    private final Function<UpstreamWords, Behaviour> behaviour;
    private final Expected expected;

    Fault(Function<UpstreamWords, Behaviour> behaviour, Expected expected) {
        this.behaviour = behaviour;
        this.expected = expected;
    }

    Behaviour behaviour(UpstreamWords words) {
        return behaviour.apply(words);
    }

    Expected expected() {
        return expected;
    }

    /** Whether it is one of answers that are not streamed too. */
    boolean ofWholeAnswers() {
        return expected.whole();
    }

    /** Whether there is such a thing at such a provider. */
    boolean isAt(UpstreamWords upstream) {
        return this != TERMINATOR_WITHOUT_A_REASON || upstream != UpstreamWords.BEDROCK;
    }

    /** Whether verified delivery holds it back: what is too large to be read is too large to be held. */
    boolean isHiddenByVerifiedDelivery() {
        boolean hides = expected.becomes() == Becomes.HIDDEN || expected.becomes() == Becomes.BROKEN;
        return hides && this != TOO_LARGE_FIRST && this != TOO_LARGE_MIDWAY;
    }

    private static Expected hidden(String tried, int calls) {
        return new Expected(Becomes.HIDDEN, calls, tried, "ok", 200, "", "", false, Map.of());
    }

    private static Expected refused(int status, String code, String tried) {
        return new Expected(Becomes.REFUSED, 1, tried, code, status, code, "", true, Map.of());
    }

    private static Expected broken(String outcome) {
        return new Expected(Becomes.BROKEN, 1, "ok", outcome, 200, "upstream_error", "Hel", false, Map.of());
    }

    private static Expected slow(String outcome) {
        return new Expected(Becomes.BROKEN, 1, "ok", outcome, 200, "upstream_timeout", "Hel", false, Map.of());
    }

    private static Expected whole(String text) {
        return new Expected(Becomes.WHOLE, 1, "ok", "ok", 200, "", text, false, Map.of());
    }

    private static Expected left(String shown) {
        return new Expected(Becomes.LEFT, 1, "", "cancelled", 200, "", shown, false, Map.of());
    }
}
