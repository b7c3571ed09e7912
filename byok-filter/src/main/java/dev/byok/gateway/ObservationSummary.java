package dev.byok.gateway;

import static dev.byok.gateway.GenerationSummary.append;

import dev.byok.dialect.Usage;
import dev.byok.failover.Rehearsal;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.price.Price;
import dev.byok.price.Tokens;
import dev.byok.request.BodyFacts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Words one observed request for its log line. What happened is what it is when this is made. */
final class ObservationSummary {

    /** A policy may exclude any number. */
    private static final int MOST_EXCLUSIONS = 16;

    private static final String UNKNOWN = "unknown";

    private final ObservedCall observation;
    private final Ending ending;
    private final Duration took;

    ObservationSummary(ObservedCall observation, Ending ending) {
        this.observation = observation;
        this.ending = ending;
        this.took = observation.took();
    }

    CharSequence of(@Nullable PolicySnapshot policy, @Nullable Caller caller, Foresight foresight) {
        StringBuilder line = new StringBuilder(256);
        line.append("generation=").append(observation.generation().id());
        append(line, "policy", policy == null ? null : policy.version());
        if (caller == null) {
            append(line, "caller", UNKNOWN);
        } else {
            append(line, caller);
        }
        appendRequest(line, foresight);
        append(line, "observed", "true");
        Integer status = observation.status();
        append(line, "status", status == null ? null : String.valueOf(status));
        append(line, "outcome", outcome());
        append(line, "total_ms", String.valueOf(took.toMillis()));
        append(line, "refusal", foresight.refusal());
        appendPlan(line, foresight.attempts());
        appendExclusions(line, foresight.exclusions());
        appendUsage(line, foresight.endpoint());
        return line;
    }

    private String outcome() {
        return switch (ending) {
            case DONE -> "passed";
            case CANCELLED -> BodyEnd.CANCELLED.text();
            case FAILED -> "failed";
        };
    }

    /** A model's name comes from outside: only one that the catalog knows is written. */
    private void appendRequest(StringBuilder line, Foresight foresight) {
        BodyFacts facts = observation.facts();
        ApiOperation operation = observation.operation();
        if (facts != null && operation != null && foresight.model() != null) {
            append(line, "model", foresight.model().slug());
            append(line, "stream", String.valueOf(operation.streams() && facts.stream()));
        }
    }

    private static void appendPlan(StringBuilder line, List<Rehearsal.Made> attempts) {
        append(line, "planned", String.valueOf(attempts.size()));
        if (!attempts.isEmpty()) {
            Attempt first = attempts.get(0).attempt();
            line.append(" first=");
            line.append(first.endpoint().provider().name()).append('/');
            line.append(first.key().name()).append('/').append(first.tier());
        }
    }

    private static void appendExclusions(StringBuilder line, List<Exclusion> exclusions) {
        append(line, "excluded", String.valueOf(exclusions.size()));
        for (int i = 0; i < Math.min(MOST_EXCLUSIONS, exclusions.size()); i++) {
            Exclusion exclusion = exclusions.get(i);
            line.append(" excluded").append(i + 1).append('=').append(exclusion.provider());
            if (exclusion.key() != null) {
                line.append('/').append(exclusion.key());
            }
            line.append('/').append(exclusion.reason().text());
        }
    }

    private void appendUsage(StringBuilder line, @Nullable Endpoint endpoint) {
        Usage usage = observation.usage();
        if (usage == null) {
            append(line, "usage", UNKNOWN);
            return;
        }
        append(line, "prompt_tokens", String.valueOf(usage.promptTokens()));
        append(line, "completion_tokens", String.valueOf(usage.outputTokens()));
        Price price = endpoint == null ? null : endpoint.price();
        BigDecimal cost = price == null ? null : price.of(tokens(usage));
        append(
                line,
                "cost_usd",
                cost == null ? UNKNOWN : cost.stripTrailingZeros().toPlainString());
    }

    private static Tokens tokens(Usage usage) {
        return new Tokens(
                usage.promptTokens(),
                orZero(usage.cachedTokens()),
                orZero(usage.cacheWriteTokens()),
                usage.outputTokens(),
                orZero(usage.reasoningTokens()));
    }

    private static long orZero(@Nullable Long tokens) {
        return tokens == null ? 0 : tokens;
    }
}
