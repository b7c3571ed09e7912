package dev.byok.predicate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

/** Every filter and predicate has its page, and a gateway starts with every example of a page. */
class DocumentedFactoriesTests {

    private static final Path FILTERS = Path.of("../byok-filter/docs");
    private static final Path PREDICATES = Path.of("docs");
    private static final Path README = Path.of("../README.md");
    private static final Pattern YAML = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+\\.md)(#[^)]*)?\\)");

    private final ReactiveWebApplicationContextRunner runner =
            new ReactiveWebApplicationContextRunner().withUserConfiguration(Host.class);

    @Test
    void everyFilterAndPredicateHasItsPageAndEveryPageIsOfOne() {
        runner.run(context -> {
            assertThat(ours(context, GatewayFilterFactory.class).map(each -> ((GatewayFilterFactory<?>) each).name()))
                    .containsExactlyInAnyOrderElementsOf(names(FILTERS));
            assertThat(ours(context, RoutePredicateFactory.class).map(each -> ((RoutePredicateFactory<?>) each).name()))
                    .containsExactlyInAnyOrderElementsOf(names(PREDICATES));
        });
    }

    @ParameterizedTest
    @MethodSource("pages")
    void aPageBeginsWithItsExampleAndSaysWhatCanBeWrongAndInWhichOrder(Path page) throws IOException {
        String name = nameOf(page);

        assertThat(Files.readString(page))
                .startsWith("# " + name + "\n\n```yaml\nspring.cloud.gateway.server.webflux.routes:\n")
                .contains("\n## Errors\n", "\n## Order\n");
        assertThat(examples(page).get(0)).contains("\"" + name);
    }

    @ParameterizedTest
    @MethodSource("pagesAndReadme")
    void aGatewayStartsWithEveryExample(Path page) throws IOException {
        for (String example : examples(page)) {
            runner.withInitializer(context ->
                            context.getEnvironment().getPropertySources().addFirst(properties(example)))
                    .run(context -> {
                        assertThat(context).hasNotFailed();
                        assertThat(Objects.requireNonNull(context.getBean(RouteLocator.class)
                                                .getRoutes()
                                                .map(Route::getId)
                                                .collectList()
                                                .block())
                                        .size())
                                .isEqualTo(example.split("\\bid: ", -1).length - 1);
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void thePagesLinksLeadSomewhere(Path page) throws IOException {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
            assertThat(page.resolveSibling(link.group(1))).exists();
        }
        assertThat(Files.readString(README))
                .contains(
                        page.startsWith(FILTERS)
                                ? "(byok-filter/docs/" + page.getFileName()
                                : "(byok-predicates/docs/" + page.getFileName());
    }

    static Stream<Path> pages() throws IOException {
        return Stream.concat(in(FILTERS).stream(), in(PREDICATES).stream());
    }

    static Stream<Path> pagesAndReadme() throws IOException {
        return Stream.concat(pages(), Stream.of(README));
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> nameOf(file).startsWith("Byok"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> names(Path folder) throws IOException {
        return in(folder).stream().map(DocumentedFactoriesTests::nameOf).toList();
    }

    private static String nameOf(Path page) {
        return page.getFileName().toString().replace(".md", "");
    }

    /** Returns what is written as whole configuration of routes. */
    private static List<String> examples(Path page) throws IOException {
        List<String> examples = new ArrayList<>();
        Matcher yaml = YAML.matcher(Files.readString(page));
        while (yaml.find()) {
            if (yaml.group(1).startsWith("spring.cloud.gateway.server.webflux.routes:")) {
                examples.add(yaml.group(1));
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    private static PropertySource<?> properties(String yaml) {
        try {
            return new YamlPropertySourceLoader()
                    .load("example", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Object> ours(ApplicationContext context, Class<?> type) {
        return Stream.of(context.getBeanNamesForType(type))
                .map(context::getBean)
                .filter(bean -> bean.getClass().getName().startsWith("dev.byok."));
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {}
}
