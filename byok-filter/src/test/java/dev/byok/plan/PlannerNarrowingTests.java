package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Glob;
import dev.byok.policy.NameList;
import dev.byok.policy.SourceLocation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a route takes away from a plan. */
class PlannerNarrowingTests {

    private final Scenario scenario = new Scenario()
            .model("gpt-4o", "openai", "azure-eu")
            .model("gpt-4o-mini", "openai")
            .prioritized("openai", "A")
            .prioritized("azure-eu", "B")
            .shared("openai", "S");

    @Test
    void leavesOutModelsThatTheRouteDoesNotAllow() {
        scenario.routeModels("chat", "*-mini");

        PlanText plan = scenario.plan("gpt-4o", "gpt-4o-mini");

        assertThat(plan.attempts()).containsExactly("gpt-4o-mini openai A", "gpt-4o-mini openai S");
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_models: route chat", "gpt-4o azure-eu allowed_models: route chat");
    }

    @Test
    void leavesOutProvidersThatTheRouteDoesNotAllow() {
        scenario.routeProviders("eu", "azure-*");

        PlanText plan = scenario.plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu B");
        assertThat(plan.exclusions()).containsExactly("gpt-4o openai allowed_providers: route eu");
    }

    @Test
    void closesSharedCapacityWhereTheRouteIsStrict() {
        scenario.strictRoute("legal").strictRequest();

        PlanText plan = scenario.plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o openai A", "gpt-4o azure-eu B");
        assertThat(plan.exclusions()).containsExactly("gpt-4o openai S strict: route legal");
    }

    @Test
    void forbidsWhatTheRoutesProfileForbids() {
        scenario.routeProfile("route-profile", true, "azure-*").callerModels("gpt-4o");

        PlanText plan = scenario.plan("gpt-4o", "gpt-4o-mini");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu B");
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_providers: route-profile", "gpt-4o-mini openai allowed_models: caller");
    }

    @Test
    void closesSharedCapacityWhereTheRoutesProfileIsStrict() {
        scenario.routeProfile("route-profile", true, "*");

        assertThat(scenario.plan("gpt-4o").exclusions()).containsExactly("gpt-4o openai S strict: route-profile");
    }

    @Test
    void intersectsSeveralLists() {
        scenario.routeModels("chat", "gpt-*").routeModels("chat", "*-mini", "claude");

        assertThat(scenario.plan("gpt-4o").attempts()).isEmpty();
        assertThat(scenario.plan("gpt-4o-mini").attempts()).isNotEmpty();
    }

    @Test
    void namesTheGrantBeforeModelsAndModelsBeforeProviders() {
        scenario.grants("openai").routeModels("chat", "*-mini").routeProviders("chat", "vllm");

        assertThat(scenario.plan("gpt-4o").exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_models: route chat", "gpt-4o azure-eu allowed_providers: grant");
    }

    @Test
    void leavesOutWhatTheCallerOrItsProfileDoesNotAllow() {
        scenario.callerModels("gpt-4o").profileProviders("azure-*");

        PlanText plan = scenario.plan("gpt-4o", "gpt-4o-mini");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu B");
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_providers: profile", "gpt-4o-mini openai allowed_models: caller");
    }

    @Test
    void leavesOutWhatTheCallerIgnores() {
        scenario.callerIgnoresProviders("open*");

        PlanText plan = scenario.plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu B");
        assertThat(plan.exclusions()).containsExactly("gpt-4o openai allowed_providers: caller");
    }

    @Test
    void namesTheCallerBeforeItsProfileAndThatBeforeTheRoute() {
        scenario.callerIgnoresProviders("azure-*").profileProviders("none").routeModels("chat", "*-mini");

        assertThat(scenario.plan("gpt-4o").exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_providers: profile", "gpt-4o azure-eu allowed_providers: caller");
    }

    @Test
    void endsWhereAKeyReturnsEvenIfTheRouteLeavesThatKeyOut() {
        scenario.key("A").returnsOnFailure();
        scenario.routeProviders("eu", "azure-*");

        PlanText plan = scenario.plan("gpt-4o", "gpt-4o-mini");

        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai allowed_providers: route eu",
                        "gpt-4o azure-eu B strict: A",
                        "gpt-4o-mini openai allowed_providers: route eu");
    }

    @Test
    void listsTheSameListOnce() {
        NameList list = NameList.allowing(List.of(Glob.of("*")), SourceLocation.ofRoute("llm"));

        Narrowing twice = Narrowing.NONE.onModels(list).onModels(list);

        assertThat(twice.guardrails().models()).containsExactly(list);
    }
}
