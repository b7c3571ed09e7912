package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Tier;
import dev.byok.quota.Demand;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PlannerTests {

    private final Scenario scenario = new Scenario();

    @Nested
    class Order {

        @Test
        void triesPrioritizedKeysThenSharedCapacityThenFallbackKeys() {
            scenario.model("gpt-4o", "openai")
                    .fallback("openai", "reserve")
                    .shared("openai", "shared-1", "shared-2")
                    .prioritized("openai", "main", "second");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts())
                    .containsExactly(
                            "gpt-4o openai main",
                            "gpt-4o openai second",
                            "gpt-4o openai shared-1",
                            "gpt-4o openai shared-2",
                            "gpt-4o openai reserve");
            assertThat(text.exclusions()).isEmpty();
            assertThat(text.plan().attempts())
                    .extracting(Attempt::tier)
                    .containsExactly(Tier.PRIORITIZED, Tier.PRIORITIZED, Tier.SHARED, Tier.SHARED, Tier.FALLBACK);
        }

        @Test
        void triesOwnKeysOfAllProvidersBeforeAnySharedCapacity() {
            scenario.model("gpt-4o", "azure-eu", "openai")
                    .shared("azure-eu", "shared-azure")
                    .shared("openai", "shared-openai")
                    .fallback("azure-eu", "reserve-azure")
                    .fallback("openai", "reserve-openai")
                    .prioritized("openai", "main");

            assertThat(scenario.plan("gpt-4o").attempts())
                    .containsExactly(
                            "gpt-4o openai main",
                            "gpt-4o azure-eu shared-azure",
                            "gpt-4o openai shared-openai",
                            "gpt-4o azure-eu reserve-azure",
                            "gpt-4o openai reserve-openai");
        }

        @Test
        void triesEveryKeyOfAnEndpointBeforeTheNextEndpointOfTheSameProvider() {
            scenario.model("gpt-4o", "openai", "azure-eu", "openai")
                    .prioritized("openai", "A", "B")
                    .prioritized("azure-eu", "C");

            assertThat(scenario.plan("gpt-4o").attempts())
                    .containsExactly(
                            "gpt-4o openai A",
                            "gpt-4o openai B",
                            "gpt-4o azure-eu C",
                            "gpt-4o openai-2 A",
                            "gpt-4o openai-2 B");
        }

        @Test
        void usesUpAModelBeforeTheNextOneInTheRequestsOrder() {
            scenario.model("gpt-4o", "openai")
                    .model("claude", "anthropic")
                    .prioritized("openai", "A")
                    .shared("openai", "S")
                    .prioritized("anthropic", "B");

            PlanText text = scenario.plan("claude", "gpt-4o");

            assertThat(text.attempts()).containsExactly("claude anthropic B", "gpt-4o openai A", "gpt-4o openai S");
            assertThat(text.plan().attempts()).extracting(Attempt::modelIndex).containsExactly(0, 1, 1);
        }

        @Test
        void goesOnWithTheNextModelWhenOneHasNoAttempt() {
            scenario.model("gpt-4o", "openai")
                    .model("claude", "anthropic")
                    .prioritized("openai", "A")
                    .prioritized("anthropic", "B");
            scenario.key("A").disabled();

            PlanText text = scenario.plan("gpt-4o", "claude");

            assertThat(text.attempts()).containsExactly("claude anthropic B");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A disabled: A");
        }

        @Test
        void listsExclusionsByModelThenWholeEndpointsThenTierThenEndpointThenPosition() {
            scenario.model("gpt-4o", "openai", "azure-eu", "vllm")
                    .model("claude", "openai")
                    .grants("openai", "azure-eu")
                    .withoutSharedCapacity()
                    .fallback("openai", "F")
                    .shared("openai", "S")
                    .prioritized("openai", "A", "B")
                    .prioritized("azure-eu", "C");
            List.of("A", "B", "C", "F").forEach(name -> scenario.key(name).disabled());

            PlanText text = scenario.plan("gpt-4o", "claude");

            assertThat(text.attempts()).isEmpty();
            assertThat(text.exclusions())
                    .containsExactly(
                            "gpt-4o vllm allowed_providers: grant",
                            "gpt-4o openai A disabled: A",
                            "gpt-4o openai B disabled: B",
                            "gpt-4o azure-eu C disabled: C",
                            "gpt-4o openai S not_granted: grant",
                            "gpt-4o openai F disabled: F",
                            "claude openai A disabled: A",
                            "claude openai B disabled: B",
                            "claude openai S not_granted: grant",
                            "claude openai F disabled: F");
        }

        @Test
        void refusesACallerWhoseWorkspaceIsUnknown() {
            PolicySnapshot empty = new PolicySnapshot(
                    "9be01d4", Map.of(), Map.of(), Map.of(), Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());
            Caller stranger =
                    new Caller("bot", "globex", null, null, Profile.DEFAULT, true, false, Scenario.at("caller"));
            scenario.model("gpt-4o", "openai").prioritized("openai", "A");
            List<Attempt> attempts = scenario.plan("gpt-4o").plan().attempts();
            PlanRequest request = new PlanRequest(
                    stranger,
                    List.of(attempts.get(0).model()),
                    Narrowing.NONE,
                    InstantSource.fixed(Scenario.NOW),
                    Scenario.HEALTHY,
                    Demand.NONE);

            assertThatThrownBy(() -> new Planner().plan(empty, request))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no workspace globex in policy 9be01d4");
        }
    }

    @Nested
    class Grants {

        @Test
        void excludesAnEndpointAsAWholeWhenItsProviderIsNotGranted() {
            scenario.model("gpt-4o", "openai", "azure-eu")
                    .grants("azure-*")
                    .prioritized("openai", "A", "B")
                    .shared("openai", "S")
                    .prioritized("azure-eu", "C");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o azure-eu C");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai allowed_providers: grant");
        }

        @Test
        void saysSoForEachEndpointOfAProviderThatIsNotGranted() {
            scenario.model("gpt-4o", "openai", "openai").grants("azure-*").prioritized("openai", "A");

            assertThat(scenario.plan("gpt-4o").exclusions())
                    .containsExactly(
                            "gpt-4o openai allowed_providers: grant", "gpt-4o openai allowed_providers: grant");
        }

        @Test
        void usesOwnKeysOnlyWhenSharedCapacityIsNotGranted() {
            scenario.model("gpt-4o", "openai")
                    .withoutSharedCapacity()
                    .prioritized("openai", "A")
                    .shared("openai", "S")
                    .fallback("openai", "F");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai A", "gpt-4o openai F");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai S not_granted: grant");
        }
    }

    @Nested
    class KeyFilter {

        @Test
        void leavesOutAKeyMeantForOtherModels() {
            scenario.model("openai/gpt-4o", "openai").prioritized("openai", "A", "B");
            scenario.key("A").models("openai/*-mini");
            scenario.key("B").models("openai/*-mini", "openai/gpt-*");

            PlanText text = scenario.plan("openai/gpt-4o");

            assertThat(text.attempts()).containsExactly("openai/gpt-4o openai B");
            assertThat(text.exclusions()).containsExactly("openai/gpt-4o openai A key_filter:model: A");
        }

        @Test
        void leavesOutAKeyMeantForOtherCallers() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B");
            scenario.key("A").apiKeys("legal-bot");
            scenario.key("B").apiKeys("content-*");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai B");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A key_filter:api_key: A");
        }

        @Test
        void leavesOutAKeyMeantForOtherMembers() {
            scenario.model("gpt-4o", "openai").member("research").prioritized("openai", "A", "B");
            scenario.key("A").members("legal");
            scenario.key("B").members("legal", "research");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai B");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A key_filter:member: A");
        }

        @Test
        void leavesOutAKeyMeantForOtherEnvironments() {
            scenario.model("gpt-4o", "openai").environment("prod").prioritized("openai", "A", "B");
            scenario.key("A").environments("dev");
            scenario.key("B").environments("prod");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai B");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A key_filter:environment: A");
        }

        @Test
        void leavesOutKeysMeantForMembersOrEnvironmentsWhenTheCallerHasNone() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B");
            scenario.key("A").members("*");
            scenario.key("B").environments("*");

            assertThat(scenario.plan("gpt-4o").exclusions())
                    .containsExactly(
                            "gpt-4o openai A key_filter:member: A", "gpt-4o openai B key_filter:environment: B");
        }

        @Test
        void reportsTheFirstFailingFilterInTheOrderModelApiKeyMemberEnvironment() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "all", "no-model", "no-api-key", "env-only");
            scenario.key("all").models("x").apiKeys("x").members("x").environments("x");
            scenario.key("no-model").apiKeys("x").members("x").environments("x");
            scenario.key("no-api-key").members("x").environments("x");
            scenario.key("env-only").environments("x");

            assertThat(scenario.plan("gpt-4o").exclusions())
                    .containsExactly(
                            "gpt-4o openai all key_filter:model: all",
                            "gpt-4o openai no-model key_filter:api_key: no-model",
                            "gpt-4o openai no-api-key key_filter:member: no-api-key",
                            "gpt-4o openai env-only key_filter:environment: env-only");
        }

        @Test
        void appliesToFallbackKeysAsWell() {
            scenario.model("gpt-4o", "openai").fallback("openai", "F", "G");
            scenario.key("F").apiKeys("legal-bot");

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai G");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai F key_filter:api_key: F");
        }

        @Test
        void reportsTheFilterWhenTheKeyIsDisabledToo() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A");
            scenario.key("A").models("claude").disabled();

            assertThat(scenario.plan("gpt-4o").exclusions()).containsExactly("gpt-4o openai A key_filter:model: A");
        }
    }

    @Nested
    class Disabled {

        @Test
        void leavesOutKeysOfAnyTierThatAreSwitchedOff() {
            scenario.model("gpt-4o", "openai")
                    .prioritized("openai", "A", "B")
                    .shared("openai", "S")
                    .fallback("openai", "F");
            List.of("A", "S", "F").forEach(name -> scenario.key(name).disabled());

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai B");
            assertThat(text.exclusions())
                    .containsExactly(
                            "gpt-4o openai A disabled: A",
                            "gpt-4o openai S disabled: S",
                            "gpt-4o openai F disabled: F");
        }

        @Test
        void leavesOutAKeyFromTheInstantItExpires() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "past", "now", "soon");
            scenario.key("past").expires(Scenario.NOW.minusSeconds(1));
            scenario.key("now").expires(Scenario.NOW);
            scenario.key("soon").expires(Scenario.NOW.plusSeconds(1));

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai soon");
            assertThat(text.exclusions())
                    .containsExactly("gpt-4o openai past disabled: past", "gpt-4o openai now disabled: now");
        }

        @Test
        void reportsClosedSharedCapacityRatherThanADisabledSharedKey() {
            scenario.model("gpt-4o", "openai").withoutSharedCapacity().shared("openai", "S");
            scenario.key("S").disabled();

            assertThat(scenario.plan("gpt-4o").exclusions()).containsExactly("gpt-4o openai S not_granted: grant");
        }
    }
}
