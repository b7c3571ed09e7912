package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.DataDemand;
import dev.byok.policy.Glob;
import dev.byok.policy.NameList;
import dev.byok.policy.SourceLocation;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may see the content of a request. */
class PlannerDataTests {

    private static final SourceLocation HERE = Scenario.at("demand");

    private final Scenario scenario = new Scenario()
            .dataPolicy("azure-eu", true, false, "eu")
            .dataPolicy("anthropic", false, false, "us")
            .model("gpt-4o", "openai", "azure-eu", "anthropic")
            .prioritized("openai", "O")
            .prioritized("azure-eu", "A")
            .prioritized("anthropic", "C")
            .shared("openai", "SO")
            .shared("azure-eu", "SA")
            .fallback("openai", "F");

    @Test
    void asksNothingOfProvidersWhereNobodyDemandsAnything() {
        assertThat(scenario.plan("gpt-4o").attempts())
                .containsExactly(
                        "gpt-4o openai O",
                        "gpt-4o azure-eu A",
                        "gpt-4o anthropic C",
                        "gpt-4o openai SO",
                        "gpt-4o azure-eu SA",
                        "gpt-4o openai F");
    }

    @Test
    void whatIsNotSaidIsNotZeroRetention() {
        PlanText plan = scenario.callerDemands(zdr()).plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu A", "gpt-4o azure-eu SA");
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai O data_policy:zdr: demand",
                        "gpt-4o anthropic C data_policy:zdr: demand",
                        "gpt-4o openai SO data_policy:zdr: demand",
                        "gpt-4o openai F data_policy:zdr: demand");
    }

    @Test
    void whatIsNotSaidIsTakenToTrain() {
        PlanText plan = scenario.profileDemands(noTraining()).plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu A", "gpt-4o anthropic C", "gpt-4o azure-eu SA");
        assertThat(plan.exclusions()).containsExactly("gpt-4o openai data_policy:training: demand");
    }

    @Test
    void whatIsNowhereIsInNoRegion() {
        PlanText plan = scenario.requestDemands(regions("us", "eu")).plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu A", "gpt-4o anthropic C", "gpt-4o azure-eu SA");
        assertThat(plan.exclusions())
                .containsExactly(
                        "gpt-4o openai O region: demand",
                        "gpt-4o openai SO region: demand",
                        "gpt-4o openai F region: demand");
    }

    @Test
    void aDeclarationChangesWhatItsKeyMayServeAndNothingElse() {
        scenario.key("F").declaresZdr(true);
        scenario.key("A").declaresZdr(false);

        assertThat(scenario.callerDemands(zdr()).plan("gpt-4o").attempts())
                .containsExactly("gpt-4o azure-eu SA", "gpt-4o openai F");
    }

    @Test
    void aDeclarationOfRetentionSaysNothingOfTraining() {
        scenario.key("O").declaresZdr(true);

        PlanText plan = scenario.callerDemands(noTraining()).plan("gpt-4o");

        assertThat(plan.exclusions()).containsExactly("gpt-4o openai data_policy:training: demand");
    }

    @Test
    void aDeclaredRegionIsInPlaceOfTheProviders() {
        scenario.key("C").declaresRegion("eu");
        scenario.key("A").declaresRegion("us");

        assertThat(scenario.callerDemands(regions("eu")).plan("gpt-4o").attempts())
                .containsExactly("gpt-4o anthropic C", "gpt-4o azure-eu SA");
    }

    @Test
    void listsOfRegionsIntersect() {
        scenario.callerDemands(regions("eu", "us")).profileDemands(regions("us", "ap"));

        assertThat(scenario.plan("gpt-4o").attempts()).containsExactly("gpt-4o anthropic C");
    }

    @Test
    void aKeyThatMayNotServeStaysStrict() {
        scenario.key("O").never().declaresZdr(false);
        scenario.key("F").declaresZdr(true);

        PlanText plan = scenario.callerDemands(zdr()).plan("gpt-4o");

        assertThat(plan.attempts()).containsExactly("gpt-4o azure-eu A", "gpt-4o azure-eu SA", "gpt-4o openai F");
        assertThat(plan.exclusions()).contains("gpt-4o openai SO strict: O");
    }

    @Test
    void aKeyThatMayNotServeStillEndsThePlan() {
        scenario.key("O").returnsOnFailure();

        PlanText plan = scenario.callerDemands(zdr()).plan("gpt-4o");

        assertThat(plan.attempts()).isEmpty();
        assertThat(plan.exclusions())
                .contains("gpt-4o openai O data_policy:zdr: demand", "gpt-4o azure-eu A strict: O");
    }

    @Test
    void aStrictDataClassLeavesOwnKeysOnly() {
        DataDemand ownKeys = new DataDemand(null, null, List.of(), HERE, null);

        PlanText plan = scenario.callerDemands(ownKeys).plan("gpt-4o");

        assertThat(plan.attempts())
                .containsExactly("gpt-4o openai O", "gpt-4o azure-eu A", "gpt-4o anthropic C", "gpt-4o openai F");
        assertThat(plan.exclusions()).contains("gpt-4o openai SO strict: demand");
        assertThat(new Scenario()
                        .model("gpt-4o", "openai")
                        .shared("openai", "S")
                        .requestDemands(ownKeys)
                        .plan("gpt-4o")
                        .attempts())
                .isEmpty();
    }

    @Test
    void whoDemandsTheSameTwiceIsNamedOnce() {
        DataDemand again = new DataDemand(Scenario.at("again"), null, List.of(), null, null);

        PlanText plan = scenario.callerDemands(zdr()).callerDemands(again).plan("gpt-4o");

        assertThat(plan.exclusions()).contains("gpt-4o openai O data_policy:zdr: demand");
    }

    private static DataDemand zdr() {
        return new DataDemand(HERE, null, List.of(), null, null);
    }

    private static DataDemand noTraining() {
        return new DataDemand(null, HERE, List.of(), null, null);
    }

    private static DataDemand regions(String... names) {
        NameList list = NameList.allowing(Stream.of(names).map(Glob::of).toList(), HERE);
        return new DataDemand(null, null, List.of(list), null, null);
    }
}
