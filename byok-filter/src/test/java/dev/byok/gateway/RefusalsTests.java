package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.Tier;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalsTests {

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(Refusals.noPolicy(), 503, "policy_not_loaded", false),
                Arguments.of(Refusals.unknownUrl(), 404, "unknown_url", true),
                Arguments.of(Refusals.wrongMethod(ApiOperation.MODELS), 405, "method_not_allowed", true),
                Arguments.of(Refusals.unauthorized("no key"), 401, "invalid_api_key", true),
                Arguments.of(Refusals.unknownModel("gpt-9"), 404, "model_not_found", true),
                Arguments.of(Refusals.badRequest("no", "invalid_body"), 400, "invalid_body", true),
                Arguments.of(Refusals.noRoute(Calls.identified(false), List.of()), 403, "no_eligible_route", true));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void haveAStableStatusAndCode(LocalAnswer answer, int status, String code, boolean retryPointless) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.error()).isNotNull().satisfies(error -> assertThat(error.code())
                .isEqualTo(code));
        assertThat(answer.retryPointless()).isEqualTo(retryPointless);
        assertThat(text(answer)).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void cutALongModelNameShort() {
        assertThat(text(Refusals.unknownModel("m".repeat(5_000)))).hasSizeLessThan(400);
    }

    @Test
    void explainAPlanWithoutAttempts() {
        List<Exclusion> exclusions = List.of(
                new Exclusion("m", "openai", null, null, ExclusionReason.ALLOWED_PROVIDERS, Calls.HERE),
                new Exclusion("m", "azure", "secret-name", Tier.SHARED, ExclusionReason.STRICT, Calls.HERE));

        String hidden = text(Refusals.noRoute(Calls.identified(false), exclusions));
        String shown = text(Refusals.noRoute(Calls.identified(true), exclusions));

        assertThat(hidden)
                .contains("\"reason\":\"allowed_providers\"", "\"reason\":\"strict\"", "\"tier\":\"SHARED\"")
                .contains("strictness closes shared capacity")
                .contains("\"file\":\"test\",\"line\":1")
                .doesNotContain("secret-name");
        assertThat(shown).contains("\"key\":\"secret-name\"");
    }

    @Test
    void nameOnlyTheFirstOfManyKeysAndSayHowManyThereAre() {
        List<Exclusion> exclusions = IntStream.range(0, 5_000)
                .mapToObj(i -> new Exclusion(
                        "m", "openai", "key-" + i, Tier.PRIORITIZED, ExclusionReason.DISABLED, Calls.HERE))
                .toList();

        String text = text(Refusals.noRoute(Calls.identified(true), exclusions));

        assertThat(text).contains("\"key-99\"", "\"excluded_total\":5000").doesNotContain("\"key-100\"");
    }

    private static String text(LocalAnswer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
