package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What health changes in a plan. */
class PlannerHealthTests {

    private final Scenario scenario = new Scenario();

    @Test
    void putsAKeyWhoseLimitsDoNotCarryTheRequestBehindItsSiblings() {
        scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B", "C").usedUp("A");

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai B", "gpt-4o openai C", "gpt-4o openai A");
        assertThat(text.exclusions()).isEmpty();
    }

    @Test
    void keepsTheOrderOfKeysOfWhichNoneCarriesTheRequest() {
        scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B").usedUp("A", "B");

        assertThat(scenario.plan("gpt-4o").attempts()).containsExactly("gpt-4o openai A", "gpt-4o openai B");
    }

    @Test
    void movesNoKeyBehindAnotherProviderOrAnotherTier() {
        scenario.model("gpt-4o", "openai", "azure-eu")
                .prioritized("openai", "A")
                .prioritized("azure-eu", "B")
                .shared("openai", "S", "T")
                .fallback("openai", "F", "G")
                .usedUp("A", "S", "F");

        assertThat(scenario.plan("gpt-4o").attempts())
                .containsExactly(
                        "gpt-4o openai A",
                        "gpt-4o azure-eu B",
                        "gpt-4o openai T",
                        "gpt-4o openai S",
                        "gpt-4o openai G",
                        "gpt-4o openai F");
    }

    @Test
    void opensNoSharedCapacityThatAStrictKeyWithoutQuotaCloses() {
        scenario.model("gpt-4o", "openai")
                .prioritized("openai", "A")
                .shared("openai", "S")
                .usedUp("A");
        scenario.key("A").neverForModels();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai A");
        assertThat(text.exclusions()).containsExactly("gpt-4o openai S strict: A");
    }

    @Test
    void looksAtTheLimitsOfEachModelOfAProvider() {
        scenario.model("gpt-4o", "openai", "openai")
                .prioritized("openai", "A", "B")
                .usedUp("A at openai-2");

        assertThat(scenario.plan("gpt-4o").attempts())
                .containsExactly("gpt-4o openai A", "gpt-4o openai B", "gpt-4o openai-2 B", "gpt-4o openai-2 A");
    }

    @Test
    void leavesACoolingKeyOutAndSaysSo() {
        scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B").cooling("A");

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai B");
        assertThat(text.exclusions()).containsExactly("gpt-4o openai A cooldown: A");
        assertThat(text.plan().cooling())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.key().name()).isEqualTo("A"));
    }
}
