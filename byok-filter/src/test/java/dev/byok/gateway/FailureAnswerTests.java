package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ApiError;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.Tier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailureAnswerTests {

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMITED,        NONE,            429, 429, rate_limit_exceeded,   rate_limit_exceeded",
        "QUOTA_EXHAUSTED,     NONE,            402, 429, insufficient_quota,    insufficient_quota",
        "OVERLOADED,          NONE,            529, 503, overloaded,            overloaded",
        "OVERLOADED,          SERVER_ERROR,    500, 502, upstream_error,        upstream_error",
        "OVERLOADED,          CONNECTION,      0,   502, upstream_error,        upstream_error",
        "OVERLOADED,          IN_BAND,         200, 502, upstream_error,        upstream_error",
        "OVERLOADED,          TIMEOUT,         408, 504, upstream_timeout,      upstream_timeout",
        "SILENT,              NONE,            0,   504, upstream_timeout,      upstream_timeout",
        "UNEXPECTED,          NONE,            302, 502, upstream_error,        upstream_error",
        "CREDENTIAL_REJECTED, NONE,            401, 502, upstream_credentials,  upstream_credentials",
        "PERMISSION,          NONE,            403, 502, upstream_credentials,  upstream_credentials",
        "PERMISSION,          MODEL_NOT_FOUND, 404, 404, model_not_found,       model_not_found",
        "CONTEXT_LENGTH,      NONE,            400, 400, invalid_request_error, context_length_exceeded",
        "CONTEXT_LENGTH,      IN_BAND,         200, 400, context_length_exceeded, context_length_exceeded",
        "MODERATED,           NONE,            400, 400, invalid_request_error, content_filter",
        "INVALID_REQUEST,     NONE,            422, 422, invalid_request_error, invalid_request"
    })
    void saysWhatTheCallerCanDo(
            OutcomeClass outcomeClass, SubClass subClass, int upstream, int status, String type, String code) {
        LocalAnswer answer = own(Outcome.of(outcomeClass, subClass, upstream));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(error(answer).type()).isEqualTo(type);
        assertThat(error(answer).code()).isEqualTo(code);
        assertThat(answer.retryPointless()).isTrue();
        assertThat(answer.retryAfter()).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "OVERLOADED"})
    void tellsTheEarliestMomentToTryAgain(OutcomeClass outcomeClass) {
        LocalAnswer answer = answerTo(Calls.failed(
                false,
                List.of(),
                Calls.failure(
                        Calls.attempt("a", Tier.PRIORITIZED), Calls.worded(outcomeClass, 429, Duration.ofSeconds(20))),
                Calls.failure(
                        Calls.attempt("b", Tier.PRIORITIZED), Calls.worded(outcomeClass, 429, Duration.ofSeconds(5))),
                Calls.failure(
                        Calls.attempt("c", Tier.PRIORITIZED),
                        Calls.worded(OutcomeClass.QUOTA_EXHAUSTED, 429, Duration.ofSeconds(1)))));

        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(5));
        assertThat(answer.retryPointless()).isFalse();
    }

    @Test
    void namesNoMomentForARequestThatIsLargerThanTheLimit() {
        Outcome tooLarge = new Outcome(
                OutcomeClass.RATE_LIMITED,
                SubClass.REQUEST_EXCEEDS_LIMIT,
                429,
                Duration.ofSeconds(5),
                ProviderError.NONE);

        assertThat(own(tooLarge).retryAfter()).isNull();
        assertThat(own(tooLarge).retryPointless()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"RATE_LIMITED", "QUOTA_EXHAUSTED", "OVERLOADED", "CREDENTIAL_REJECTED", "PERMISSION"})
    void keepsWhatAProviderSaysOfItsOperatorsAccount(OutcomeClass outcomeClass) {
        Outcome outcome = Calls.worded(outcomeClass, 429, null);

        assertThat(text(answer("s", Tier.SHARED, false, outcome))).doesNotContain(Calls.SAID, "provider_");
        assertThat(text(own(outcome))).contains(Calls.SAID);
    }

    @ParameterizedTest
    @CsvSource({"CONTEXT_LENGTH, context_length_exceeded", "MODERATED, content_filter"})
    void tellsByItsCodeWhatOtherProvidersNumberDifferently(OutcomeClass outcomeClass, String code) {
        ApiError error = error(answer("s", Tier.SHARED, false, Calls.worded(outcomeClass, 403, null)));
        ApiError returned = error(answer("a", Tier.PRIORITIZED, true, Calls.worded(outcomeClass, 403, null)));

        assertThat(error.status()).isEqualTo(400);
        assertThat(error.message()).isEqualTo(Calls.SAID);
        assertThat(error.type()).isEqualTo("provider_type");
        assertThat(error.code()).isEqualTo(code);
        assertThat(returned.status()).isEqualTo(403);
        assertThat(returned.code()).isEqualTo("provider_code");
    }

    @Test
    void passesOnWhatAnyProviderSaysOfTheRequest() {
        ApiError error = error(answer("s", Tier.SHARED, false, Calls.worded(OutcomeClass.INVALID_REQUEST, 413, null)));

        assertThat(error.status()).isEqualTo(413);
        assertThat(error.message()).isEqualTo(Calls.SAID);
        assertThat(error.type()).isEqualTo("provider_type");
        assertThat(error.code()).isEqualTo("provider_code");
        assertThat(error.param()).isEqualTo("messages");
    }

    @Test
    void returnsTheOwnKeysFailureAsItIsWhereTheKeySaysSo() {
        Outcome limited = Calls.worded(OutcomeClass.RATE_LIMITED, 429, Duration.ofSeconds(7));

        LocalAnswer answer = answer("a", Tier.PRIORITIZED, true, limited);

        assertThat(answer.status()).isEqualTo(429);
        assertThat(error(answer).code()).isEqualTo("provider_code");
        assertThat(answer.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void returnsAnOwnKeysLackOfPermissionAsItIsWhereTheKeySaysSo() {
        Outcome denied = Calls.worded(OutcomeClass.PERMISSION, 403, null);

        LocalAnswer returned = answer("a", Tier.PRIORITIZED, true, denied);

        assertThat(returned.status()).isEqualTo(403);
        assertThat(error(returned).code()).isEqualTo("provider_code");
        assertThat(error(returned).message()).isEqualTo(Calls.SAID);
        assertThat(own(denied).status()).as("where no key says so").isEqualTo(502);
    }

    @ParameterizedTest
    @CsvSource({"CREDENTIAL_REJECTED, 401, 502", "CREDENTIAL_REJECTED, 400, 502", "UNEXPECTED, 302, 502"})
    void returnsNothingThatLooksLikeTheCallersOwnBadKeyOrARedirect(OutcomeClass outcomeClass, int from, int status) {
        LocalAnswer answer = answer("a", Tier.PRIORITIZED, true, Calls.worded(outcomeClass, from, null));

        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void namesKeysOnlyWhereTheWorkspaceShowsThem() {
        Exclusion exclusion =
                new Exclusion("openai/gpt", "openai", "hidden-b", Tier.FALLBACK, ExclusionReason.DISABLED, Calls.HERE);
        Outcome outcome = Outcome.of(OutcomeClass.RATE_LIMITED, SubClass.NONE, 429);

        LocalAnswer shown = answerTo(Calls.failed(
                true, List.of(exclusion), Calls.failure(Calls.attempt("hidden-a", Tier.PRIORITIZED), outcome)));
        LocalAnswer hidden = answerTo(Calls.failed(
                false, List.of(exclusion), Calls.failure(Calls.attempt("hidden-a", Tier.PRIORITIZED), outcome)));

        assertThat(text(shown)).contains("hidden-a", "hidden-b");
        assertThat(text(hidden))
                .doesNotContain("hidden-")
                .contains("\"outcome\":\"rate_limited\"", "\"status\":429", "\"reason\":\"disabled\"");
    }

    @Test
    void saysThatNoTimeWasLeftWhereNothingWasTried() {
        LocalAnswer answer = answerTo(Calls.failed(false, List.of()));

        assertThat(answer.status()).isEqualTo(504);
        assertThat(error(answer).code()).isEqualTo("upstream_timeout");
    }

    private static LocalAnswer own(Outcome outcome) {
        return answer("a", Tier.PRIORITIZED, false, outcome);
    }

    private static LocalAnswer answer(String key, Tier tier, boolean returns, Outcome outcome) {
        return answerTo(Calls.failed(false, List.of(), Calls.failure(Calls.attempt(key, tier, returns), outcome)));
    }

    private static ApiError error(LocalAnswer answer) {
        ApiError error = answer.error();
        assertThat(error).isNotNull();
        return Objects.requireNonNull(error);
    }

    private static String text(LocalAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static LocalAnswer answerTo(ByokExchange call) {
        return FailureAnswer.of(call, Instant.EPOCH);
    }
}
