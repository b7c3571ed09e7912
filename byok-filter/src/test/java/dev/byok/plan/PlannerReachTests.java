package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.health.HealthView;
import dev.byok.health.Standing;
import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How far a plan looks: no further than a request may get, until somebody asks. */
class PlannerReachTests {

    private static final int MAX_ATTEMPTS = 8;

    private final Recorder health = new Recorder();

    @Test
    void asksNothingAboutKeysBehindThoseThatARequestMayTry() {
        Plan plan = scenario(100).plan("gpt-4o").plan();

        assertThat(plan.isEmpty()).isFalse();
        assertThat(health.asked).hasSize(MAX_ATTEMPTS).startsWith("K0").endsWith("K7");
    }

    @Test
    void asksAboutTheNextKeyWhenItIsItsTurn() {
        Plan plan = scenario(100).plan("gpt-4o").plan();

        Attempt tenth = plan.attempt(0, 9);

        assertThat(tenth)
                .isNotNull()
                .extracting(attempt -> attempt.key().name())
                .isEqualTo("K9");
        assertThat(health.asked).hasSize(10);
        assertThat(plan.attempt(0, 99)).isNotNull();
        assertThat(plan.attempt(0, 100)).isNull();
    }

    @Test
    void whatHealthSaysLaterHoldsForWhatWasNotDecided() {
        PlanText text = scenario(12).plan("gpt-4o");
        health.cooling.addAll(Set.of("K0", "K10"));

        assertThat(text.attempts()).hasSize(11).contains("gpt-4o openai K0").doesNotContain("gpt-4o openai K10");
        assertThat(text.plan().cooling())
                .extracting(attempt -> attempt.key().name())
                .containsExactly("K10");
        assertThat(text.exclusions()).containsExactly("gpt-4o openai K10 cooldown: K10");
    }

    @Test
    void whatIsDecidedLaterIsDecidedByTheTimeOfThatMoment() {
        AtomicReference<Instant> time = new AtomicReference<>(Scenario.NOW);
        health.until.putAll(Map.of("K9", Scenario.NOW.plusSeconds(20), "K10", Scenario.NOW.plusSeconds(40)));

        Plan plan = scenario(12).clock(time::get).plan("gpt-4o").plan();
        time.set(Scenario.NOW.plusSeconds(30));

        assertThat(plan.attempts()).extracting(attempt -> attempt.key().name()).contains("K9", "K11");
        assertThat(plan.cooling()).extracting(attempt -> attempt.key().name()).containsExactly("K10");
    }

    @Test
    void passesOverKeysThatCoolToReachThoseThatDoNot() {
        IntStream.range(0, 50).forEach(i -> health.cooling.add("K" + i));

        PlanText text = scenario(60).plan("gpt-4o");

        assertThat(text.plan().attempt(0, 0)).isNotNull();
        assertThat(health.asked).hasSize(50 + MAX_ATTEMPTS);
        assertThat(text.attempts()).hasSize(10);
        assertThat(text.exclusions()).hasSize(50);
    }

    @Test
    void aSecondModelIsLookedAtOnlyWhereTheFirstLeavesAttempts() {
        Scenario scenario = scenario(5).model("claude", "anthropic").prioritized("anthropic", "A", "B", "C", "D");

        Plan plan = scenario.plan("gpt-4o", "claude").plan();

        assertThat(health.asked).containsExactly("K0", "K1", "K2", "K3", "K4", "A", "B", "C");
        assertThat(plan.models()).isEqualTo(2);
        assertThat(plan.attempts()).hasSize(9);
    }

    @Test
    void keysOfOtherCallersAreExclusionsAllTheSame() {
        Scenario scenario = scenario(3);
        scenario.key("K0").apiKeys("somebody-else");
        scenario.key("K1").members("alice");

        PlanText text = scenario.plan("gpt-4o");

        assertThat(text.attempts()).containsExactly("gpt-4o openai K2");
        assertThat(text.exclusions())
                .containsExactly("gpt-4o openai K0 key_filter:api_key: K0", "gpt-4o openai K1 key_filter:member: K1");
        assertThat(health.asked).containsExactly("K2");
    }

    private Scenario scenario(int keys) {
        String[] names = IntStream.range(0, keys).mapToObj(i -> "K" + i).toArray(String[]::new);
        return new Scenario()
                .model("gpt-4o", "openai")
                .prioritized("openai", names)
                .health(health);
    }

    /** Notes which keys it was asked about. */
    private static final class Recorder implements HealthView {

        private final List<String> asked = new ArrayList<>();
        private final Set<String> cooling = new HashSet<>();
        private final Map<String, Instant> until = new HashMap<>();

        @Override
        public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
            asked.add(key.name());
            Instant end = until.get(key.name());
            if (end != null && end.isAfter(now)) {
                return new Standing(OutcomeClass.RATE_LIMITED, end);
            }
            return cooling.contains(key.name()) ? Standing.REVOKED : Standing.READY;
        }
    }
}
