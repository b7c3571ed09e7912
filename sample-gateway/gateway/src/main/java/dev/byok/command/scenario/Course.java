package dev.byok.command.scenario;

import dev.byok.command.explain.Explanation;
import dev.byok.command.explain.Question;
import dev.byok.command.support.LetIn;
import dev.byok.failover.Rehearsal;
import dev.byok.outcome.Outcome;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.scenario.Given;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What would become of a request.
 *
 * @param recognised whether its caller is let in at all; nothing is planned for one who is not
 * @param attempts those that would be made, in order
 * @param planned those of the whole plan, also where the profile's bound on attempts cuts them off
 * @param exclusions what is left out
 */
record Course(
        Caller caller, boolean recognised, List<Attempt> attempts, List<Attempt> planned, List<Exclusion> exclusions) {

    /** Foresees it, by the planner that {@code byok explain} asks. */
    static Course of(PolicySnapshot policy, Given given, Instant now) {
        Explanation explanation = Explanation.of(policy, question(given, now));
        Caller caller = explanation.caller();
        if (!isLetIn(policy, explanation)) {
            return new Course(caller, false, List.of(), List.of(), List.of());
        }
        return new Course(
                caller,
                true,
                explanation.rehearsal().attempts().stream()
                        .map(Rehearsal.Made::attempt)
                        .toList(),
                explanation.plan().attempts(),
                explanation.exclusions());
    }

    /** The caller as the policy declares it: its request may have named another profile. */
    private static boolean isLetIn(PolicySnapshot policy, Explanation explanation) {
        String name = explanation.caller().qualifiedName();
        return LetIn.by(policy, explanation.question().at()).stream()
                .anyMatch(caller -> caller.qualifiedName().equals(name));
    }

    /** Returns why things are left out, each reason once. */
    List<String> reasons() {
        return recognised
                ? exclusions.stream()
                        .map(exclusion -> exclusion.reason().text())
                        .distinct()
                        .toList()
                : List.of(ExclusionReason.DISABLED.text());
    }

    private static Question question(Given given, Instant now) {
        Map<String, Outcome> keys = new LinkedHashMap<>();
        given.keys().forEach((name, met) -> keys.put(name, met.outcome()));
        Instant at = given.at();
        Integer prompt = given.promptTokens();
        Integer answer = given.maxTokens();
        return new Question(
                given.qualifiedCaller(),
                given.models(),
                given.strict(),
                given.profile(),
                given.dataClass(),
                keys,
                given.providers(),
                at == null ? now : at,
                prompt == null ? null : Long.valueOf(prompt),
                answer == null ? 0 : answer);
    }
}
