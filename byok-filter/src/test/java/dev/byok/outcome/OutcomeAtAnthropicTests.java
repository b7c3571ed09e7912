package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.ANTHROPIC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Anthropic's errors, whose types and texts are its own. */
class OutcomeAtAnthropicTests {

    private static final Map<String, String> RETRY_AFTER = Map.of("retry-after", "7");

    private static byte[] error(String type, String message) {
        return utf8("{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401|authentication_error|invalid x-api-key|credential_rejected",
                "403|permission_error|Your API key does not have permission to use the specified resource.|permission",
                "404|not_found_error|model: claude-x|permission.model_not_found",
                "413|request_too_large|Request exceeds the maximum size|context_length.request_too_large",
                "409|conflict_error|Conflict|overloaded.server_error",
                "402|billing_error|Payment required|quota_exhausted",
                "400|invalid_request_error|You have reached your specified API usage limits. You will regain access on 2026-12-01.|quota_exhausted",
                "400|invalid_request_error|You have reached your specified workspace API usage limits.|quota_exhausted",
                "400|invalid_request_error|Your credit balance is too low to access the Anthropic API.|quota_exhausted",
                "400|invalid_request_error|prompt is too long: 208310 tokens > 200000 maximum|context_length",
                "400|invalid_request_error|input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000|context_length",
                "400|invalid_request_error|messages: roles must alternate|invalid_request",
                "500|api_error|Internal server error|overloaded.server_error",
                "504|timeout_error|Timed out|overloaded.timeout",
                "529|overloaded_error|Overloaded|overloaded"
            })
    void classifiesByItsOwnRows(int status, String type, String message, String expected) {
        Outcome outcome = CLASSIFIER.classify(ANTHROPIC, status, HeaderLookup.NONE, error(type, message));

        assertThat(outcome.text()).isEqualTo(expected);
        assertThat(outcome.error().message()).isEqualTo(message);
        for (ProviderPreset other : ProviderPreset.values()) {
            assertThat(CLASSIFIER
                            .classify(
                                    other, Dialect.ANTHROPIC_MESSAGES, status, HeaderLookup.NONE, error(type, message))
                            .text())
                    .as("a provider of kind %s that speaks as Anthropic does", other)
                    .isEqualTo(expected);
        }
    }

    @Test
    void whoeverSpeaksAsAnthropicDoesIsOutOfCreditInAStreamToo() {
        byte[] spent = error("invalid_request_error", "Your credit balance is too low to access the Anthropic API.");

        assertThat(CLASSIFIER
                        .classifyInBand(ProviderPreset.COMPATIBLE, Dialect.ANTHROPIC_MESSAGES, spent)
                        .text())
                .isEqualTo("quota_exhausted");
    }

    @Test
    void tooManyRequestsComeWithTheTimeToWait() {
        Outcome outcome =
                CLASSIFIER.classify(ANTHROPIC, 429, RETRY_AFTER::get, error("rate_limit_error", "Too many requests"));

        assertThat(outcome.text()).isEqualTo("rate_limited");
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void whatNoWaitingHelpsAgainstComesWithout() {
        Outcome outcome =
                CLASSIFIER.classify(ANTHROPIC, 429, name -> null, error("rate_limit_error", "Spend limit reached"));

        assertThat(outcome.text()).isEqualTo("quota_exhausted");
        assertThat(outcome.retryAfter()).isNull();
    }

    @Test
    void aSpendLimitLastsUntilTheNextMonth() {
        OutcomeClassifier december =
                new OutcomeClassifier(Clock.fixed(Instant.parse("2026-12-30T23:00:00Z"), ZoneOffset.UTC));
        byte[] body = utf8(
                "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Limit\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}");

        Outcome outcome = december.classify(ANTHROPIC, 429, RETRY_AFTER::get, body);

        assertThat(outcome.text()).isEqualTo("quota_exhausted.monthly");
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofHours(25));
    }

    @Test
    void takesItsWaitAlsoWhereItIsOverloaded() {
        assertThat(CLASSIFIER
                        .classify(ANTHROPIC, 529, RETRY_AFTER::get, error("overloaded_error", "Overloaded"))
                        .retryAfter())
                .isEqualTo(Duration.ofSeconds(7));
    }

    @ParameterizedTest
    @CsvSource({
        "overloaded_error, overloaded",
        "rate_limit_error, rate_limited",
        "api_error, overloaded.server_error",
        "timeout_error, overloaded.timeout",
        "authentication_error, credential_rejected",
        "billing_error, quota_exhausted",
        "invalid_request_error, invalid_request",
        "something_new, overloaded.in_band"
    })
    void classifiesAnErrorInsideAStreamByItsType(String type, String expected) {
        assertThat(CLASSIFIER.classifyInBand(ANTHROPIC, error(type, "said")).text())
                .isEqualTo(expected);
    }
}
