package dev.byok.simulation;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Provider;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a key is said to answer.
 *
 * @param status an HTTP status; 0 where no answer comes
 * @param retryAfter what the answer says in {@code retry-after}, in whole seconds; null where it says nothing
 * @param reset where no answer comes: whether the connection breaks at once, and not the time runs out
 */
record SimulatedAnswer(int status, @Nullable Duration retryAfter, boolean reset) {

    /** Nothing comes in time. Nobody waits for it: what follows is what a test is about. */
    static final SimulatedAnswer TIMEOUT = new SimulatedAnswer(0, null, false);

    /** The connection breaks before there are headers. */
    static final SimulatedAnswer RESET = new SimulatedAnswer(0, null, true);

    private static final String RETRY_AFTER = "retry-after";

    private static final byte[] BODY =
            "{\"error\":{\"message\":\"simulated by x-byok-simulate\"}}".getBytes(StandardCharsets.US_ASCII);

    static SimulatedAnswer ofStatus(int status, @Nullable Duration retryAfter) {
        return new SimulatedAnswer(status, retryAfter, false);
    }

    /** Returns what it means, by the rules for real answers. */
    Outcome outcome(OutcomeClassifier classifier, Provider provider) {
        if (status != 0) {
            return classifier.classify(provider.preset(), provider.dialect(), status, this::header, BODY);
        }
        return reset
                ? classifier.ofFailure(new SocketException("Connection reset"))
                : Outcome.of(OutcomeClass.SILENT, SubClass.NONE, 0);
    }

    private @Nullable String header(String name) {
        return retryAfter != null && name.equalsIgnoreCase(RETRY_AFTER) ? String.valueOf(retryAfter.toSeconds()) : null;
    }
}
