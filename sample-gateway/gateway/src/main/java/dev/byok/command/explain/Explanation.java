package dev.byok.command.explain;

import dev.byok.command.support.UnusableException;
import dev.byok.failover.Rehearsal;
import dev.byok.health.Health;
import dev.byok.plan.Attempt;
import dev.byok.plan.Draw;
import dev.byok.plan.Exclusion;
import dev.byok.plan.Extent;
import dev.byok.plan.Narrowing;
import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.plan.Preferences;
import dev.byok.plan.RequestedModels;
import dev.byok.policy.Caller;
import dev.byok.policy.Ceiling;
import dev.byok.policy.DataClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.document.Suggestion;
import dev.byok.price.Price;
import dev.byok.price.Tokens;
import dev.byok.quota.Demand;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway would do with a request, by the same planner and the same rules of failover: who would be tried, if each
 * attempt failed in a way that lets the next one follow, and why everybody else would not.
 *
 * @param drawn whether a gateway draws the order of some, of which this is the likeliest
 */
public record Explanation(
        PolicySnapshot policy,
        Question question,
        Caller caller,
        List<Model> models,
        Rehearsal rehearsal,
        Plan plan,
        boolean drawn) {

    /** Enough to see another order, if there are two of about the same price or weight. */
    private static final int DRAWS = 32;

    /**
     * Answers a question.
     *
     * @throws UnusableException if it names what is not in the policy
     */
    public static Explanation of(PolicySnapshot policy, Question question) {
        Caller caller = profiled(caller(policy, question.caller()), question.profile());
        List<Model> own = question.models().stream()
                .distinct()
                .map(slug -> model(policy, slug))
                .toList();
        List<Model> models = RequestedModels.withFallback(policy, caller.profile(), own);
        Health health = FormerHealth.of(policy, caller, models, question);
        Narrowing narrowing = narrowing(policy, question, caller);
        PlanRequest request = new PlanRequest(
                caller,
                models,
                new Extent(own.size(), 1, asked(question)),
                narrowing,
                question::at,
                health,
                demand(question, narrowing.ceilings(caller).maxTokens()),
                Preferences.NONE);
        Plan plan = new Planner().plan(policy, request);
        Rehearsal rehearsal = Rehearsal.of(plan, caller.profile(), health, caller.workspace(), question.at());
        return new Explanation(policy, question, caller, models, rehearsal, plan, isDrawn(policy, request, plan));
    }

    private static int asked(Question question) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, question.answerTokens()));
    }

    private static Demand demand(Question question, @Nullable Ceiling<Integer> maxTokens) {
        Long prompt = question.promptTokens();
        long answer = question.answerTokens() == 0 && maxTokens != null ? maxTokens.most() : question.answerTokens();
        return prompt == null && answer == 0 ? Demand.NONE : Demand.ofRequest(prompt == null ? 0 : prompt, answer);
    }

    private static boolean isDrawn(PolicySnapshot policy, PlanRequest likeliest, Plan plan) {
        Planner planner = new Planner();
        List<Attempt> attempts = plan.attempts();
        return IntStream.range(0, DRAWS)
                .mapToObj(seed -> new PlanRequest(
                        likeliest.caller(),
                        likeliest.models(),
                        likeliest.extent(),
                        likeliest.narrowing(),
                        likeliest.clock(),
                        likeliest.health(),
                        likeliest.demand(),
                        likeliest.preferences().with(Draw.of(seed))))
                .anyMatch(drawn -> !planner.plan(policy, drawn).attempts().equals(attempts));
    }

    /** Returns who is left out; who comes back in time to be tried is not. */
    public List<Exclusion> exclusions() {
        return plan.exclusions().stream().filter(each -> !isTried(each)).toList();
    }

    private boolean isTried(Exclusion exclusion) {
        return rehearsal.attempts().stream()
                .map(Rehearsal.Made::attempt)
                .anyMatch(attempt -> attempt.model().slug().equals(exclusion.model())
                        && attempt.endpoint().provider().name().equals(exclusion.provider())
                        && attempt.key().name().equals(exclusion.key()));
    }

    /** Returns whether more would be tried if the profile allowed more attempts. */
    public boolean endsByMaxAttempts() {
        return rehearsal.attempts().size() == caller.profile().maxAttempts()
                && plan.attempts().size() > rehearsal.attempts().size();
    }

    /** Returns what an attempt would cost at most, in USD; null where that is not asked for or not known. */
    public @Nullable BigDecimal cost(Endpoint endpoint) {
        Price price = endpoint.price();
        Long prompt = question.promptTokens();
        return price == null || prompt == null ? null : price.of(Tokens.of(prompt, question.answerTokens()));
    }

    private static Caller caller(PolicySnapshot policy, String name) {
        List<Caller> known = policy.callers().distinct().toList();
        List<Caller> meant =
                known.stream().filter(caller -> caller.isCalled(name)).toList();
        if (meant.isEmpty()) {
            throw new UnusableException("unknown caller " + name
                    + Suggestion.of(name, known.stream().map(Caller::name).toList()));
        }
        if (meant.size() > 1) {
            throw new UnusableException(name + " is a caller of several workspaces: say "
                    + String.join(
                            " or ", meant.stream().map(Caller::qualifiedName).toList()));
        }
        return meant.get(0);
    }

    private static Caller profiled(Caller caller, @Nullable String name) {
        if (name == null) {
            return caller;
        }
        Profile named = caller.profileNamed(name);
        if (named == null) {
            List<String> allowed = caller.profilesAllowed();
            throw new UnusableException("the profile " + name + " is none of " + caller.name() + "'s, which are "
                    + String.join(" and ", allowed) + Suggestion.of(name, allowed));
        }
        return caller.with(named);
    }

    private static Narrowing narrowing(PolicySnapshot policy, Question question, Caller caller) {
        Narrowing narrowing = question.strict() ? Narrowing.NONE.ownKeysOnly(caller.location()) : Narrowing.NONE;
        String name = question.dataClass();
        if (name == null) {
            return narrowing;
        }
        DataClass named = policy.dataClass(name);
        if (named == null) {
            throw new UnusableException("unknown data class " + name
                    + Suggestion.of(name, policy.dataClasses().keySet()));
        }
        DataClass own = caller.dataClass();
        if (own != null && named.rank() < own.rank()) {
            throw new UnusableException(
                    "the data class " + name + " is more open than " + own.name() + ", the caller's own");
        }
        return narrowing.under(named);
    }

    private static Model model(PolicySnapshot policy, String slug) {
        Model model = policy.model(slug);
        if (model == null) {
            throw new UnusableException("unknown model " + slug
                    + Suggestion.of(slug, policy.models().keySet()));
        }
        return model;
    }
}
