package dev.byok.plan;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;

/** In how many cases something was seen, so that two planners that agree on nothing interesting prove nothing. */
final class PlanCoverage {

    private final Map<String, Integer> casesByFact = new TreeMap<>();
    private int cases;

    /** Counts one case; each fact counts once, however often it was seen in it. */
    void add(Set<String> facts) {
        cases++;
        facts.forEach(fact -> casesByFact.merge(fact, 1, Integer::sum));
    }

    private double percent(String fact) {
        return 100.0 * casesByFact.getOrDefault(fact, 0) / cases;
    }

    void assertAtLeast(Map<String, Double> percentByFact) {
        SoftAssertions softly = new SoftAssertions();
        percentByFact.forEach((fact, least) -> softly.assertThat(percent(fact))
                .as("%% of cases with: %s", fact)
                .isGreaterThanOrEqualTo(least));
        softly.assertAll();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String fact : casesByFact.keySet()) {
            text.append(String.format(Locale.ROOT, "%6.2f %% %s%n", percent(fact), fact));
        }
        return text.toString();
    }
}
