package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What closes shared capacity, and for whom. */
class PlannerStrictnessTests {

    private final Scenario scenario = new Scenario();

    @Nested
    class OwnKeysOnly {

        @Test
        void keepsToOwnKeysWhenTheProfileIsStrict() {
            twoProviders().strictProfile();

            assertOwnKeysOnlyBecauseOf("profile");
        }

        @Test
        void keepsToOwnKeysWhenTheCallerIsStrict() {
            twoProviders().strictCaller();

            assertOwnKeysOnlyBecauseOf("caller");
        }

        @Test
        void keepsToOwnKeysWhenTheRequestAsksForIt() {
            twoProviders().strictRequest();

            assertOwnKeysOnlyBecauseOf("caller");
        }

        @Test
        void namesTheProfileBeforeCallerKeyAndGrant() {
            twoProviders().strictProfile().strictCaller().strictRequest().withoutSharedCapacity();
            scenario.key("A").never();

            assertOwnKeysOnlyBecauseOf("profile");
        }

        @Test
        void namesTheRequestBeforeKeyAndGrant() {
            twoProviders().strictRequest().withoutSharedCapacity();
            scenario.key("A").never();

            assertOwnKeysOnlyBecauseOf("caller");
        }

        @Test
        void namesTheKeyBeforeTheGrant() {
            twoProviders().withoutSharedCapacity();
            scenario.key("A").never();

            assertThat(scenario.plan("gpt-4o").exclusions())
                    .containsExactly("gpt-4o openai S strict: A", "gpt-4o azure-eu T not_granted: grant");
        }

        private Scenario twoProviders() {
            return scenario.model("gpt-4o", "openai", "azure-eu")
                    .prioritized("openai", "A")
                    .shared("openai", "S")
                    .shared("azure-eu", "T")
                    .fallback("azure-eu", "F");
        }

        private void assertOwnKeysOnlyBecauseOf(String responsible) {
            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai A", "gpt-4o azure-eu F");
            assertThat(text.exclusions())
                    .containsExactly(
                            "gpt-4o openai S strict: " + responsible, "gpt-4o azure-eu T strict: " + responsible);
        }
    }

    @Nested
    class NeverForModels {

        @Test
        void bindsSiblingsForTheModelsItCovers() {
            scenario.model("gpt-4o", "openai")
                    .model("gpt-5.2", "openai")
                    .prioritized("openai", "A", "B")
                    .shared("openai", "S");
            scenario.key("A").models("gpt-4o").neverForModels();

            PlanText covered = scenario.plan("gpt-4o");
            PlanText other = scenario.plan("gpt-5.2");

            assertThat(covered.attempts()).containsExactly("gpt-4o openai A", "gpt-4o openai B");
            assertThat(covered.exclusions()).containsExactly("gpt-4o openai S strict: A");
            assertThat(other.attempts()).containsExactly("gpt-5.2 openai B", "gpt-5.2 openai S");
            assertThat(other.exclusions()).containsExactly("gpt-5.2 openai A key_filter:model: A");
        }

        @Test
        void leavesAnotherProvidersSharedCapacityOpen() {
            scenario.model("gpt-4o", "openai", "azure-eu")
                    .prioritized("openai", "A")
                    .shared("openai", "S")
                    .shared("azure-eu", "T");
            scenario.key("A").neverForModels();

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai A", "gpt-4o azure-eu T");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai S strict: A");
        }

        @Test
        void speaksFromTheFallbackSectionAsWell() {
            scenario.model("gpt-4o", "openai").shared("openai", "S").fallback("openai", "F");
            scenario.key("F").neverForModels();

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai F");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai S strict: F");
        }

        @Test
        void isSilentForRequestsOutsideItsMembersAndEnvironments() {
            scenario.model("gpt-4o", "openai")
                    .member("research")
                    .environment("dev")
                    .prioritized("openai", "A", "B")
                    .shared("openai", "S");
            scenario.key("A").members("legal").neverForModels();
            scenario.key("B").environments("prod").neverForModels();

            assertThat(scenario.plan("gpt-4o").attempts()).containsExactly("gpt-4o openai S");
        }
    }

    @Nested
    class Never {

        @Test
        void closesSharedCapacityForModelsOutsideItsOwnFilterToo() {
            scenario.model("gpt-5.2", "openai", "azure-eu")
                    .prioritized("openai", "A")
                    .shared("openai", "S")
                    .shared("azure-eu", "T");
            scenario.key("A").models("gpt-4o").never();

            PlanText text = scenario.plan("gpt-5.2");

            assertThat(text.attempts()).containsExactly("gpt-5.2 azure-eu T");
            assertThat(text.exclusions())
                    .containsExactly("gpt-5.2 openai A key_filter:model: A", "gpt-5.2 openai S strict: A");
        }

        @Test
        void closesSharedCapacityForTheAgentItIsPinnedToAndNobodyElse() {
            scenario.model("claude", "anthropic")
                    .prioritized("anthropic", "contract", "B")
                    .shared("anthropic", "S");
            scenario.key("contract").apiKeys("legal-bot").never();

            PlanText pinned = scenario.caller("legal-bot").plan("claude");
            PlanText other = scenario.caller("content-agent").plan("claude");

            assertThat(pinned.attempts()).containsExactly("claude anthropic contract", "claude anthropic B");
            assertThat(pinned.exclusions()).containsExactly("claude anthropic S strict: contract");
            assertThat(other.attempts()).containsExactly("claude anthropic B", "claude anthropic S");
            assertThat(other.exclusions()).containsExactly("claude anthropic contract key_filter:api_key: contract");
        }

        @Test
        void isNamedByTheFirstKeyThatSaysIt() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B").shared("openai", "S");
            scenario.key("A").neverForModels();
            scenario.key("B").never();

            assertThat(scenario.plan("gpt-4o").exclusions()).containsExactly("gpt-4o openai S strict: A");
        }
    }

    @Nested
    class StaysStrict {

        @Test
        void whenTheStrictKeyIsDisabled() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A", "B").shared("openai", "S");
            scenario.key("A").never().disabled();

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).containsExactly("gpt-4o openai B");
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A disabled: A", "gpt-4o openai S strict: A");
        }

        @Test
        void whenTheStrictKeyHasExpired() {
            scenario.model("gpt-4o", "openai").prioritized("openai", "A").shared("openai", "S");
            scenario.key("A").neverForModels().expires(Scenario.NOW);

            PlanText text = scenario.plan("gpt-4o");

            assertThat(text.attempts()).isEmpty();
            assertThat(text.exclusions()).containsExactly("gpt-4o openai A disabled: A", "gpt-4o openai S strict: A");
        }
    }
}
