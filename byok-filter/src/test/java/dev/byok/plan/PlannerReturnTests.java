package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Where {@code on-failure: return} ends a plan. */
class PlannerReturnTests {

    private final Scenario scenario = new Scenario();

    @Test
    void endsThePlanAfterTheProvidersOwnKeysOfBothSections() {
        scenario.model("gpt-4o", "openai", "azure-eu")
                .prioritized("openai", "A", "B")
                .prioritized("azure-eu", "C")
                .shared("openai", "S")
                .shared("azure-eu", "T")
                .fallback("openai", "F")
                .fallback("azure-eu", "G");
        scenario.key("A").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts())
                .containsExactly("gpt-4o openai A returns", "gpt-4o openai B returns", "gpt-4o openai F returns");
        assertThat(text.exclusions())
                .containsExactly(
                        "gpt-4o azure-eu C strict: A",
                        "gpt-4o openai S strict: A",
                        "gpt-4o azure-eu T strict: A",
                        "gpt-4o azure-eu G strict: A");
    }

    @Test
    void keepsProvidersOfBetterRankBeforeTheEnd() {
        scenario.model("gpt-4o", "azure-eu", "openai", "vllm")
                .prioritized("azure-eu", "C")
                .prioritized("openai", "A")
                .prioritized("vllm", "V");
        scenario.key("A").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o azure-eu C", "gpt-4o openai A returns");
        assertThat(text.exclusions()).containsExactly("gpt-4o vllm V strict: A");
    }

    @Test
    void waitsForTheProvidersLastEndpoint() {
        scenario.model("gpt-4o", "openai", "azure-eu", "openai", "vllm")
                .prioritized("openai", "A")
                .prioritized("azure-eu", "C")
                .prioritized("vllm", "V")
                .fallback("openai", "F");
        scenario.key("A").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts())
                .containsExactly(
                        "gpt-4o openai A returns",
                        "gpt-4o azure-eu C",
                        "gpt-4o openai-2 A returns",
                        "gpt-4o openai F returns",
                        "gpt-4o openai-2 F returns");
        assertThat(text.exclusions()).containsExactly("gpt-4o vllm V strict: A");
    }

    @Test
    void followsTheProviderThatIsUsedUpFirstWhereSeveralReturn() {
        scenario.model("gpt-4o", "openai", "azure-eu", "openai")
                .prioritized("openai", "A")
                .prioritized("azure-eu", "C")
                .fallback("openai", "F")
                .fallback("azure-eu", "G");
        scenario.key("A").returnsOnFailure();
        scenario.key("C").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts())
                .containsExactly("gpt-4o openai A", "gpt-4o azure-eu C returns", "gpt-4o azure-eu G returns");
        assertThat(text.exclusions())
                .containsExactly("gpt-4o openai A strict: C", "gpt-4o openai F strict: C", "gpt-4o openai F strict: C");
    }

    @Test
    void endsThePlanForLaterModels() {
        scenario.model("gpt-4o", "openai")
                .model("claude", "anthropic", "vllm")
                .grants("openai", "anthropic")
                .prioritized("openai", "A")
                .prioritized("anthropic", "B", "C")
                .shared("anthropic", "S")
                .fallback("anthropic", "F");
        scenario.key("A").returnsOnFailure();
        scenario.key("B").returnsOnFailure();
        scenario.key("C").disabled();

        PlanText text = scenario.plan("gpt-4o", "claude");

        assertThat(text.attempts()).containsExactly("gpt-4o openai A returns");
        assertThat(text.exclusions())
                .containsExactly(
                        "claude vllm allowed_providers: grant",
                        "claude anthropic B strict: A",
                        "claude anthropic C disabled: C",
                        "claude anthropic S strict: A",
                        "claude anthropic F strict: A");
    }

    @Test
    void leavesEarlierModelsAlone() {
        scenario.model("gpt-4o", "openai")
                .model("claude", "anthropic", "openai")
                .model("llama", "vllm")
                .prioritized("openai", "A")
                .prioritized("anthropic", "B")
                .prioritized("vllm", "V")
                .shared("openai", "S");
        scenario.key("A").models("claude").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o", "claude", "llama");

        assertThat(text.attempts()).containsExactly("gpt-4o openai S", "claude anthropic B", "claude openai A returns");
        assertThat(text.exclusions())
                .containsExactly(
                        "gpt-4o openai A key_filter:model: A", "claude openai S strict: A", "llama vllm V strict: A");
    }

    @Test
    void doesNotEndThePlanForOtherCallers() {
        scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B").shared("openai", "S");
        scenario.key("A").apiKeys("legal-bot").returnsOnFailure();

        assertThat(scenario.plan("gpt-4o").attempts()).containsExactly("gpt-4o openai B", "gpt-4o openai S");
        assertThat(scenario.caller("legal-bot").plan("gpt-4o").attempts())
                .containsExactly("gpt-4o openai A returns", "gpt-4o openai B returns");
    }

    @Test
    void doesNotEndThePlanWhenTheProviderIsNotGranted() {
        scenario.model("gpt-4o", "openai", "azure-eu")
                .grants("azure-eu")
                .prioritized("openai", "A")
                .shared("azure-eu", "T");
        scenario.key("A").returnsOnFailure();

        assertThat(scenario.plan("gpt-4o").attempts()).containsExactly("gpt-4o azure-eu T");
    }

    @Test
    void doesNotEndThePlanWhenTheProviderDoesNotServeTheModel() {
        scenario.model("claude", "anthropic").prioritized("openai", "A").shared("anthropic", "S");
        scenario.key("A").returnsOnFailure();

        assertThat(scenario.plan("claude").attempts()).containsExactly("claude anthropic S");
    }

    @Test
    void staysInForceWhenTheKeyIsDisabled() {
        scenario.model("gpt-4o", "openai", "azure-eu")
                .prioritized("openai", "A", "B")
                .shared("openai", "S")
                .prioritized("azure-eu", "C");
        scenario.key("A").returnsOnFailure().disabled();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai B returns");
        assertThat(text.exclusions())
                .containsExactly(
                        "gpt-4o openai A disabled: A", "gpt-4o azure-eu C strict: A", "gpt-4o openai S strict: A");
    }

    @Test
    void endsThePlanAtTheSamePlaceWhenTheProviderHasNoUsableOwnKey() {
        scenario.model("gpt-4o", "azure-eu", "openai", "vllm")
                .prioritized("azure-eu", "C")
                .prioritized("openai", "A")
                .prioritized("vllm", "V")
                .shared("openai", "S");
        scenario.key("A").returnsOnFailure().expires(Scenario.NOW);

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o azure-eu C");
        assertThat(text.exclusions())
                .containsExactly("gpt-4o openai A disabled: A", "gpt-4o vllm V strict: A", "gpt-4o openai S strict: A");
    }

    @Test
    void endsThePlanInTheFallbackTierWhenOnlyAFallbackKeyReturns() {
        scenario.model("gpt-4o", "azure-eu", "openai", "vllm")
                .model("claude", "anthropic")
                .prioritized("openai", "A")
                .shared("vllm", "S")
                .fallback("azure-eu", "G")
                .fallback("openai", "F", "H")
                .fallback("vllm", "V")
                .prioritized("anthropic", "B");
        scenario.key("H").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o", "claude");

        assertThat(text.attempts())
                .containsExactly(
                        "gpt-4o openai A returns",
                        "gpt-4o vllm S",
                        "gpt-4o azure-eu G",
                        "gpt-4o openai F returns",
                        "gpt-4o openai H returns");
        assertThat(text.exclusions()).containsExactly("gpt-4o vllm V strict: H", "claude anthropic B strict: H");
    }

    @Test
    void waitsForTheProvidersLastEndpointInTheFallbackTierToo() {
        scenario.model("gpt-4o", "openai", "azure-eu", "openai", "vllm")
                .shared("openai", "S")
                .fallback("openai", "F")
                .fallback("azure-eu", "G")
                .fallback("vllm", "V");
        scenario.key("F").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts())
                .containsExactly(
                        "gpt-4o openai S",
                        "gpt-4o openai-2 S",
                        "gpt-4o openai F returns",
                        "gpt-4o azure-eu G",
                        "gpt-4o openai-2 F returns");
        assertThat(text.exclusions()).containsExactly("gpt-4o vllm V strict: F");
    }

    @Test
    void letsAPrioritizedKeyDecideBeforeAFallbackKeyOfBetterRank() {
        scenario.model("gpt-4o", "azure-eu", "openai", "vllm")
                .fallback("azure-eu", "G")
                .prioritized("openai", "A")
                .prioritized("vllm", "V");
        scenario.key("G").returnsOnFailure();
        scenario.key("A").returnsOnFailure();

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai A returns");
        assertThat(text.exclusions()).containsExactly("gpt-4o vllm V strict: A", "gpt-4o azure-eu G strict: A");
    }

    @Test
    void reportsTheOwnReasonOfCopiesThatWouldNotHaveBeenAttemptsAnyway() {
        scenario.model("gpt-4o", "openai", "azure-eu")
                .withoutSharedCapacity()
                .prioritized("openai", "A")
                .prioritized("azure-eu", "C")
                .shared("openai", "S")
                .fallback("azure-eu", "G");
        scenario.key("A").returnsOnFailure();
        scenario.key("C").apiKeys("legal-bot");
        scenario.key("G").disabled();

        assertThat(scenario.plan("gpt-4o").exclusions())
                .containsExactly(
                        "gpt-4o azure-eu C key_filter:api_key: C",
                        "gpt-4o openai S not_granted: grant",
                        "gpt-4o azure-eu G disabled: G");
    }

    @Test
    void namesTheFirstKeyThatAppliesWhereSeveralOfAProviderReturn() {
        scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B", "C").shared("openai", "S");
        scenario.key("A").models("claude").returnsOnFailure();
        scenario.key("B").returnsOnFailure().disabled();
        scenario.key("C").returnsOnFailure();

        assertThat(scenario.plan("gpt-4o").exclusions())
                .containsExactly(
                        "gpt-4o openai A key_filter:model: A",
                        "gpt-4o openai B disabled: B",
                        "gpt-4o openai S strict: B");
    }
}
