package dev.byok.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.caller.Callers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

class ByokPredicatesAutoConfigurationTests {

    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

    private final ReactiveWebApplicationContextRunner runner =
            new ReactiveWebApplicationContextRunner().withUserConfiguration(Host.class);
    private final ReactiveWebApplicationContextRunner route = runner.withPropertyValues(
            ROUTES + "[0].id=llm", ROUTES + "[0].uri=byok://auto", ROUTES + "[0].filters[0]=Byok");

    @Test
    void theShortcutGivesTheNames() {
        route.withPropertyValues(
                        ROUTES + "[0].predicates[0]=ByokCaller=content-*,agent",
                        ROUTES + "[0].predicates[1]=ByokWorkspace=acme",
                        ROUTES + "[0].predicates[2]=ByokMember=legal",
                        ROUTES + "[0].predicates[3]=ByokEnvironment=staging, prod",
                        ROUTES + "[0].predicates[4]=ByokModel=openai/*,meta/llama-4:free",
                        ROUTES + "[0].predicates[5]=ByokStreaming=false",
                        ROUTES + "[0].predicates[6]=ByokDataClass=legal, reg*",
                        ROUTES + "[0].predicates[7]=ByokPromptTokens=100, 8000",
                        ROUTES + "[0].predicates[8]=ByokPromptTokens=50",
                        ROUTES + "[0].predicates[9]=ByokTier=SHARED, FALLBACK",
                        ROUTES + "[0].predicates[10]=ByokCapability=tools, reasoning")
                .run(context -> assertThat(predicate(context))
                        .contains("ByokCaller: [content-*, agent]")
                        .contains("ByokWorkspace: [acme]")
                        .contains("ByokMember: [legal]")
                        .contains("ByokEnvironment: [staging, prod]")
                        .contains("ByokModel: [openai/*, meta/llama-4:free]")
                        .contains("ByokStreaming: false")
                        .contains("ByokDataClass: [legal, reg*]")
                        .contains("ByokPromptTokens: 100..8000")
                        .contains("ByokPromptTokens: 50..")
                        .contains("ByokTier: [SHARED, FALLBACK]")
                        .contains("ByokCapability: [tools, reasoning]"));
    }

    @Test
    void theLongFormGivesThemAsAList() {
        route.withPropertyValues(
                        ROUTES + "[0].predicates[0].name=ByokMember",
                        ROUTES + "[0].predicates[0].args.names[0]=legal",
                        ROUTES + "[0].predicates[0].args.names[1]=finance")
                .run(context -> assertThat(predicate(context)).contains("ByokMember: [legal, finance]"));
    }

    @Test
    void theBodysPredicatesHaveALongFormToo() {
        route.withPropertyValues(
                        ROUTES + "[0].predicates[0].name=ByokModel",
                        ROUTES + "[0].predicates[0].args.names[0]=openai/*",
                        ROUTES + "[0].predicates[0].args.names[1]=anthropic/*",
                        ROUTES + "[0].predicates[1].name=ByokStreaming",
                        ROUTES + "[0].predicates[2].name=ByokPromptTokens",
                        ROUTES + "[0].predicates[2].args.max=8000",
                        ROUTES + "[0].predicates[3].name=ByokTier",
                        ROUTES + "[0].predicates[3].args.names[0]=PRIORITIZED")
                .run(context -> assertThat(predicate(context))
                        .contains("ByokModel: [openai/*, anthropic/*]")
                        .contains("ByokStreaming: true")
                        .contains("ByokPromptTokens: ..8000")
                        .contains("ByokTier: [PRIORITIZED]"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ByokModel | models | openai/* | the predicate ByokModel the argument 'models', but it takes only [names]",
                "ByokModel | names | open ai | ByokModel has the model 'open ai': expected",
                "ByokStreaming | stream | true | the predicate ByokStreaming the argument 'stream', but it takes only [streaming]",
                "ByokStreaming | streaming | perhaps | streaming",
                "ByokDataClass | name | legal | the predicate ByokDataClass the argument 'name', but it takes only [names]",
                "ByokDataClass | names | 'a b' | ByokDataClass has the name 'a b': expected",
                "ByokPromptTokens | tokens | 5 | the predicate ByokPromptTokens the argument 'tokens', but it takes only [min, max]",
                "ByokPromptTokens | min | -1 | ByokPromptTokens has the range '-1..': expected",
                "ByokPromptTokens | max | -1 | ByokPromptTokens has the range '..-1': expected",
                "ByokPromptTokens | min | many | min",
                "ByokTier | tier | SHARED | the predicate ByokTier the argument 'tier', but it takes only [names]",
                "ByokCapability | names | vision | ByokCapability has the capability 'vision': expected one or more of [tools, structured-output, reasoning]",
                "ByokTier | names | shared | ByokTier has the tier 'shared': expected one or more of [PRIORITIZED, SHARED, FALLBACK]",
            })
    void theBodysPredicatesRefuseAMisspeltOrMisusedArgument(
            String predicate, String argument, String value, String complaint) {
        route.withPropertyValues(
                        ROUTES + "[0].predicates[0].name=" + predicate,
                        ROUTES + "[0].predicates[0].args." + argument + "=" + value)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(complaint));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nmaes | legal | gives the predicate ByokMember the argument 'nmaes', but it takes only [names]",
                "invert | true | gives the predicate ByokMember the argument 'invert', but it takes only [names]",
                "names | 'legal,finance' | ByokMember has the name 'legal,finance': expected",
            })
    void aMisspeltOrMisusedArgumentIsRefused(String argument, String value, String complaint) {
        route.withPropertyValues(
                        ROUTES + "[0].predicates[0].name=ByokMember",
                        ROUTES + "[0].predicates[0].args." + argument + "=" + value)
                .run(context -> assertThat(context).getFailure().hasMessageContaining(complaint));
    }

    @ParameterizedTest
    @CsvSource({
        "ByokCaller=, ByokCaller has no names",
        "ByokDataClass=, ByokDataClass has no names",
        "ByokPromptTokens=, ByokPromptTokens has the range '..'",
        "'ByokPromptTokens=9,8', ByokPromptTokens has the range '9..8'",
        "ByokTier=, ByokTier has nothing to look for",
        "ByokCapability=, ByokCapability has nothing to look for"
    })
    void missingArgumentsAreRefused(String predicate, String complaint) {
        route.withPropertyValues(ROUTES + "[0].predicates[0]=" + predicate)
                .run(context -> assertThat(context).getFailure().hasMessageContaining(complaint));
    }

    @Test
    void aPredicateCanBeSwitchedOff() {
        runner.withPropertyValues("spring.cloud.gateway.server.webflux.predicate.byok-member.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ByokMemberRoutePredicateFactory.class)
                        .hasSingleBean(ByokCallerRoutePredicateFactory.class));
    }

    @Test
    void thereAreNoneWhereByokIsSwitchedOff() {
        runner.withPropertyValues("byok.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(Callers.class)
                .doesNotHaveBean(AbstractCallerRoutePredicateFactory.class));
    }

    @Test
    void aHostMayFindCallersInItsOwnWay() {
        runner.withUserConfiguration(OwnCallers.class)
                .run(context -> assertThat(context.getBean(Callers.class)).isSameAs(context.getBean("ownCallers")));
    }

    private static String predicate(ApplicationContext context) {
        return String.valueOf(context.getBean(RouteLocator.class)
                .getRoutes()
                .next()
                .map(Route::getPredicate)
                .block());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}

    @Configuration(proxyBeanMethods = false)
    static class OwnCallers {

        @Bean
        Callers ownCallers() {
            return new Callers(() -> null, List.of());
        }
    }
}
