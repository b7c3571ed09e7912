package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import dev.byok.policy.SourceLocation;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request may ask for and cost, and models that are too small for what it asks for. */
class PlannerCeilingTests {

    private final Scenario scenario = new Scenario().prioritized("openai", "A").prioritized("anthropic", "B");

    @ParameterizedTest
    @CsvSource({"0, true", "99, true", "100, true", "101, false", "2147483647, false"})
    void noLongerAnswerMayBeAskedForThanTheLowestCeilingAllows(int asked, boolean serves) {
        scenario.model("gpt", "openai")
                .ofCaller(tokens(100, "caller"))
                .ofProfile(tokens(500, "profile"))
                .asking(1, asked);

        PlanText plan = scenario.plan("gpt");

        assertThat(plan.attempts().isEmpty()).isEqualTo(!serves);
        assertThat(plan.exclusions().contains("gpt openai max_tokens: caller")).isEqualTo(!serves);
    }

    @Test
    void ofTheSameCeilingsTheCallersIsNamedAndEmbeddingsHaveNone() {
        scenario.model("gpt", "openai").ofCaller(tokens(100, "caller")).ofProfile(tokens(100, "profile"));

        assertThat(scenario.asking(1, 200).plan("gpt").exclusions()).containsExactly("gpt openai max_tokens: caller");
        assertThat(scenario.asking(0, 200).plan("gpt").exclusions()).isEmpty();
    }

    /** A million tokens cost 2 USD in the prompt and 10 in the answer; the prompt of a scenario has one thousand. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "1, 800, -, -, 0.01, true",
                "1, 801, -, -, 0.01, false",
                "2, 400, -, -, 0.01, true",
                "2, 401, -, -, 0.01, false",
                "1, 0, 900, 800, 0.01, true",
                "1, 0, 700, 801, 0.01, false",
                "1, 0, 800, -, 0.01, true",
                "2, 0, 800, -, 0.01, false",
                "1, 0, -, -, 1000000, false",
                "0, 0, -, -, 0.002, true",
                "0, 0, -, -, 0.0019, false"
            })
    void noRequestMayCostMoreThanTheCeilingForItsPromptAndItsLongestAnswers(
            int answers,
            int asked,
            @Nullable Integer context,
            @Nullable Integer maxOutput,
            BigDecimal most,
            boolean serves) {
        scenario.price("openai", "2", "10")
                .sized("gpt", context, maxOutput)
                .model("gpt", "openai")
                .ofProfile(price(most, "profile"))
                .asking(answers, asked);

        PlanText plan = scenario.plan("gpt");

        assertThat(plan.attempts().isEmpty()).isEqualTo(!serves);
        assertThat(plan.exclusions().contains("gpt openai max_price:request: profile"))
                .isEqualTo(!serves);
    }

    @Test
    void aRequestWhosePriceNobodyKnowsIsTooDear() {
        scenario.model("gpt", "openai")
                .ofCaller(price(BigDecimal.TEN, "caller"))
                .asking(1, 10);

        assertThat(scenario.plan("gpt").exclusions()).containsExactly("gpt openai max_price:request: caller");
    }

    @Test
    void aModelThatTheAnswerAloneFillsIsPassedOver() {
        models(1000, 4000).asking(1, 1000);

        PlanText plan = scenario.plan("gpt", "claude");

        assertThat(plan.attempts()).containsExactly("claude anthropic B");
        assertThat(plan.exclusions()).containsExactly("gpt openai context_length: gpt");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"1000, 999", "-, 5000", "1000, 0"})
    void aModelThatMayBeLargeEnoughIsAsked(@Nullable Integer context, int asked) {
        models(context, 9000).asking(1, asked);

        assertThat(scenario.plan("gpt", "claude").attempts()).containsExactly("gpt openai A", "claude anthropic B");
    }

    @Test
    void whereNoModelIsLargeEnoughEachIsAsked() {
        models(1000, 1000).asking(1, 2000);

        assertThat(scenario.plan("gpt", "claude").attempts()).containsExactly("gpt openai A", "claude anthropic B");
    }

    @Test
    void whereTheLargeModelIsClosedTheSmallOneIsAsked() {
        models(1000, 4000).callerModels("gpt").asking(1, 2000);

        assertThat(scenario.plan("gpt", "claude").attempts()).containsExactly("gpt openai A");
    }

    @Test
    void whereTheSmallModelsOwnKeysEndThePlanTheyAreAsked() {
        models(1000, 4000).asking(1, 2000).key("A").returnsOnFailure();

        assertThat(scenario.plan("gpt", "claude").attempts()).containsExactly("gpt openai A returns");
    }

    private Scenario models(@Nullable Integer small, Integer large) {
        return scenario.sized("gpt", small, null)
                .sized("claude", large, null)
                .model("gpt", "openai")
                .model("claude", "anthropic");
    }

    private static Ceilings tokens(int most, String who) {
        return new Ceilings(new Ceiling<>(most, new SourceLocation(who, 1)), null);
    }

    private static Ceilings price(BigDecimal most, String who) {
        return new Ceilings(null, new Ceiling<>(most, new SourceLocation(who, 1)));
    }
}
