package dev.byok.failover;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.SubClass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the failure that tells the caller most: what passes by itself before what somebody has to mend, and never what
 * only a substitute model complained about. Among equals the first one, which the first choice of model and key gave.
 */
final class MostActionable {

    private MostActionable() {}

    static @Nullable AttemptRecord of(List<AttemptRecord> records) {
        AttemptRecord best = null;
        for (AttemptRecord candidate : records) {
            if (best == null || rank(candidate) < rank(best)) {
                best = candidate;
            }
        }
        return best;
    }

    private static int rank(AttemptRecord failure) {
        Outcome outcome = failure.outcome();
        return switch (outcome.outcomeClass()) {
            case RATE_LIMITED -> outcome.subClass() == SubClass.REQUEST_EXCEEDS_LIMIT ? 3 : 0;
            case OVERLOADED -> outcome.subClass() == SubClass.NONE ? 1 : 2;
            case SILENT -> 2;
            case CONTEXT_LENGTH, MODERATED -> 3;
            case UNEXPECTED -> 4;
            case QUOTA_EXHAUSTED -> 5;
            case PERMISSION -> 6;
            case CREDENTIAL_REJECTED -> 7;
            case INVALID_REQUEST -> failure.attempt().modelIndex() > 0 ? 9 : 3;
            case CANCELLED, POLICY, OK -> 8;
        };
    }
}
