package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AvailabilityTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    private final ByokExchange call = Calls.identified(false);

    @Test
    void aModelThatNobodyKnowsIsNamed() {
        assertThat(available(Refusals.unknownModel("openai/gpt-9")))
                .containsExactly(
                        entry("code", "model_not_found"),
                        entry("retryable", false),
                        entry("requested_models", List.of("openai/gpt-9")));
    }

    @Test
    void whatLeavesEverybodyOutIsSaidOnceWithTheProvidersItLeavesOut() {
        List<Exclusion> exclusions = List.of(
                exclusion("openai", ExclusionReason.REGION),
                exclusion("openai", ExclusionReason.DISABLED),
                exclusion("azure", ExclusionReason.REGION));

        assertThat(available(Refusals.noRoute(call, exclusions)))
                .containsExactly(
                        entry("code", "region_restricted"),
                        entry("retryable", false),
                        entry("requested_models", List.of("openai/gpt", "openai/old")),
                        entry("affected_providers", List.of("openai", "azure")),
                        entry("excluded_by", List.of("data_region", "disabled")));
    }

    @Test
    void theFirstFieldOfTheRequestThatLeavesSomebodyOutIsNamedWithWhomItLeavesOut() {
        List<Exclusion> exclusions = List.of(
                exclusion("vllm", ExclusionReason.DISABLED),
                requested("openai", "provider.only"),
                requested("azure", "provider.max_price"),
                requested("claude", "provider.only"));

        assertThat(available(Refusals.noEndpoints(call, exclusions)))
                .containsEntry("constraint", Map.of("field", "provider.only", "detail", "leaves out openai, claude"));
        assertThat(available(Refusals.noRoute(call, exclusions.subList(0, 1)))).doesNotContainKey("constraint");
    }

    private static Exclusion requested(String provider, String field) {
        return new Exclusion(
                "openai/gpt", provider, null, null, ExclusionReason.ALLOWED_PROVIDERS, SourceLocation.ofRequest(field));
    }

    @ParameterizedTest
    @CsvSource({
        "DISABLED,             STRICT,               no_endpoints",
        "DISABLED,             ALLOWED_PROVIDERS,    constraint_filtered",
        "ALLOWED_MODELS,       DATA_POLICY_TRAINING, privacy_restricted",
        "DATA_POLICY_ZDR,      DISABLED,             privacy_restricted",
        "DATA_POLICY_ZDR,      REGION,               region_restricted"
    })
    void whoeverForbidsMostIsTheCode(ExclusionReason one, ExclusionReason other, String code) {
        List<Exclusion> exclusions = List.of(exclusion("openai", one), exclusion("azure", other));

        assertThat(available(Refusals.noRoute(call, exclusions))).containsEntry("code", code);
    }

    @Test
    void withoutAnyKeyThereAreNoEndpoints() {
        assertThat(available(Refusals.noRoute(call, List.of())))
                .containsEntry("code", "no_endpoints")
                .doesNotContainKeys("affected_providers", "excluded_by");
    }

    @Test
    void keysThatComeBackSayWhenInWholeSecondsThatAreEnough() {
        LocalAnswer answer = keptBack(OutcomeClass.RATE_LIMITED);

        assertThat(available(answer))
                .containsExactly(
                        entry("code", "capacity_exhausted"),
                        entry("retryable", true),
                        entry("retry_after", 3L),
                        entry("requested_models", List.of("openai/gpt", "openai/old")),
                        entry("affected_providers", List.of("openai")));
    }

    @ParameterizedTest
    @CsvSource({
        "QUOTA_EXHAUSTED,     capacity_exhausted",
        "OVERLOADED,          temporarily_unavailable",
        "CREDENTIAL_REJECTED, temporarily_unavailable"
    })
    void whatKeepsKeysBackIsTheCode(OutcomeClass why, String code) {
        assertThat(available(keptBack(why))).containsEntry("code", code).containsEntry("retryable", true);
    }

    @Test
    void whatAnOperatorSwitchedOffComesBackForNobody() {
        LocalAnswer answer = CoolingAnswer.of(List.of(Standing.REVOKED), Map.of(), call.facts(), Set.of("openai"), NOW);

        assertThat(available(answer)).containsEntry("code", "no_endpoints").containsEntry("retryable", false);
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,    NONE,            true,  capacity_exhausted",
        "QUOTA_EXHAUSTED, NONE,            false, capacity_exhausted",
        "OVERLOADED,      SERVER_ERROR,    true,  temporarily_unavailable",
        "SILENT,          NONE,            true,  temporarily_unavailable",
        "PERMISSION,      MODEL_NOT_FOUND, false, model_unavailable_upstream"
    })
    void aFailureThatAnotherTimeOrModelMayAvoidSaysSo(
            OutcomeClass failure, SubClass subClass, boolean retryable, String code) {
        assertThat(failed(failure, subClass)).containsEntry("code", code).containsEntry("retryable", retryable);
    }

    @ParameterizedTest
    @EnumSource(names = {"INVALID_REQUEST", "MODERATED", "CONTEXT_LENGTH", "CREDENTIAL_REJECTED", "PERMISSION"})
    void aFailureThatWouldComeAgainSaysNothingOfIt(OutcomeClass failure) {
        assertThat(failed(failure, SubClass.NONE)).isEmpty();
    }

    private static Map<String, Object> failed(OutcomeClass failure, SubClass subClass) {
        ByokExchange failed = Calls.failed(
                false,
                List.of(),
                Calls.failure(Calls.attempt("own", Tier.PRIORITIZED), Calls.outcome(failure, subClass, 500)));
        return available(FailureAnswer.of(failed, NOW));
    }

    private LocalAnswer keptBack(OutcomeClass why) {
        List<Standing> keptBack = Stream.of(60_000, 2_100)
                .map(millis -> new Standing(why, NOW.plus(Duration.ofMillis(millis))))
                .toList();
        return CoolingAnswer.of(keptBack, Map.of(), call.facts(), Set.of("openai"), NOW);
    }

    private static Exclusion exclusion(String provider, ExclusionReason reason) {
        return new Exclusion("openai/gpt", provider, null, null, reason, Calls.HERE);
    }

    private static Map<String, Object> available(LocalAnswer answer) {
        return Objects.requireNonNull(answer.error()).availability();
    }
}
