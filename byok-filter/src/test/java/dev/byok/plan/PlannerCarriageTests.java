package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who can be told all of a request. */
class PlannerCarriageTests {

    private final Scenario scenario = new Scenario()
            .model("claude", "anthropic", "openrouter")
            .prioritized("anthropic", "A")
            .prioritized("openrouter", "O")
            .shared("anthropic", "SA")
            .fallback("anthropic", "FA");

    @Test
    void whoCannotBeToldSomethingIsLeftOutWithAllKeys() {
        PlanText plan = scenario.untold("anthropic", "messages[0].name").plan("claude");

        assertThat(plan.attempts()).containsExactly("claude openrouter O");
        assertThat(plan.exclusions()).containsExactly("claude anthropic capability: request messages[0].name");
    }

    @Test
    void whatClosesAnEndpointOtherwiseIsNamedFirst() {
        PlanText plan = scenario.untold("anthropic", "seed")
                .callerIgnoresProviders("anthropic")
                .plan("claude");

        assertThat(plan.exclusions()).singleElement().asString().startsWith("claude anthropic allowed_providers:");
    }

    @Test
    void strictKeysStayStrictWhereTheyCannotBeTold() {
        scenario.key("A").returnsOnFailure();

        assertThat(scenario.untold("anthropic", "seed").plan("claude").attempts())
                .isEmpty();
    }
}
