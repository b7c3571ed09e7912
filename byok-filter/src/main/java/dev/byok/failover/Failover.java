package dev.byok.failover;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks one request's plan: takes the outcome of each attempt and says which attempt follows. Belongs to one request and
 * is not safe for use by several threads at once; the attempts of a request follow one another.
 */
public final class Failover {

    private static final int ENDPOINT_FAILURES = 2;

    private final List<Attempt> plan;
    private final Profile profile;
    private final Supplier<Duration> backoff;
    private final List<AttemptRecord> records = new ArrayList<>(2);

    private int cursor = -1;
    private int sent;
    private int reachedModel = -1;
    private @Nullable Attempt retriedAtOnce;
    private @Nullable Attempt retriedWithNewSecret;
    private @Nullable AttemptRecord decisive;

    // Filled by failures only: a request served by its first attempt allocates none of them.
    private @Nullable Map<Endpoint, Integer> overloads;
    private @Nullable Set<Endpoint> skippedEndpoints;
    private @Nullable Set<Integer> skippedModels;
    private int lastTriedModel = -1;

    /**
     * @param backoff how long to wait before the last try of a model, drawn anew for each
     */
    public Failover(Plan plan, Profile profile, Supplier<Duration> backoff) {
        this.plan = plan.attempts();
        this.profile = profile;
        this.backoff = backoff;
    }

    /** Returns the first step, or the next one for a host that sends an exchange in again. */
    public Step start() {
        return next();
    }

    /** Notes an attempt that is being answered from. */
    public void accepted(Attempt attempt, Outcome outcome, Duration latency) {
        records.add(new AttemptRecord(attempt, outcome, latency));
    }

    /**
     * Notes a failure and returns what follows.
     *
     * @param credentialChanged the secret was read again and is another one now
     * @param connectFailed no connection came about
     */
    public Step failed(
            Attempt attempt, Outcome outcome, Duration latency, boolean credentialChanged, boolean connectFailed) {
        AttemptRecord failure = new AttemptRecord(attempt, outcome, latency);
        records.add(failure);
        Verdict verdict = Verdict.of(outcome, attempt.modelIndex() > 0, profile.moderatedNextModel());
        if (verdict == Verdict.RETURN || tooSlowToRetry(latency)) {
            return giveUp(isSubstitutesRefusal(failure) ? null : failure);
        }
        if (outcome.is(OutcomeClass.OVERLOADED)) {
            noteOverload(attempt, connectFailed);
        }
        if (credentialChanged && !attempt.equals(retriedWithNewSecret) && hasAttemptFor(attempt.modelIndex())) {
            retriedWithNewSecret = attempt;
            return send(attempt, Duration.ZERO);
        }
        return switch (verdict) {
            case SAME_KEY_ONCE -> sameKeyOnce(attempt);
            case NEXT_ENDPOINT -> {
                skip(attempt.endpoint());
                yield next();
            }
            case NEXT_MODEL -> {
                skipModel(attempt.modelIndex());
                yield next();
            }
            case NEXT_LARGER_MODEL -> nextLargerModel(attempt, failure);
            case NEXT_ATTEMPT, RETURN -> next();
        };
    }

    /** Returns what was tried, in order; not to be changed. */
    public List<AttemptRecord> records() {
        return records;
    }

    /**
     * Returns the failure the caller gets: the one that ended the plan where one did, else the most actionable one.
     *
     * @return null if nothing was tried
     */
    public @Nullable AttemptRecord failure() {
        return decisive != null ? decisive : MostActionable.of(records);
    }

    private Step giveUp(@Nullable AttemptRecord failure) {
        decisive = failure;
        cursor = plan.size();
        return new Step.GiveUp();
    }

    private boolean tooSlowToRetry(Duration latency) {
        return profile.retryWithin() != null && latency.compareTo(profile.retryWithin()) > 0;
    }

    private Step sameKeyOnce(Attempt attempt) {
        boolean wasLastTry = lastTriedModel == attempt.modelIndex();
        if (wasLastTry || attempt.equals(retriedAtOnce) || !hasAttemptFor(attempt.modelIndex())) {
            return next();
        }
        retriedAtOnce = attempt;
        return send(attempt, Duration.ZERO);
    }

    private Step nextLargerModel(Attempt attempt, AttemptRecord failure) {
        Integer tooSmall = attempt.model().context();
        skipModel(attempt.modelIndex());
        for (Attempt later : plan) {
            Integer context = later.model().context();
            if (later.modelIndex() > attempt.modelIndex()
                    && (tooSmall == null || context == null || context <= tooSmall)) {
                skipModel(later.modelIndex());
            }
        }
        Step step = next();
        return step instanceof Step.GiveUp ? giveUp(failure) : step;
    }

    private Step next() {
        int current =
                cursor < 0 || cursor >= plan.size() ? -1 : plan.get(cursor).modelIndex();
        int candidate = nextViable();
        if (current >= 0 && (candidate < 0 || plan.get(candidate).modelIndex() != current)) {
            Attempt again = lastTry(current);
            if (again != null) {
                return send(again, backoff.get());
            }
        }
        if (candidate < 0) {
            cursor = plan.size();
            if (decisive == null) {
                decisive = ownKeysUsedUp();
            }
            return new Step.GiveUp();
        }
        cursor = candidate;
        return send(plan.get(candidate), Duration.ZERO);
    }

    /** Counted when it is sent: a host that goes away in the middle and comes again has had this attempt too. */
    private Step send(Attempt attempt, Duration delay) {
        sent++;
        reachedModel = attempt.modelIndex();
        return new Step.Send(attempt, delay);
    }

    /** Returns the next attempt that the bound on attempts still lets happen, or -1. */
    private int nextViable() {
        for (int i = cursor + 1; i < plan.size(); i++) {
            Attempt attempt = plan.get(i);
            if (isViable(attempt) && hasAttemptFor(attempt.modelIndex())) {
                return i;
            }
        }
        return -1;
    }

    private boolean isViable(Attempt attempt) {
        return (skippedEndpoints == null || !skippedEndpoints.contains(attempt.endpoint()))
                && !isRuledOut(attempt.modelIndex());
    }

    private boolean isRuledOut(int modelIndex) {
        return skippedModels != null && skippedModels.contains(modelIndex);
    }

    /** One attempt is kept for each model that is still to come; a model's first one is the one that was kept for it. */
    private boolean hasAttemptFor(int modelIndex) {
        int left = profile.maxAttempts() - sent;
        return left > 0 && (modelIndex > reachedModel || left > modelsAfter(modelIndex));
    }

    private int modelsAfter(int modelIndex) {
        int last = plan.isEmpty() ? modelIndex : plan.get(plan.size() - 1).modelIndex();
        if (last <= modelIndex) {
            return 0;
        }
        Set<Integer> models = new HashSet<>();
        for (Attempt attempt : plan) {
            if (attempt.modelIndex() > modelIndex && isViable(attempt)) {
                models.add(attempt.modelIndex());
            }
        }
        return models.size();
    }

    private void noteOverload(Attempt attempt, boolean connectFailed) {
        if (overloads == null) {
            overloads = new HashMap<>();
        }
        int count = overloads.merge(attempt.endpoint(), 1, Integer::sum);
        if (connectFailed || count >= ENDPOINT_FAILURES) {
            skip(attempt.endpoint());
        }
    }

    /** Before a model is given up: one more attempt where it was overloaded, unless the model was ruled out. */
    private @Nullable Attempt lastTry(int modelIndex) {
        if (lastTriedModel == modelIndex || isRuledOut(modelIndex) || !hasAttemptFor(modelIndex)) {
            return null;
        }
        Attempt attempt = lastOverloaded(modelIndex);
        lastTriedModel = attempt == null ? lastTriedModel : modelIndex;
        return attempt;
    }

    /** Returns the latest attempt whose last word was an overload; one that said something else since is done with. */
    private @Nullable Attempt lastOverloaded(int modelIndex) {
        Set<Attempt> later = new HashSet<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            Attempt attempt = records.get(i).attempt();
            boolean lastWord = later.add(attempt);
            if (lastWord
                    && attempt.modelIndex() == modelIndex
                    && records.get(i).outcome().is(OutcomeClass.OVERLOADED)
                    && !wasSilent(attempt.endpoint())) {
                return attempt;
            }
        }
        return null;
    }

    private boolean wasSilent(Endpoint endpoint) {
        for (AttemptRecord failure : records) {
            if (failure.outcome().is(OutcomeClass.SILENT)
                    && failure.attempt().endpoint().equals(endpoint)) {
                return true;
            }
        }
        return false;
    }

    /** A plan that {@code on-failure: return} cut short ends with the failure of that provider's own keys. */
    private @Nullable AttemptRecord ownKeysUsedUp() {
        return MostActionable.of(records.stream()
                .filter(tried -> tried.attempt().returnsFailure())
                .filter(tried -> !tried.outcome().is(OutcomeClass.OK) && !isSubstitutesRefusal(tried))
                .toList());
    }

    /** What another model refuses, the first one might have taken: such a failure never decides. */
    private static boolean isSubstitutesRefusal(AttemptRecord failure) {
        return failure.outcome().is(OutcomeClass.INVALID_REQUEST)
                && failure.attempt().modelIndex() > 0;
    }

    private void skip(Endpoint endpoint) {
        if (skippedEndpoints == null) {
            skippedEndpoints = new HashSet<>();
        }
        skippedEndpoints.add(endpoint);
    }

    private void skipModel(int modelIndex) {
        if (skippedModels == null) {
            skippedModels = new HashSet<>();
        }
        skippedModels.add(modelIndex);
    }
}
