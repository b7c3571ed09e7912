package dev.byok.gateway;

import dev.byok.failover.AttemptRecord;
import dev.byok.failover.Failover;
import dev.byok.idempotency.StoredAnswer;
import dev.byok.outcome.Outcome;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.request.BodyFacts;
import dev.byok.simulation.Simulation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words one generation for its log line. */
final class GenerationSummary {

    private GenerationSummary() {}

    /**
     * @param end how the upstream's body had ended by then; null if it had not
     */
    static CharSequence of(ByokExchange call, Ending ending, @Nullable BodyEnd end) {
        StringBuilder line = new StringBuilder(256);
        line.append("generation=").append(call.generation().id());
        PolicySnapshot policy = call.policyOrNull();
        append(line, "policy", policy == null ? null : policy.version());
        Caller caller = call.callerOrNull();
        if (caller != null) {
            append(line, caller);
        }
        BodyFacts facts = call.factsOrNull();
        // A model's name comes from outside: only one that the catalog knows is written as it is.
        if (facts != null && call.planOrNull() != null) {
            append(line, "model", facts.model());
            append(line, "stream", String.valueOf(call.streaming()));
        }
        appendOutcome(line, call, ending, end);
        append(line, "total_ms", String.valueOf(call.generation().elapsed().toMillis()));
        Failover failover = call.failoverOrNull();
        if (failover != null) {
            appendAttempts(line, failover.records(), call.simulation());
        }
        return line;
    }

    private static void appendOutcome(StringBuilder line, ByokExchange call, Ending ending, @Nullable BodyEnd end) {
        StoredAnswer replay = call.replay();
        LocalAnswer answer = call.localAnswer();
        boolean broken = end != null && end != BodyEnd.COMPLETE;
        if (ending == Ending.CANCELLED) {
            append(line, "outcome", BodyEnd.CANCELLED.text());
        } else if (ending == Ending.FAILED && !broken) {
            // What the caller gets is not ours: another filter failed, before there was an answer or after.
            append(line, "outcome", call.planned() ? "failed" : "not_answered");
        } else if (replay != null) {
            append(line, "status", String.valueOf(replay.status()));
            append(line, "outcome", "replayed");
            append(line, "first", replay.generation());
        } else if (answer != null) {
            append(line, "status", String.valueOf(answer.status()));
            append(line, "outcome", outcome(call, answer));
        } else if (end != null) {
            appendStatus(line, call);
            append(line, "outcome", broken ? end.text() : "ok");
        } else {
            // An answer stood and nobody took it to its end, or another filter answered before there was one.
            append(line, "outcome", call.planned() ? BodyEnd.CANCELLED.text() : "not_answered");
        }
    }

    private static String outcome(ByokExchange call, LocalAnswer answer) {
        if (answer.error() != null) {
            return answer.error().code();
        }
        return call.dryRun() ? "dry_run" : "ok";
    }

    /** The upstream's, whose answer it is; none where the caller left before there was one. */
    private static void appendStatus(StringBuilder line, ByokExchange call) {
        Failover failover = call.failoverOrNull();
        List<AttemptRecord> records = failover == null ? List.of() : failover.records();
        if (!records.isEmpty()) {
            Outcome last = records.get(records.size() - 1).outcome();
            append(line, "status", String.valueOf(last.status()));
        }
    }

    private static void appendAttempts(StringBuilder line, List<AttemptRecord> records, Simulation simulation) {
        line.append(" attempts=").append(records.size());
        for (int i = 0; i < records.size(); i++) {
            AttemptRecord tried = records.get(i);
            line.append(" attempt").append(i + 1).append('=');
            line.append(tried.attempt().endpoint().provider().name()).append('/');
            line.append(tried.attempt().key().name()).append('/');
            line.append(tried.attempt().tier()).append('/');
            line.append(tried.outcome().status()).append('/');
            line.append(tried.outcome().text()).append('/');
            line.append(tried.latency().toMillis()).append("ms");
            if (simulation.covers(tried.attempt().key())) {
                line.append("/simulated");
            }
        }
    }

    static void append(StringBuilder line, Caller caller) {
        append(line, "workspace", caller.workspace());
        append(line, "caller", caller.name());
        append(line, "member", caller.member());
        append(line, "environment", caller.environment());
    }

    static void append(StringBuilder line, String key, @Nullable String value) {
        if (value != null) {
            line.append(' ').append(key).append('=').append(value);
        }
    }
}
