package dev.byok.failover;

import dev.byok.outcome.Outcome;
import dev.byok.plan.Attempt;
import java.time.Duration;

/**
 * One upstream call as it went.
 *
 * @param latency from sending until its outcome was known
 */
public record AttemptRecord(Attempt attempt, Outcome outcome, Duration latency) {}
