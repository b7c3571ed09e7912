package dev.byok.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.gateway.ByokModelsGatewayFilterFactory;
import dev.byok.gateway.ByokProvidersGatewayFilterFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationContext;

/** How the filters that narrow a route are given. */
class NarrowingFiltersTests {

    private static final String GATEWAY = "spring.cloud.gateway.server.webflux.";
    private static final String ROUTE = GATEWAY + "routes[0].";

    private final ReactiveWebApplicationContextRunner runner =
            new ReactiveWebApplicationContextRunner().withUserConfiguration(Host.class);
    private final ReactiveWebApplicationContextRunner route = runner.withPropertyValues(
            ROUTE + "id=llm",
            ROUTE + "uri=byok://auto",
            ROUTE + "predicates[0]=Path=/v1/**",
            ROUTE + "filters[0]=Byok");

    @Test
    void theShortcutsGiveTheirArguments() {
        route.withPropertyValues(
                        ROUTE + "filters[1]=ByokModels=openai/*, anthropic/claude-4:free",
                        ROUTE + "filters[2]=ByokProviders=azure-*",
                        ROUTE + "filters[3]=ByokStrict",
                        ROUTE + "filters[4]=ByokDataClass=legal",
                        ROUTE + "filters[5]=ByokProfile=legal-review")
                .run(context -> assertThat(filters(context))
                        .contains("[ByokModels names = list[openai/*, anthropic/claude-4:free]]")
                        .contains("[ByokProviders names = list[azure-*]]")
                        .contains("[ByokStrict strict = 'own-keys']")
                        .contains("[ByokDataClass name = 'legal']")
                        .contains("[ByokProfile name = 'legal-review']"));
    }

    @Test
    void theLongFormsGiveThemToo() {
        route.withPropertyValues(
                        ROUTE + "filters[1].name=ByokModels",
                        ROUTE + "filters[1].args.names[0]=openai/*",
                        ROUTE + "filters[1].args.names[1]=anthropic/*",
                        ROUTE + "filters[2].name=ByokStrict",
                        ROUTE + "filters[2].args.strict=own-keys",
                        ROUTE + "filters[3].name=ByokDataClass",
                        ROUTE + "filters[3].args.name=legal",
                        ROUTE + "filters[4].name=ByokProfile",
                        ROUTE + "filters[4].args.name=batch")
                .run(context -> assertThat(filters(context))
                        .contains("[ByokDataClass name = 'legal']")
                        .contains("[ByokProfile name = 'batch']")
                        .contains("[ByokModels names = list[openai/*, anthropic/*]]")
                        .contains("[ByokStrict strict = 'own-keys']"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ByokModels | models | openai/* | the filter ByokModels the argument 'models', but it takes only [names]",
                "ByokProviders | name | openai | the filter ByokProviders the argument 'name', but it takes only [names]",
                "ByokStrict | own-keys | true | the filter ByokStrict the argument 'own-keys', but it takes only [strict]",
                "ByokModels | names | open ai | ByokModels has the model 'open ai': expected letters",
                "ByokProviders | names | a/b | ByokProviders has the provider 'a/b': expected letters",
                "ByokDataClass | class | legal | the filter ByokDataClass the argument 'class', but it takes only [name]",
                "ByokDataClass | name | 'legal, code' | ByokDataClass has the data class 'legal, code': expected the name of",
                "ByokProfile | profile | batch | the filter ByokProfile the argument 'profile', but it takes only [name]",
                "ByokProfile | name | two words | ByokProfile has the profile 'two words': expected the name of",
                "ByokStrict | strict | shared | ByokStrict has the argument 'shared': expected 'own-keys' or none",
            })
    void aMisspeltOrMisusedArgumentIsRefused(String filter, String argument, String value, String complaint) {
        route.withPropertyValues(
                        ROUTE + "filters[1].name=" + filter, ROUTE + "filters[1].args." + argument + "=" + value)
                .run(context -> assertThat(context).getFailure().hasMessageContaining(complaint));
    }

    @ParameterizedTest
    @CsvSource({"ByokModels, models", "ByokProviders, providers"})
    void anEmptyListIsRefused(String filter, String things) {
        route.withPropertyValues(ROUTE + "filters[1]=" + filter).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining(filter + " has no " + things + ": expected"));
    }

    @ParameterizedTest
    @CsvSource({"ByokModels=openai/*", "ByokProviders=openai", "ByokStrict", "ByokDataClass=legal", "ByokProfile=batch"
    })
    void aRouteWithoutByokIsRefused(String filter) {
        runner.withPropertyValues(
                        ROUTE + "id=app",
                        ROUTE + "uri=http://127.0.0.1:9",
                        ROUTE + "predicates[0]=Path=/app/**",
                        ROUTE + "filters[0]=" + filter)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining("route 'app' has the filter " + filter.replaceAll("=.*", ""))
                        .hasMessageContaining("does nothing here"));
    }

    @ParameterizedTest
    @CsvSource({"ByokDataClass, data class", "ByokProfile, profile"})
    void aDataClassOrProfileHasToBeNamed(String filter, String thing) {
        route.withPropertyValues(ROUTE + "filters[1]=" + filter).run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining(filter + " has no " + thing + ": expected the name of one"));
    }

    @Test
    void amongTheDefaultsTheyLeaveAWayElsewhereAlone() {
        route.withPropertyValues(
                        GATEWAY + "default-filters[0]=ByokModels=openai/*",
                        GATEWAY + "routes[1].id=app",
                        GATEWAY + "routes[1].uri=http://127.0.0.1:9",
                        GATEWAY + "routes[1].predicates[0]=Path=/app/**")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void eachCanBeSwitchedOff() {
        runner.withPropertyValues(GATEWAY + "filter.byok-models.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(ByokModelsGatewayFilterFactory.class)
                .hasSingleBean(ByokProvidersGatewayFilterFactory.class));
    }

    private static String filters(ApplicationContext context) {
        return String.valueOf(context.getBean(RouteLocator.class)
                .getRoutes()
                .next()
                .map(Route::getFilters)
                .block());
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}
}
