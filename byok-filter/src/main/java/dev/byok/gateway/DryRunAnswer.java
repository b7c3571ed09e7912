package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.failover.Rehearsal;
import dev.byok.health.Standing;
import dev.byok.plan.Attempt;
import dev.byok.policy.Caller;
import dev.byok.policy.DataDemand;
import dev.byok.policy.Glob;
import dev.byok.policy.Model;
import dev.byok.policy.Profile;
import dev.byok.policy.ProviderKey;
import dev.byok.price.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The plan of a request that asks for nothing else: whom it would try in what order, at what cost, and whom not for what
 * reason. A plan without any attempt is told too, with the refusal that the request itself would get.
 */
final class DryRunAnswer {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final ByokExchange call;
    private final Planned planned;
    private final Rehearsal rehearsal;
    private final Estimate estimate;

    private DryRunAnswer(ByokExchange call, Planned planned) {
        this.call = call;
        this.planned = planned;
        this.rehearsal = planned.rehearse();
        this.estimate = Estimate.of(
                call.operation(),
                call.facts(),
                planned.maxTokens() == null ? null : planned.maxTokens().most());
    }

    static LocalAnswer of(ByokExchange call, Planned planned) {
        return LocalAnswer.json(JSON.writeValueAsBytes(new DryRunAnswer(call, planned).fields()));
    }

    private Map<String, @Nullable Object> fields() {
        Caller caller = planned.caller();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("object", "byok.dry_run");
        fields.put("generation_id", call.generation().id());
        fields.put("policy", call.policy().version());
        fields.put("workspace", caller.workspace());
        fields.put("caller", caller.name());
        fields.put("profile", caller.profile().name());
        if (!planned.routeProfiles().isEmpty()) {
            fields.put(
                    "route_profiles",
                    planned.routeProfiles().stream().map(Profile::name).toList());
        }
        fields.put("models", planned.models().stream().map(Model::slug).toList());
        fields.put("stream", call.streaming());
        fields.put("strict", planned.strict() ? "own-keys" : null);
        fields.put("content", content(planned.content()));
        fields.put("delivery", planned.delivery().verified() ? "verified" : "live");
        fields.put("max_attempts", caller.profile().maxAttempts());
        fields.put("prompt_tokens", estimate.prompt());
        fields.put("completion_tokens", estimate.completion());
        fields.put("refusal", refusal());
        fields.put("attempts", rehearsal.attempts().stream().map(this::attempt).toList());
        fields.put(
                "kept_back", planned.plan().cooling().stream().map(this::place).toList());
        fields.put("excluded_by", Refusals.excludedBy(planned.plan().exclusions(), call.showsKeyNames()));
        return fields;
    }

    /** What is demanded for the sake of content; what is left out is not demanded. */
    private static Map<String, Object> content(DataDemand demand) {
        Map<String, Object> fields = new LinkedHashMap<>();
        if (demand.zdr() != null) {
            fields.put("zdr", "required");
        }
        if (demand.noTraining() != null) {
            fields.put("training", "forbidden");
        }
        if (!demand.regions().isEmpty()) {
            fields.put(
                    "regions",
                    demand.regions().stream()
                            .flatMap(list -> list.globs().stream())
                            .map(Glob::toString)
                            .filter(region -> demand.againstRegion(region) == null)
                            .distinct()
                            .toList());
        }
        if (demand.noRetention() != null) {
            fields.put("retention", "none");
        }
        return fields;
    }

    private Map<String, @Nullable Object> attempt(Rehearsal.Made made) {
        Map<String, @Nullable Object> row = place(made.attempt());
        if (!made.delay().isZero()) {
            row.put("wait_ms", made.delay().toMillis());
        }
        if (planned.simulation().covers(made.attempt().key())) {
            row.put("simulated", true);
            return row;
        }
        LinkedImages images = call.imagesFor(made.attempt().endpoint().provider());
        if (images != null) {
            row.put(
                    "fetches",
                    images.fields().stream().map(call.translation()::named).toList());
        }
        Price price = made.attempt().endpoint().price();
        BigDecimal cost = estimate.cost(price);
        row.put("cost_usd", cost == null ? null : cost.stripTrailingZeros());
        if (cost == null) {
            row.put("cost_unknown", estimate.missing(price));
        }
        return row;
    }

    private Map<String, @Nullable Object> place(Attempt attempt) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("model", attempt.model().slug());
        row.put("provider", attempt.endpoint().provider().name());
        row.put("upstream_model", attempt.endpoint().upstreamModel());
        ProviderKey key = attempt.key();
        if (call.showsKeyNames()) {
            row.put("key", key.name());
        }
        row.put("tier", attempt.tier().name());
        row.put("health", health(attempt));
        return row;
    }

    private Map<String, @Nullable Object> health(Attempt attempt) {
        Standing standing = planned.health()
                .standing(planned.caller().workspace(), attempt.key(), attempt.endpoint(), planned.now());
        Map<String, @Nullable Object> health = new LinkedHashMap<>();
        health.put("state", standing.ready() ? "ready" : "cooling");
        if (standing.why() != null) {
            health.put("why", standing.why().text());
        }
        Instant until = standing.until();
        if (until != null) {
            health.put("until", until.toString());
        }
        return health;
    }

    private @Nullable Map<String, @Nullable Object> refusal() {
        LocalAnswer answer = planned.refusal(rehearsal);
        ApiError error = answer == null ? null : answer.error();
        if (answer == null || error == null) {
            return null;
        }
        Map<String, @Nullable Object> refusal = new LinkedHashMap<>();
        refusal.put("status", answer.status());
        refusal.put("code", error.code());
        refusal.put("message", error.message());
        Duration retryAfter = answer.retryAfter();
        if (retryAfter != null) {
            refusal.put("retry_after_ms", Math.max(0, retryAfter.toMillis()));
        }
        return refusal;
    }
}
