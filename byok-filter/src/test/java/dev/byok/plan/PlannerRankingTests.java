package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.Balancing;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Percentiles;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Sort;
import dev.byok.policy.Tier;
import dev.byok.rotation.KeyUseView;
import dev.byok.speed.Speed;
import dev.byok.speed.SpeedView;
import dev.byok.sticky.Pin;
import dev.byok.sticky.PinView;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** In which order endpoints and keys are tried. */
class PlannerRankingTests {

    private final Scenario scenario = new Scenario();

    @BeforeEach
    void threePrices() {
        scenario.price("dear", "3", "3").price("cheap", "1", "1").price("fair", "2", "2");
    }

    private Scenario model() {
        return scenario.model("m", "unknown", "dear", "cheap", "fair")
                .prioritized("dear", "D")
                .prioritized("cheap", "C")
                .prioritized("fair", "F")
                .prioritized("unknown", "U");
    }

    private List<String> providers() {
        return scenario.plan("m").plan().attempts().stream()
                .map(attempt -> attempt.endpoint().provider().name())
                .toList();
    }

    private static Preferences asking(Asked asked) {
        return preferences(asked, PinView.NONE, SpeedView.UNKNOWN, Draw.LIKELIEST);
    }

    private static Preferences preferences(Asked asked, PinView pins, SpeedView speeds, Draw draw) {
        return new Preferences(asked, Map.of(), pins, speeds, KeyUseView.UNUSED, draw);
    }

    private static Asked sort(Sort.By by) {
        return new Asked(List.of(), true, new Sort(by, false), null, null);
    }

    private static Balancing profile(List<String> order, Sort.@Nullable By sort) {
        return new Balancing(order, sort, Rotation.ORDERED, true, true);
    }

    @Nested
    class ByDefault {

        @Test
        void theCheapestIsTheLikeliestAndWhoseIsUnknownComesLast() {
            model();

            assertThat(providers()).containsExactly("cheap", "fair", "dear", "unknown");
        }

        @Test
        void theHealthyComeBeforeThoseThatWereOutLately() {
            model().troubled("cheap", "fair");

            assertThat(providers()).containsExactly("dear", "unknown", "cheap", "fair");
        }

        @Test
        void theOrderOfTheCatalogStaysWhereNoPriceIsKnown() {
            scenario.model("m", "b", "a").prioritized("a", "A").prioritized("b", "B");

            assertThat(providers()).containsExactly("b", "a");
        }

        @Test
        void leadingIsDrawnByTheInverseSquareOfThePrice() {
            model();
            Map<String, Integer> leading = new HashMap<>();
            int draws = 20_000;
            for (int seed = 0; seed < draws; seed++) {
                scenario.preferences(Preferences.NONE.with(Draw.of(seed)));
                leading.merge(providers().get(0), 1, Integer::sum);
            }

            double all = 1 + 1 / 4.0 + 1 / 9.0;
            assertThat(share(leading, "cheap", draws)).isCloseTo(1 / all, within(0.02));
            assertThat(share(leading, "fair", draws)).isCloseTo(1 / 4.0 / all, within(0.02));
            assertThat(share(leading, "dear", draws)).isCloseTo(1 / 9.0 / all, within(0.02));
            assertThat(leading).doesNotContainKey("unknown");
        }

        private static double share(Map<String, Integer> leading, String provider, int draws) {
            return leading.getOrDefault(provider, 0) / (double) draws;
        }

        @Test
        void theSameSeedDrawsTheSameOrder() {
            model();
            for (int seed = 0; seed < 100; seed++) {
                scenario.preferences(Preferences.NONE.with(Draw.of(seed)));
                assertThat(providers()).isEqualTo(providers());
            }
        }

        @Test
        void promptsAndAnswersCountAsTheRequestHasThem() {
            // Of the scenario's request: 10 tokens of prompt, 20 of answer.
            scenario.price("a", "1", "10").price("b", "12", "4").model("m", "b", "a");
            scenario.prioritized("a", "A").prioritized("b", "B");

            assertThat(providers()).containsExactly("b", "a");
        }

        @Test
        void modelsWithoutAnswersAreComparedByTheirPrompts() {
            scenario.price("a", "1", null).price("b", "2", null).model("m", "b", "a");
            scenario.prioritized("a", "A").prioritized("b", "B");

            assertThat(providers()).containsExactly("a", "b");
        }
    }

    @Nested
    class Named {

        @Test
        void theRequestsOrderComesFirstThenTheRest() {
            model().troubled("fair")
                    .preferences(asking(new Asked(List.of("fair", "nobody", "dear"), true, null, null, null)));

            assertThat(providers()).containsExactly("fair", "dear", "cheap", "unknown");
        }

        @Test
        void theProfilesOrderHoldsWhereTheRequestSaysNothing() {
            model().balancing(profile(List.of("unknown", "dear"), null));

            assertThat(providers()).containsExactly("unknown", "dear", "cheap", "fair");
        }

        @Test
        void theRequestsOrderOrSortTakesThePlaceOfTheProfiles() {
            model().balancing(profile(List.of("unknown"), Sort.By.PRICE));

            scenario.preferences(asking(new Asked(List.of("dear"), true, null, null, null)));
            assertThat(providers()).containsExactly("dear", "cheap", "fair", "unknown");
            scenario.preferences(asking(sort(Sort.By.PRICE)));
            assertThat(providers()).containsExactly("cheap", "fair", "dear", "unknown");
        }

        @Test
        void aVariantOfTheModelSorts() {
            model().balancing(profile(List.of("unknown"), null));
            Preferences none = Preferences.NONE;
            scenario.preferences(new Preferences(
                    none.asked(), Map.of("m", Sort.By.PRICE), none.pins(), none.speeds(), none.uses(), none.draw()));

            assertThat(providers()).containsExactly("cheap", "fair", "dear", "unknown");
        }

        @Test
        void withoutFallbacksOnlyTheNamedMayServe() {
            model().shared("dear", "SD")
                    .preferences(asking(new Asked(List.of("fair", "dear"), false, null, null, null)));

            assertThat(scenario.plan("m").attempts()).containsExactly("m fair F", "m dear D", "m dear SD");
            assertThat(scenario.plan("m").exclusions())
                    .containsExactly(
                            "m unknown allow_fallbacks: request provider.allow_fallbacks",
                            "m cheap allow_fallbacks: request provider.allow_fallbacks");
        }

        @Test
        void withoutFallbacksAllKeysOfWhoLeadsMayServe() {
            model().prioritized("cheap", "C2")
                    .shared("cheap", "SC")
                    .fallback("cheap", "CF")
                    .preferences(asking(new Asked(List.of(), false, null, null, null)));

            assertThat(scenario.plan("m").attempts())
                    .containsExactly("m cheap C", "m cheap C2", "m cheap SC", "m cheap CF");
        }

        @Test
        void whoHasNoKeyHereDoesNotLead() {
            model().preferences(asking(new Asked(List.of(), false, null, null, null)));
            scenario.key("C").disabled();

            assertThat(scenario.plan("m").attempts()).containsExactly("m fair F");
        }
    }

    @Nested
    class BySpeed {

        private final Map<String, Speed> speeds = new HashMap<>();

        private void measured(String endpoint, double latency, double throughput) {
            measured(endpoint, latency, throughput, Scenario.NOW.minusSeconds(1));
        }

        private void measured(String endpoint, double latency, double throughput, Instant at) {
            speeds.put(
                    endpoint,
                    new Speed(
                            new Speed.Figures(latency, latency, latency, latency * 2, latency * 4),
                            new Speed.Figures(throughput, throughput, throughput, throughput / 2, throughput / 4),
                            at));
        }

        private Preferences preferring(Asked asked, Draw draw) {
            return preferences(asked, PinView.NONE, endpoint -> speeds.get(endpoint.upstreamModel()), draw);
        }

        @BeforeEach
        void measured() {
            measured("dear", 0.5, 100);
            measured("cheap", 2, 50);
            measured("fair", 1, 200);
        }

        @Test
        void theShortestTimeToTheFirstOutputLeads() {
            model().preferences(preferring(sort(Sort.By.LATENCY), Draw.LIKELIEST));

            assertThat(providers()).containsExactly("dear", "fair", "cheap", "unknown");
        }

        @Test
        void theMostTokensPerSecondLead() {
            model().preferences(preferring(sort(Sort.By.THROUGHPUT), Draw.LIKELIEST));

            assertThat(providers()).containsExactly("fair", "dear", "cheap", "unknown");
        }

        @Test
        void whatWasMeasuredLongAgoIsNotKnown() {
            measured("dear", 0.1, 100, Scenario.NOW.minusSeconds(301));
            model().preferences(preferring(sort(Sort.By.LATENCY), Draw.LIKELIEST));

            assertThat(providers()).containsExactly("fair", "cheap", "unknown", "dear");
        }

        @Test
        void nowAndThenWhoWasNotMeasuredForAWhileLeads() {
            model();
            Map<String, Integer> leading = new HashMap<>();
            for (int seed = 0; seed < 2_000; seed++) {
                scenario.preferences(preferring(sort(Sort.By.LATENCY), Draw.of(seed)));
                leading.merge(providers().get(0), 1, Integer::sum);
            }

            assertThat(leading).containsOnlyKeys("dear", "unknown");
            assertThat(leading.get("unknown")).isBetween(60, 140);
        }

        @Test
        void whoIsSlowerThanTheRequestLikesComesLastAndIsNotLeftOut() {
            Percentiles latency = new Percentiles(null, null, 1.5, null);
            model().preferences(preferring(new Asked(List.of(), true, null, null, latency), Draw.LIKELIEST));

            assertThat(providers()).containsExactly("dear", "unknown", "cheap", "fair");
        }

        @Test
        void everyCutoffHasToHold() {
            Percentiles throughput = new Percentiles(90.0, null, null, 40.0);
            model().preferences(preferring(new Asked(List.of(), true, null, throughput, null), Draw.LIKELIEST));

            assertThat(providers()).containsExactly("fair", "unknown", "cheap", "dear");
        }
    }

    @Nested
    class Merged {

        @Test
        void ownKeysOfEveryModelComeFirstThenInOneOrder() {
            scenario.price("a", "3", "3")
                    .price("b", "1", "1")
                    .model("first", "a")
                    .model("second", "b", "cheap");
            scenario.prioritized("a", "A")
                    .prioritized("cheap", "C")
                    .shared("a", "SA")
                    .shared("b", "SB");
            scenario.preferences(asking(new Asked(List.of(), true, new Sort(Sort.By.PRICE, true), null, null)));

            assertThat(scenario.plan("first", "second").attempts())
                    .containsExactly("second cheap C", "first a A", "second b SB", "first a SA");
            assertThat(scenario.plan("first", "second").plan().parts()).isEqualTo(1);
            assertThat(scenario.plan("first", "second").plan().models()).isEqualTo(2);
        }

        @Test
        void whatOneModelReturnsIsNotFollowedByAnother() {
            scenario.price("a", "1", "1").model("first", "a").model("second", "cheap", "dear");
            scenario.prioritized("a", "A")
                    .prioritized("cheap", "C")
                    .prioritized("dear", "D")
                    .shared("a", "SA");
            scenario.key("A").returnsOnFailure().models("first");
            scenario.preferences(asking(new Asked(List.of(), true, new Sort(Sort.By.PRICE, true), null, null)));

            assertThat(scenario.plan("first", "second").attempts()).containsExactly("first a A returns");
        }
    }

    @Nested
    class Tiers {

        @Test
        void sharedCapacityComesInBetweenWhereOwnKeysAreNotFirst() {
            scenario.model("m", "cheap", "fair")
                    .prioritized("cheap", "C")
                    .prioritized("fair", "F")
                    .shared("cheap", "SC")
                    .shared("fair", "SF")
                    .fallback("cheap", "CF");
            scenario.balancing(new Balancing(List.of(), null, Rotation.ORDERED, true, false));

            assertThat(scenario.plan("m").attempts())
                    .containsExactly("m cheap C", "m cheap SC", "m fair F", "m fair SF", "m cheap CF");
        }

        @Test
        void sharedCapacityOfAProviderThatReturnsStaysClosedThere() {
            scenario.model("m", "cheap", "fair")
                    .prioritized("cheap", "C")
                    .prioritized("fair", "F")
                    .shared("cheap", "SC")
                    .shared("fair", "SF");
            scenario.key("F").returnsOnFailure();
            scenario.balancing(new Balancing(List.of(), null, Rotation.ORDERED, true, false));

            assertThat(scenario.plan("m").attempts()).containsExactly("m cheap C", "m cheap SC", "m fair F returns");
        }
    }

    @Nested
    class Turns {

        private List<String> keys(Rotation rotation, Preferences preferences) {
            scenario.balancing(new Balancing(List.of(), null, rotation, true, true))
                    .preferences(preferences);
            return scenario.plan("m").plan().attempts().stream()
                    .map(attempt -> attempt.key().name())
                    .toList();
        }

        private static Preferences using(KeyUseView uses) {
            Preferences none = Preferences.NONE;
            return new Preferences(none.asked(), Map.of(), none.pins(), none.speeds(), uses, none.draw());
        }

        private record Used(Map<String, Integer> latest, Map<String, Integer> within) implements KeyUseView {

            @Override
            public long latest(String workspace, ProviderKey key) {
                return latest.getOrDefault(key.name(), 0);
            }

            @Override
            public long within(String workspace, ProviderKey key, Instant now) {
                return within.getOrDefault(key.name(), 0);
            }
        }

        @BeforeEach
        void threeKeys() {
            scenario.model("m", "p").prioritized("p", "A", "B", "C").fallback("p", "X", "Y");
            scenario.key("B").weighs(4);
        }

        @Test
        void theOneUsedLongestAgoComesFirst() {
            Used used = new Used(Map.of("A", 7, "B", 3, "X", 1), Map.of("C", 99));

            assertThat(keys(Rotation.ROUND_ROBIN, using(used))).containsExactly("C", "B", "A", "Y", "X");
        }

        @Test
        void theOneUsedLeastComesFirst() {
            Used used = new Used(Map.of("C", 99), Map.of("A", 2, "B", 1, "X", 1));

            assertThat(keys(Rotation.LEAST_USED, using(used))).containsExactly("C", "B", "A", "Y", "X");
        }

        @Test
        void theHeaviestIsTheLikeliest() {
            assertThat(keys(Rotation.WEIGHTED, Preferences.NONE)).containsExactly("B", "A", "C", "X", "Y");
        }

        @Test
        void leadingIsDrawnByWeight() {
            int first = 0;
            int draws = 5_000;
            for (int seed = 0; seed < draws; seed++) {
                List<String> keys = keys(Rotation.WEIGHTED, Preferences.NONE.with(Draw.of(seed)));
                first += keys.get(0).equals("B") ? 1 : 0;
            }

            assertThat(first / (double) draws).isCloseTo(4 / 6.0, within(0.03));
        }

        @Test
        void aConversationStaysOnItsKeyWhileItIsHealthy() {
            PinView pinned = model -> new Pin("p", "p", "C", Tier.PRIORITIZED);
            Preferences sticky = preferences(Asked.NOTHING, pinned, SpeedView.UNKNOWN, Draw.LIKELIEST);

            assertThat(keys(Rotation.ORDERED, sticky)).startsWith("C", "A", "B");
            scenario.cooling("C");
            assertThat(keys(Rotation.ORDERED, sticky)).startsWith("A", "B", "X");
        }
    }

    @Nested
    class Pinned {

        private final PinView pins = model -> new Pin("dear", "dear", "D", Tier.PRIORITIZED);

        @Test
        void aConversationStaysWhereItWasServed() {
            model().balancing(profile(List.of("fair"), null)).troubled("dear");
            scenario.preferences(preferences(Asked.NOTHING, pins, SpeedView.UNKNOWN, Draw.LIKELIEST));

            assertThat(providers()).containsExactly("dear", "fair", "cheap", "unknown");
        }

        @Test
        void theRequestsOrderIsStronger() {
            Asked order = new Asked(List.of("fair"), true, null, null, null);
            model().preferences(preferences(order, pins, SpeedView.UNKNOWN, Draw.LIKELIEST));

            assertThat(providers()).containsExactly("fair", "cheap", "dear", "unknown");
        }

        @Test
        void ownKeysOfOthersStillComeBeforeSharedCapacity() {
            scenario.model("m", "cheap", "dear").prioritized("cheap", "C").shared("dear", "D");
            PinView shared = model -> new Pin("dear", "dear", "D", Tier.SHARED);
            scenario.preferences(preferences(Asked.NOTHING, shared, SpeedView.UNKNOWN, Draw.LIKELIEST));

            assertThat(scenario.plan("m").attempts()).containsExactly("m cheap C", "m dear D");
        }
    }
}
