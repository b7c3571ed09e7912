package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.ModelFallback.MaxCost;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the profiles of a caller and of a route say together of other models than the first. */
class ModelFallbackTests {

    private static final SourceLocation OWN = new SourceLocation("profiles.yml", 1);
    private static final SourceLocation ROUTE = new SourceLocation("profiles.yml", 2);

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, -", "a b, -, a b", "-, a b, a b", "a b c, c b x, c b", "a, b, ''"})
    void ofTwoListsIsLeftWhatBothNameInTheOrderOfTheRoute(
            @Nullable String own, @Nullable String route, @Nullable String both) {
        assertThat(list(own).on(list(route)).models()).isEqualTo(list(both).models());
    }

    @Test
    void whatIsLeftOfTwoListsStaysSoOnAFurtherRoute() {
        assertThat(list("a").on(list("b")).on(list("c")).added()).isEmpty();
    }

    @Test
    void whoForbidsForbidsWhateverIsListed() {
        ModelFallback none = new ModelFallback(null, ROUTE, null);

        assertThat(list("a").on(none).forbidden()).isEqualTo(ROUTE);
        assertThat(list("a").on(none).added()).isEmpty();
        assertThat(none.on(list("a")).forbidden()).isEqualTo(ROUTE);
        assertThat(none.on(list("a")).added()).isEmpty();
        assertThat(new ModelFallback(null, OWN, null).on(none).forbidden()).isEqualTo(OWN);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {"-, -, -", "1.5, -, 1.5", "-, 2, 2", "1.5, 2, 1.5", "2, 1.5, 1.5", "1, 1.0, 1"})
    void theSmallerFactorHolds(@Nullable BigDecimal own, @Nullable BigDecimal route, @Nullable BigDecimal both) {
        MaxCost cost = factor(own, OWN).on(factor(route, ROUTE)).maxCost();

        assertThat(cost == null ? null : cost.factor()).isEqualTo(both);
    }

    private static ModelFallback list(@Nullable String slugs) {
        return new ModelFallback(
                slugs == null ? null : slugs.isEmpty() ? List.of() : List.of(slugs.split(" ", -1)), null, null);
    }

    private static ModelFallback factor(@Nullable BigDecimal factor, SourceLocation location) {
        return new ModelFallback(null, null, factor == null ? null : new MaxCost(factor, location));
    }
}
