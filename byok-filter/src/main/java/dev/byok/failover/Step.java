package dev.byok.failover;

import dev.byok.plan.Attempt;
import java.time.Duration;

/** What to do next. */
public sealed interface Step {

    /**
     * Make this upstream call.
     *
     * @param delay to wait before it; zero for at once
     */
    record Send(Attempt attempt, Duration delay) implements Step {}

    /**
     * Wait for a key that cools down, then ask {@link Failover#waited()}.
     *
     * @param queued whether the request has not been sent anywhere yet
     */
    record Wait(Duration delay, boolean queued) implements Step {}

    /** Answer with a failure: {@link Failover#failure()} says which. */
    record GiveUp() implements Step {}
}
