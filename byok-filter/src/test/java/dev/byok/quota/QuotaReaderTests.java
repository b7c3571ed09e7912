package dev.byok.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.provider.ProviderPreset;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers as providers send them; what is read stands as {@code limit metered amount seconds-until}. */
class QuotaReaderTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");

    private final List<String> looks = new ArrayList<>();
    private final QuotaReader<Map<String, String>> reader = new QuotaReader<>(this::look, InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "openai | x-ratelimit-limit-requests: 5000, x-ratelimit-remaining-requests: 4999, x-ratelimit-reset-requests: 12ms, x-ratelimit-limit-tokens: 160000, x-ratelimit-remaining-tokens: 159976, x-ratelimit-reset-tokens: 8ms | requests REQUESTS 4999 0.012, tokens TOKENS 159976 0.008",
                "openai | x-ratelimit-remaining-tokens: 100, x-ratelimit-reset-tokens: 6m0s | tokens TOKENS 100 360",
                "openai | x-ratelimit-remaining-tokens: 100, x-ratelimit-reset-tokens: 1h2m3s | tokens TOKENS 100 3723",
                "openai | x-ratelimit-remaining-tokens: 5, x-ratelimit-reset-tokens: 8.64s, x-ratelimit-remaining-project-tokens: 7, x-ratelimit-reset-project-tokens: 1s | tokens TOKENS 5 8.64, project-tokens TOKENS 7 1",
                "groq | x-ratelimit-remaining-requests: 14370, x-ratelimit-reset-requests: 2m59.56s, x-ratelimit-remaining-tokens: 17997, x-ratelimit-reset-tokens: 17.399999999s | requests REQUESTS 14370 179.56, tokens TOKENS 17997 17.4",
                "azure-openai | x-ratelimit-remaining-requests: 119, x-ratelimit-reset-requests: 500, x-ratelimit-remaining-tokens: 119984, x-ratelimit-reset-tokens: 7 | requests REQUESTS 119 60, tokens TOKENS 119984 60",
                "azure-openai | x-ratelimit-remaining-requests: 1, x-ratelimit-reset-requests: 10s | requests REQUESTS 1 10",
                "azure-openai | x-ratelimit-remaining-requests: -1, x-ratelimit-remaining-tokens: 0, x-ratelimit-limit-tokens: -1 | ",
                "azure-openai | x-ratelimit-remaining-tokens: 0, x-ratelimit-limit-tokens: 0 | ",
                "azure-openai | x-ratelimit-remaining-tokens: 0, x-ratelimit-limit-tokens: 30000 | tokens TOKENS 0 60",
                "mistral | x-ratelimit-remaining-req-10-second: 5, x-ratelimit-remaining-tokens-minute: 499986, x-ratelimit-remaining-tokens-month: 9998, x-ratelimit-tokens-query-cost: 14 | req-10-second REQUESTS 5 10, tokens-minute TOKENS 499986 60, tokens-month TOKENS 9998 3600",
                "together | x-ratelimit-limit: 10, x-ratelimit-remaining: 9, x-ratelimit-reset: 1 | requests REQUESTS 9 1",
                "openrouter | x-ratelimit-limit: 20, x-ratelimit-remaining: 0, x-ratelimit-reset: 1793880030000 | requests REQUESTS 0 30",
                "openrouter | x-ratelimit-remaining: 3, x-ratelimit-reset: 1793880030 | requests REQUESTS 3 30",
                "cohere-compat | x-trial-endpoint-call-limit: 40, x-trial-endpoint-call-remaining: 39 | trial-endpoint-calls REQUESTS 39 60",
                "fireworks | x-ratelimit-limit-requests: 600, x-ratelimit-remaining-requests: 599 | requests REQUESTS 599 60",
                "xai | x-ratelimit-remaining-requests: 479, x-ratelimit-remaining-tokens: 1999 | requests REQUESTS 479 60, tokens TOKENS 1999 60",
                "compatible | anthropic-ratelimit-requests-remaining: 49, anthropic-ratelimit-requests-reset: 2026-11-05T12:00:45Z, anthropic-ratelimit-tokens-remaining: 57000, anthropic-ratelimit-tokens-reset: 2026-11-05T12:01:00Z | requests REQUESTS 49 45, tokens TOKENS 57000 60",
                "compatible | anthropic-ratelimit-input-tokens-remaining: 400, anthropic-ratelimit-input-tokens-reset: 2026-11-05T12:00:01Z, anthropic-ratelimit-output-tokens-remaining: 80, anthropic-ratelimit-output-tokens-reset: 2026-11-05T12:00:02.5Z | input-tokens PROMPT_TOKENS 400 1, output-tokens ANSWER_TOKENS 80 2.5",
                "compatible | ratelimit: \"api\";r=999;t=295 | requests REQUESTS 999 295",
                "compatible | ratelimit: \"api\";t=295;r=0 | requests REQUESTS 0 295",
                "compatible | ratelimit: \"api\";r=999 | requests REQUESTS 999 60",
                "compatible | x-ratelimit-remaining-requests: 4, x-ratelimit-reset-requests: 20, x-ratelimit-remaining: 400 | requests REQUESTS 4 20",
                "vllm | x-ratelimit-remaining-requests: 4, x-ratelimit-reset-requests: 1d | requests REQUESTS 4 86400",
                "ollama | content-type: application/json | ",
            })
    void readsWhatEachProviderSays(String preset, String headers, @Nullable String expected) {
        assertThat(read(preset, headers)).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-1   | 10s",
                "many | 10s",
                "''   | 10s",
                "1e3  | 10s",
                "9999999999999999 | 10s",
                "5    | 0s",
                "5    | 0",
                "5    | 2026-11-05T11:59:59Z",
                "5 | 1793879999",
            })
    void isSilentAboutFiguresThatSayNothing(String remaining, String reset) {
        assertThat(read(
                        "openai",
                        "x-ratelimit-remaining-requests: " + remaining + ", x-ratelimit-reset-requests: " + reset))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"soon", "6m0", "5 apples", "1.2.3s", "-5s", "2026-11-05Tea", "s", "''", "1s5"})
    void holdsAFigureForAMinuteWhoseResetCannotBeRead(String reset) {
        assertThat(read("openai", "x-ratelimit-remaining-requests: 5, x-ratelimit-reset-requests: " + reset))
                .isEqualTo("requests REQUESTS 5 60");
    }

    @Test
    void believesNoFigureForLongerThanADay() {
        assertThat(read("openai", "x-ratelimit-remaining-requests: 5, x-ratelimit-reset-requests: 30d"))
                .isEqualTo("requests REQUESTS 5 86400");
    }

    @Test
    void looksForTheLimitsOfTheProviderAlone() {
        read("groq", "content-type: application/json");

        assertThat(looks).containsExactly("x-ratelimit-remaining-requests", "x-ratelimit-remaining-tokens");
    }

    private @Nullable String look(Map<String, String> headers, String name) {
        looks.add(name);
        return headers.get(name);
    }

    private String read(String preset, String headers) {
        ProviderPreset provider = ProviderPreset.byName(preset);
        assertThat(provider).as(preset).isNotNull();
        Map<String, String> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String header : headers.split(", ", -1)) {
            String[] parts = header.split(": ", 2);
            named.put(parts[0], parts[1]);
        }
        Quota quota = reader.read(provider == null ? ProviderPreset.COMPATIBLE : provider, named);
        return quota == null
                ? ""
                : String.join(
                        ", ",
                        quota.limits().stream().map(QuotaReaderTests::text).toList());
    }

    private static String text(Remaining limit) {
        double seconds = Duration.between(NOW, limit.until()).toMillis() / 1000.0;
        String until = seconds == Math.rint(seconds) ? String.valueOf((long) seconds) : String.valueOf(seconds);
        return limit.limit() + " " + limit.metered() + " " + limit.amount() + " " + until;
    }
}
