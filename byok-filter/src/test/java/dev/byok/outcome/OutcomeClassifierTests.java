package dev.byok.outcome;

import static dev.byok.outcome.ErrorBodies.CLASSIFIER;
import static dev.byok.outcome.ErrorBodies.NO_MODEL;
import static dev.byok.outcome.ErrorBodies.TOO_LONG;
import static dev.byok.outcome.ErrorBodies.broker;
import static dev.byok.outcome.ErrorBodies.classify;
import static dev.byok.outcome.ErrorBodies.error;
import static dev.byok.outcome.ErrorBodies.utf8;
import static dev.byok.provider.ProviderPreset.COMPATIBLE;
import static dev.byok.provider.ProviderPreset.OPENAI;
import static dev.byok.provider.ProviderPreset.OPENROUTER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class OutcomeClassifierTests {

    @ParameterizedTest
    @EnumSource
    void saysAtWhichStatusesABodyMayDecide(ProviderPreset preset) {
        String[] bodies = {
            NO_MODEL,
            TOO_LONG,
            error("You exceeded your current quota", "insufficient_quota", "insufficient_quota"),
            error("Incorrect API key provided", "invalid_request_error", "invalid_api_key"),
            error("refused", "invalid_request_error", "content_policy_violation"),
            error("Request too large: tokens per minute", "tokens", "rate_limit_exceeded"),
            error("again", "invalid_request_error", "tool_use_failed"),
            error("key limit exceeded", "x", "y"),
            error("temporarily rate-limited upstream", "x", "no_endpoints")
        };
        for (int status = 300; status < 600; status++) {
            Outcome bare = CLASSIFIER.classify(preset, status, HeaderLookup.NONE, new byte[0]);
            for (String body : bodies) {
                Outcome told = CLASSIFIER.classify(preset, status, HeaderLookup.NONE, utf8(body));

                assertThat(told.text().equals(bare.text()) || OutcomeClassifier.readsBody(status))
                        .as("%s %s %s", preset, status, body)
                        .isTrue();
            }
        }
        assertThat(OutcomeClassifier.readsBody(200)).isTrue();
        assertThat(OutcomeClassifier.readsBody(500)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "200, ok",
        "201, ok",
        "204, ok",
        "401, credential_rejected",
        "402, quota_exhausted",
        "403, permission",
        "429, rate_limited",
        "500, overloaded.server_error",
        "502, overloaded.server_error",
        "501, overloaded.server_error",
        "503, overloaded",
        "529, overloaded",
        "504, overloaded.timeout",
        "408, overloaded.timeout",
        "524, overloaded.timeout",
        "424, overloaded.server_error",
        "499, overloaded.server_error",
        "520, overloaded.server_error",
        "413, context_length.request_too_large",
        "400, invalid_request",
        "404, invalid_request",
        "405, invalid_request",
        "409, invalid_request",
        "415, invalid_request",
        "422, invalid_request",
        "451, invalid_request",
        "100, unexpected",
        "103, unexpected",
        "301, unexpected",
        "302, unexpected",
        "304, unexpected",
        "307, unexpected",
        "418, unexpected",
        "498, unexpected",
        "600, unexpected",
        "0, unexpected"
    })
    void classifiesByStatusWhereTheBodySaysNothing(int status, String expected) {
        for (String body : new String[] {"", "<html>429 Too Many Requests</html>", "{}", "[]", "null"}) {
            assertThat(classify(COMPATIBLE, status, body).text()).as(body).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderPreset.class)
    void neverTakesAnEchoedPromptFor429OrABadKey(ProviderPreset preset) {
        String body = error(
                "Invalid value: 'HTTP 429 rate_limit_exceeded: incorrect API key, api key not valid'",
                "invalid_request_error",
                "invalid_value");

        assertThat(classify(preset, 400, body).text()).isEqualTo("invalid_request");
    }

    @Test
    void retryAfterMakesABrokers402AMatterOfTime() {
        Outcome outcome =
                CLASSIFIER.classify(OPENROUTER, 402, Map.of("retry-after", "7")::get, utf8(broker(402, "x", "")));

        assertThat(outcome.text()).isEqualTo("rate_limited");
        assertThat(outcome.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void carriesTheDelayOnlyWhereWaitingHelps() {
        HeaderLookup headers = Map.of("retry-after", "20")::get;
        String tooLarge = error("Request too large for gpt-4o", "tokens", "rate_limit_exceeded");

        assertThat(CLASSIFIER.classify(OPENAI, 429, headers, utf8("")).retryAfter())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(CLASSIFIER.classify(OPENAI, 503, headers, utf8("")).retryAfter())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(CLASSIFIER.classify(OPENAI, 402, headers, utf8("")).retryAfter())
                .isEqualTo(Duration.ofSeconds(20));
        assertThat(CLASSIFIER.classify(OPENAI, 429, headers, utf8(tooLarge)).retryAfter())
                .isNull();
        assertThat(CLASSIFIER.classify(OPENAI, 400, headers, utf8("")).retryAfter())
                .isNull();
    }

    @Test
    void resetsOfRequestLimitsSayNothingAboutWhenMoneyComesBack() {
        HeaderLookup headers = Map.of("x-ratelimit-remaining-requests", "0", "x-ratelimit-reset-requests", "2s")::get;

        Outcome outcome = CLASSIFIER.classify(OPENAI, 429, headers, utf8(error("x", "insufficient_quota", null)));

        assertThat(outcome.text()).isEqualTo("quota_exhausted");
        assertThat(outcome.retryAfter()).isNull();
    }

    @Test
    void keepsWhatTheProviderSaid() {
        ProviderError error = classify(OPENAI, 404, NO_MODEL).error();

        assertThat(error.code()).isEqualTo("model_not_found");
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.message()).startsWith("The model `gpt-9`");
    }

    @ParameterizedTest
    @EnumSource(ProviderPreset.class)
    void neverThrowsOnAnyBody(ProviderPreset preset) {
        Random random = new Random(20261120);
        byte[] valid = utf8(broker(429, "Please try again in 6m0s", "\"raw\":\"x\",\"reasons\":[\"a\",{\"b\":[]}]"));

        for (int i = 0; i < 500; i++) {
            byte[] body = i % 2 == 0 ? noise(random) : mutated(valid, random);
            Outcome outcome = CLASSIFIER.classify(preset, 300 + random.nextInt(400), HeaderLookup.NONE, body);

            assertThat(outcome.outcomeClass()).isNotEqualTo(OutcomeClass.OK);
            assertThat(CLASSIFIER.classifyInBand(preset, body).outcomeClass()).isNotEqualTo(OutcomeClass.OK);
        }
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] valid, Random random) {
        byte[] copy = Arrays.copyOf(valid, random.nextInt(valid.length) + 1);
        copy[random.nextInt(copy.length)] = (byte) "{}[]\",:\\0u".charAt(random.nextInt(10));
        return copy;
    }
}
