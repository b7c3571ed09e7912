package dev.byok.gateway;

import dev.byok.dialect.ApiError;
import dev.byok.failover.Rehearsal;
import dev.byok.plan.Exclusion;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.request.BodyFacts;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What Byok would have done with a request that was observed.
 *
 * @param attempts as they would follow one another if each of them failed
 * @param refusal the code of the error the caller would have got at once, {@code not_sent} or {@code body_incomplete} where
 *     the request did not get that far; null for none
 * @param endpoint whose price is the request's: the first attempt's, else that of the model's first; null where there is none
 */
record Foresight(
        List<Rehearsal.Made> attempts,
        List<Exclusion> exclusions,
        @Nullable String refusal,
        @Nullable Model model,
        @Nullable Endpoint endpoint) {

    private static final String FAULT = "internal_error";

    static Foresight of(
            Planning planning, ObservedCall observation, @Nullable PolicySnapshot policy, @Nullable Caller caller) {
        BodyFacts facts = observation.facts();
        if (policy == null) {
            return refused(Refusals.noPolicy(), null);
        }
        Model model = facts == null ? null : policy.requestedModel(facts.model());
        if (caller == null) {
            return refused(Refusals.unauthorized(""), model);
        }
        HttpHeaders headers = observation.headers();
        if (facts == null || headers == null) {
            return new Foresight(List.of(), List.of(), unplanned(observation), model, first(model));
        }
        try {
            return of(planning.foresee(policy, caller, observation.operation(), facts, headers), model);
        } catch (RefusedException refused) {
            return refused(refused.answer(), model);
        } catch (RuntimeException broken) {
            observation.failed(broken);
            return new Foresight(List.of(), List.of(), FAULT, model, first(model));
        }
    }

    /** Returns why there is nothing to plan for; null for a request that needs no plan. */
    private static @Nullable String unplanned(ObservedCall observation) {
        if (observation.fault() != null) {
            return FAULT;
        }
        if (observation.refusal() != null || observation.operation() == ApiOperation.MODELS) {
            return observation.refusal();
        }
        return observation.operation() == null ? "not_sent" : "body_incomplete";
    }

    private static Foresight of(Planned planned, @Nullable Model model) {
        Rehearsal rehearsal = planned.rehearse();
        List<Rehearsal.Made> attempts = rehearsal.attempts();
        Endpoint endpoint =
                attempts.isEmpty() ? first(model) : attempts.get(0).attempt().endpoint();
        return new Foresight(
                attempts, planned.plan().exclusions(), codeOf(planned.refusal(rehearsal)), model, endpoint);
    }

    private static Foresight refused(LocalAnswer answer, @Nullable Model model) {
        return new Foresight(List.of(), List.of(), codeOf(answer), model, first(model));
    }

    private static @Nullable String codeOf(@Nullable LocalAnswer answer) {
        ApiError error = answer == null ? null : answer.error();
        return error == null ? null : error.code();
    }

    private static @Nullable Endpoint first(@Nullable Model model) {
        return model == null ? null : model.endpoints().get(0);
    }
}
