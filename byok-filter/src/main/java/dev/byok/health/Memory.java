package dev.byok.health;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is held against one credential, or one credential with one model.
 *
 * @param why the class of the failure that set the deadline
 * @param until when it may be used again; only ever extended
 * @param since when it was last set: what a request says that began earlier is old news
 * @param strikes failures of this class without a success in between, the first not counted
 * @param probe whether one attempt must succeed before others may follow
 * @param leased until when somebody probes; null if nobody does
 */
record Memory(
        OutcomeClass why,
        Instant until,
        Instant since,
        int strikes,
        boolean probe,
        @Nullable Instant leased) {

    /**
     * Returns what is known after a failure.
     *
     * @param before null if nothing was held against it
     * @param began when the failed attempt began
     */
    static Memory afterFailure(
            @Nullable Memory before, Outcome outcome, Instant began, Instant now, CoolingTime times) {
        int strikes = before == null ? 0 : before.strikesWith(outcome, began);
        Instant until = now.plus(times.of(outcome, strikes));
        boolean probe = outcome.is(OutcomeClass.CREDENTIAL_REJECTED) || (before != null && before.probe);
        if (before != null && before.until.isAfter(until)) {
            return new Memory(before.why, before.until, before.since, before.strikes, probe, null);
        }
        return new Memory(outcome.outcomeClass(), until, now, strikes, probe, null);
    }

    /** Of several attempts under way at once only the first is a strike. */
    private int strikesWith(Outcome outcome, Instant began) {
        if (why != outcome.outcomeClass()) {
            return 0;
        }
        return began.isBefore(since) ? strikes : strikes + 1;
    }

    /** Returns whether a success says more than this memory. */
    boolean outlivedBy(Instant began) {
        return !began.isBefore(since);
    }

    /** Returns whether this is about the secret that an attempt was rejected with, not about one that came since. */
    boolean isOfSecretBefore(Instant began) {
        return why == OutcomeClass.CREDENTIAL_REJECTED || outlivedBy(began);
    }

    Standing standing(Instant now) {
        if (until.isAfter(now)) {
            return Standing.cooling(why, until);
        }
        return probe && leased != null && leased.isAfter(now) ? Standing.cooling(why, leased) : Standing.READY;
    }

    HealthReport.State state(Instant now) {
        return new HealthReport.State(why, standing(now).until(), strikes + 1, leased != null && leased.isAfter(now));
    }

    Memory leasedFor(Duration time, Instant now) {
        return new Memory(why, until, since, strikes, probe, now.plus(time));
    }

    Memory released() {
        return new Memory(why, until, since, strikes, probe, null);
    }

    /** Returns whether it was rate-limited when it was last used: it may be used again, but not by everybody at once. */
    boolean paced() {
        return why == OutcomeClass.RATE_LIMITED;
    }
}
