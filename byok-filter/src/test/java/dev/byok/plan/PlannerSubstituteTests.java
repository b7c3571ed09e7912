package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.ModelFallback.MaxCost;
import dev.byok.policy.Sort;
import dev.byok.policy.SourceLocation;
import dev.byok.price.Price;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models other than the first that a request names: whether they serve, and what they may cost. */
class PlannerSubstituteTests {

    private static final SourceLocation HERE = new SourceLocation("profile", 1);

    private final Scenario scenario = new Scenario()
            .prioritized("openai", "A")
            .prioritized("azure-eu", "B")
            .prioritized("anthropic", "C");

    @Test
    void noOtherModelServesWhereTheProfileForbidsIt() {
        models().modelFallback(new ModelFallback(null, HERE, null));

        PlanText plan = scenario.plan("gpt-4o", "claude", "gpt-4o-mini");

        assertThat(plan.attempts()).containsExactly("gpt-4o openai A");
        assertThat(plan.exclusions())
                .containsExactly(
                        "claude anthropic model_fallback: profile", "gpt-4o-mini azure-eu model_fallback: profile");
    }

    @Test
    void theFirstModelServesWhateverTheProfileForbids() {
        models().modelFallback(new ModelFallback(null, HERE, factor("0.1")));

        assertThat(scenario.plan("claude").attempts()).containsExactly("claude anthropic C");
    }

    @Test
    void whatTheProfileFallsBackToFollowsTheModelsThatTheRequestHasMerged() {
        priced("openai", 5, 20).priced("anthropic", 3, 15).priced("azure-eu", 1, 1);
        models().preferences(sortedByPriceAcrossModels());

        PlanText plan = scenario.planWithFallback(2, "gpt-4o", "claude", "gpt-4o-mini");

        assertThat(plan.attempts()).containsExactly("claude anthropic C", "gpt-4o openai A", "gpt-4o-mini azure-eu B");
        assertThat(plan.plan().parts()).isEqualTo(2);
    }

    @Test
    void oneModelOfTheRequestAndWhatItFallsBackToAreNotMerged() {
        priced("openai", 5, 20).priced("azure-eu", 1, 1);
        models().preferences(sortedByPriceAcrossModels());

        assertThat(scenario.planWithFallback(1, "gpt-4o", "gpt-4o-mini").attempts())
                .containsExactly("gpt-4o openai A", "gpt-4o-mini azure-eu B");
    }

    /** The first model's two endpoints charge 2/10 and 3/8. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "2, 8, 1x, true",
                "3, 12, 1.5x, true",
                "3.01, 12, 1.5x, false",
                "3, 12.01, 1.5x, false",
                "0.1, 12.01, 1.5x, false",
                "1, 4, 0.5x, true",
                "1.5, 4, 0.5x, false",
                "-, -, 100x, false",
                "1, -, 100x, false"
            })
    void anotherModelMayChargeSoManyTimesTheLowestOfEachPartOfTheFirst(
            @Nullable BigDecimal prompt, @Nullable BigDecimal completion, String factor, boolean serves) {
        scenario.priced("openai", new Price(usd("2"), usd("10"), null, null, null, null))
                .priced("azure-eu", new Price(usd("3"), usd("8"), null, null, null, null));
        if (prompt != null) {
            scenario.priced("anthropic", new Price(prompt, completion, null, null, null, null));
        }
        scenario.model("gpt-4o", "openai", "azure-eu")
                .model("claude", "anthropic")
                .modelFallback(new ModelFallback(null, null, factor(factor.replace("x", ""))));

        PlanText plan = scenario.plan("gpt-4o", "claude");

        assertThat(plan.attempts().contains("claude anthropic C")).isEqualTo(serves);
        assertThat(plan.exclusions()).isEqualTo(serves ? List.of() : List.of("claude anthropic max_price: profile"));
    }

    @Test
    void noOtherModelServesWhereNobodyKnowsWhatTheFirstCosts() {
        priced("anthropic", 1, 1);
        models().modelFallback(new ModelFallback(null, null, factor("100")));

        assertThat(scenario.plan("gpt-4o", "claude").attempts()).containsExactly("gpt-4o openai A");
    }

    /** An endpoint without a price neither helps nor harms those that have one. */
    @Test
    void whatNobodyKnowsOfOneEndpointOfTheFirstIsNotCounted() {
        priced("azure-eu", 2, 8).priced("anthropic", 2, 8);
        scenario.model("gpt-4o", "openai", "azure-eu")
                .model("claude", "anthropic")
                .modelFallback(new ModelFallback(null, null, factor("1")));

        assertThat(scenario.plan("gpt-4o", "claude").attempts()).contains("gpt-4o openai A", "claude anthropic C");
    }

    @Test
    void aFeePerRequestCountsToo() {
        scenario.priced("openai", new Price(usd("2"), usd("8"), null, null, null, usd("0.01")))
                .priced("anthropic", new Price(usd("1"), usd("1"), null, null, null, usd("0.02")))
                .priced("azure-eu", new Price(usd("1"), usd("1"), null, null, null, usd("0.015")));
        models().modelFallback(new ModelFallback(null, null, factor("1.5")));

        assertThat(scenario.plan("gpt-4o", "claude", "gpt-4o-mini").attempts())
                .containsExactly("gpt-4o openai A", "gpt-4o-mini azure-eu B");
    }

    private Scenario models() {
        return scenario.model("gpt-4o", "openai").model("claude", "anthropic").model("gpt-4o-mini", "azure-eu");
    }

    private PlannerSubstituteTests priced(String provider, int prompt, int completion) {
        scenario.priced(
                provider,
                new Price(BigDecimal.valueOf(prompt), BigDecimal.valueOf(completion), null, null, null, null));
        return this;
    }

    private static Preferences sortedByPriceAcrossModels() {
        Preferences none = Preferences.NONE;
        return new Preferences(
                new Asked(List.of(), true, new Sort(Sort.By.PRICE, true), null, null),
                none.variants(),
                none.pins(),
                none.speeds(),
                none.uses(),
                none.draw());
    }

    private static MaxCost factor(String factor) {
        return new MaxCost(new BigDecimal(factor), HERE);
    }

    private static BigDecimal usd(String amount) {
        return new BigDecimal(amount);
    }
}
