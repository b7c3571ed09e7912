package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Balancing;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What holds for the order of any plan, however it is drawn; says what it has seen. */
final class RankingProperties {

    private static final Comparator<Attempt> BY_TIER = Comparator.comparing(Attempt::tier);

    private RankingProperties() {}

    static Set<String> assertHold(long seed, CompiledCase compiled, Plan plan) {
        Set<String> facts = facts(compiled.plain().ranking());
        PlanRequest request = compiled.request();
        Plan drawn = new Planner()
                .plan(
                        compiled.policy(),
                        new PlanRequest(
                                request.caller(),
                                request.models(),
                                request.extent(),
                                request.narrowing(),
                                request.clock(),
                                request.health(),
                                request.demand(),
                                request.preferences().with(Draw.of(seed))));
        boolean returns = plan.attempts().stream().anyMatch(Attempt::returnsFailure)
                || !drawn.attempts().stream()
                        .filter(Attempt::returnsFailure)
                        .toList()
                        .isEmpty()
                || Stream.concat(plan.exclusions().stream(), drawn.exclusions().stream())
                        .anyMatch(each -> each.reason() == ExclusionReason.STRICT);
        if (!returns && request.preferences().asked().allowFallbacks()) {
            assertThat(new HashSet<>(drawn.attempts()))
                    .as("attempts of case %d, drawn", seed)
                    .isEqualTo(new HashSet<>(plan.attempts()));
        }
        Balancing balancing = request.caller().profile().balancing();
        for (int part = 0; part < drawn.parts(); part++) {
            List<Attempt> attempts = ofPart(drawn, part);
            if (balancing.ownKeysFirst()) {
                assertThat(attempts).as("tiers of case %d", seed).isSortedAccordingTo(BY_TIER);
            }
        }
        if (!drawn.attempts().equals(plan.attempts())) {
            facts.add("plan drawn in another order");
        }
        if (plan.exclusions().stream().anyMatch(each -> each.reason() == ExclusionReason.ALLOW_FALLBACKS)
                && !plan.attempts().isEmpty()) {
            facts.add("only the leading endpoint");
        }
        if (plan.parts() < plan.models()) {
            facts.add("merged models");
        }
        return facts;
    }

    private static List<Attempt> ofPart(Plan plan, int part) {
        return plan.attempts().stream()
                .filter(attempt -> plan.partOf(attempt.modelIndex()) == part)
                .toList();
    }

    private static Set<String> facts(PlainRanking ranking) {
        Set<String> facts = new TreeSet<>();
        DeclaredTaste taste = new DeclaredTaste(ranking.tastes());
        facts.add("rotation " + taste.rotation());
        if (!ranking.asked().isEmpty()) {
            facts.add("order of the request");
        }
        if (!taste.order().isEmpty()) {
            facts.add("order of the profile");
        }
        if (ranking.sort() != null) {
            facts.add("sort by " + ranking.sort());
        }
        if (!ranking.pins().isEmpty()) {
            facts.add("conversation");
        }
        if (!taste.ownKeysFirst()) {
            facts.add("own keys not first");
        }
        return facts;
    }
}
