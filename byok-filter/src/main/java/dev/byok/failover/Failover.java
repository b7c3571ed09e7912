package dev.byok.failover;

import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.Profile;
import dev.byok.quota.Quota;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks one request's plan: takes the outcome of each attempt and says which attempt follows. Belongs to one request and
 * is not safe for use by several threads at once; the attempts of a request follow one another, but for one that may be
 * made {@linkplain #beside beside} a slow one.
 */
public final class Failover {

    private static final int ENDPOINT_FAILURES = 2;

    private static final Outcome OVERTAKEN = Outcome.of(OutcomeClass.CANCELLED, SubClass.NONE, 0);

    private final Plan plan;
    private final Profile profile;
    private final Delays delays;
    private final HealthGate health;
    private final Cooling cooling;
    private final List<AttemptRecord> records = new ArrayList<>(2);

    private int partUnderWay = -1;
    private int cursor;
    private boolean over;
    private int sent;
    private int reachedPart = -1;
    private @Nullable Attempt retriedAtOnce;
    private @Nullable Attempt retriedWithNewSecret;
    private @Nullable AttemptRecord decisive;

    // Filled by failures only: a request served by its first attempt allocates none of them.
    private @Nullable Map<Endpoint, Integer> overloads;
    private @Nullable Set<Endpoint> skippedEndpoints;
    private @Nullable Set<Integer> skippedModels;
    private int lastTriedPart = -1;
    private @Nullable Set<Attempt> madeBeside;
    private @Nullable Predicate<Endpoint> untold;
    private boolean endedBeside;
    private @Nullable AttemptRecord decidedBeside;

    public Failover(Plan plan, Profile profile, Delays delays, HealthGate health) {
        this.plan = plan;
        this.profile = profile;
        this.delays = delays;
        this.health = health;
        this.cooling = new Cooling(plan, profile.waiting(), health, delays);
    }

    /** Returns the first step, or the next one for a host that sends an exchange in again. */
    public Step start() {
        return next();
    }

    /** Returns what follows a {@link Step.Wait} that is over. */
    public Step waited() {
        return next();
    }

    /** Notes what the answer to an attempt under way says is left of its key's limits, whatever else it says. */
    public void told(Attempt attempt, Quota quota) {
        health.told(attempt, quota);
    }

    /** Notes an attempt that is being answered from. */
    public void accepted(Attempt attempt, Outcome outcome, Duration latency) {
        records.add(new AttemptRecord(attempt, outcome, latency));
        health.succeeded(attempt);
    }

    /**
     * Returns an attempt to make while another one is slow: of the same model and tier, of another endpoint where there is
     * one. A slow key has not failed: what is there for its failure, another tier or model, stays where it is.
     *
     * @return null if there is none
     */
    public @Nullable Attempt beside(Attempt slow) {
        int part = partOf(slow);
        if (over || isRuledOutWhole(part) || !hasAttemptFor(part)) {
            return null;
        }
        Attempt chosen = enteredBeside(slow, attempt -> !attempt.endpoint().equals(slow.endpoint()));
        if (chosen == null) {
            chosen = enteredBeside(slow, attempt -> attempt.endpoint().equals(slow.endpoint()));
        }
        if (chosen != null) {
            if (madeBeside == null) {
                madeBeside = new HashSet<>();
            }
            madeBeside.add(chosen);
            sent++;
        }
        return chosen;
    }

    private @Nullable Attempt enteredBeside(Attempt slow, Predicate<Attempt> wanted) {
        int part = partOf(slow);
        int place = cursor;
        for (Attempt next = plan.attempt(part, place); next != null; next = plan.attempt(part, place)) {
            place++;
            if (next.modelIndex() == slow.modelIndex()
                    && next.tier() == slow.tier()
                    && wanted.test(next)
                    && isUntried(next)
                    && health.enterBeside(next).ready()) {
                return next;
            }
        }
        return null;
    }

    /**
     * Notes the failure of one of two attempts while the other one goes on.
     *
     * @param credentialChanged the secret was read again and is another one now
     * @param connectFailed no connection came about
     * @return whether the request ends with it all the same: what the planned one of the two says is the last word, while
     *     the one that was made beside it can never do harm
     */
    public boolean failedBeside(
            Attempt attempt, Outcome outcome, Duration latency, boolean credentialChanged, boolean connectFailed) {
        AttemptRecord failure = new AttemptRecord(attempt, outcome, latency);
        records.add(failure);
        if (credentialChanged) {
            health.secretChanged(attempt);
        } else {
            health.failed(attempt, outcome);
        }
        Verdict verdict = Verdict.of(outcome, attempt.modelIndex() > 0, profile.moderatedNextModel());
        if (verdict == Verdict.RETURN && (madeBeside == null || !madeBeside.contains(attempt))) {
            giveUp(failure);
            return true;
        }
        endedBeside |= verdict == Verdict.RETURN || tooSlowToRetry(latency);
        decidedBeside = verdict == Verdict.RETURN ? failure : decidedBeside;
        rememberFor(attempt, failure, verdict, connectFailed);
        return false;
    }

    /**
     * Notes that nobody was asked, since the endpoint cannot be told the request after all, and returns what follows.
     * Nothing is held against anybody, and it is not counted.
     *
     * @param others whether another endpoint cannot be told it either
     */
    public Step untold(Attempt attempt, Outcome outcome, Duration latency, Predicate<Endpoint> others) {
        noteUntold(attempt, outcome, latency, others);
        return next();
    }

    /** As {@link #untold}, while another attempt goes on; whether the request ends with it all the same: never. */
    public boolean untoldBeside(Attempt attempt, Outcome outcome, Duration latency, Predicate<Endpoint> others) {
        noteUntold(attempt, outcome, latency, others);
        return false;
    }

    private void noteUntold(Attempt attempt, Outcome outcome, Duration latency, Predicate<Endpoint> others) {
        records.add(new AttemptRecord(attempt, outcome, latency));
        health.released(attempt);
        sent--;
        Predicate<Endpoint> before = untold;
        untold = before == null ? others : before.or(others);
        skip(attempt.endpoint());
    }

    /** Notes an attempt that another one made beside it was faster than. Nothing is held against it. */
    public void overtaken(Attempt attempt, Duration latency) {
        records.add(new AttemptRecord(attempt, OVERTAKEN, latency));
        health.released(attempt);
    }

    /** The request is over, whatever became of it. May be called by any thread and more than once. */
    public void close() {
        health.release();
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
        // What is another one each time that it is read, as a role's, is not to blame for the old one alone.
        boolean renewed = credentialChanged && !hasRetried(attempt);
        Verdict verdict = Verdict.of(outcome, attempt.modelIndex() > 0, profile.moderatedNextModel());
        boolean ends = verdict == Verdict.RETURN || tooSlowToRetry(latency) || endedBeside;
        if (renewed) {
            health.secretChanged(attempt);
        } else if (!ends && verdict == Verdict.SAME_KEY_ONCE && mayRepeat(attempt)) {
            // A pooled connection may have gone stale. What comes over the next one tells more, and then counts: else a
            // few
            // requests whose connections break together would close the endpoint to everybody.
            health.broken(attempt, outcome);
        } else {
            health.failed(attempt, outcome);
        }
        rememberFor(attempt, failure, verdict, connectFailed);
        if (ends) {
            boolean decides = !isSubstitutesRefusal(failure) && (verdict == Verdict.RETURN || !endedBeside);
            return giveUp(decides ? failure : decidedBeside);
        }
        if (renewed
                && !isRuledOutBeside(attempt)
                && hasAttemptFor(partOf(attempt))
                && health.enter(attempt).ready()) {
            retriedWithNewSecret = attempt;
            return send(attempt, Duration.ZERO);
        }
        return switch (verdict) {
            case SAME_KEY_ONCE -> sameKeyOnce(attempt);
            case NEXT_LARGER_MODEL -> nextLargerModel(failure);
            case NEXT_ATTEMPT, NEXT_ENDPOINT, NEXT_MODEL, RETURN -> next();
        };
    }

    /** Returns whether an attempt was made again with a secret that had been read anew. */
    public boolean hasRetried(Attempt attempt) {
        return attempt.equals(retriedWithNewSecret);
    }

    /** What a failure rules out for the rest of the request. */
    private void rememberFor(Attempt attempt, AttemptRecord failure, Verdict verdict, boolean connectFailed) {
        if (failure.outcome().is(OutcomeClass.RATE_LIMITED)) {
            cooling.addLimited(attempt);
        }
        if (failure.outcome().is(OutcomeClass.OVERLOADED)) {
            noteOverload(attempt, connectFailed);
        }
        switch (verdict) {
            case NEXT_ENDPOINT -> skip(attempt.endpoint());
            case NEXT_MODEL -> skipModel(attempt.modelIndex());
            case NEXT_LARGER_MODEL -> skipModelsNotLarger(attempt);
            case NEXT_ATTEMPT, SAME_KEY_ONCE, RETURN -> {}
        }
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

    /** Returns what keeps back the keys that were not asked, or may not be asked again now. */
    public List<Standing> keptBack() {
        return cooling.standings();
    }

    private Step giveUp(@Nullable AttemptRecord failure) {
        decisive = failure;
        over = true;
        return new Step.GiveUp();
    }

    private boolean tooSlowToRetry(Duration latency) {
        return profile.retryWithin() != null && latency.compareTo(profile.retryWithin()) > 0;
    }

    private Step sameKeyOnce(Attempt attempt) {
        if (!mayRepeat(attempt) || !health.enter(attempt).ready()) {
            return next();
        }
        retriedAtOnce = attempt;
        return send(attempt, Duration.ZERO);
    }

    private boolean mayRepeat(Attempt attempt) {
        boolean wasLastTry = lastTriedPart == partOf(attempt);
        return !wasLastTry
                && !attempt.equals(retriedAtOnce)
                && !isRuledOutBeside(attempt)
                && hasAttemptFor(partOf(attempt));
    }

    /** The failure of another attempt beside it may speak for this one as well. */
    private boolean isRuledOutBeside(Attempt attempt) {
        return madeBeside != null && (isRuledOut(attempt.modelIndex()) || wasSilent(attempt.endpoint()));
    }

    private Step nextLargerModel(AttemptRecord failure) {
        Step step = next();
        return step instanceof Step.GiveUp ? giveUp(failure) : step;
    }

    private void skipModelsNotLarger(Attempt attempt) {
        Integer tooSmall = attempt.model().context();
        skipModel(attempt.modelIndex());
        for (int other = 0; other < plan.models(); other++) {
            Model model = plan.model(other);
            Integer context = model == null ? null : model.context();
            if (tooSmall == null || context == null || context <= tooSmall) {
                skipModel(other);
            }
        }
    }

    /** The next attempt of the part under way; a last try or a wait before it is given up; then the next part. */
    private Step next() {
        if (over) {
            return new Step.GiveUp();
        }
        if (endedBeside) {
            return giveUp(decidedBeside);
        }
        if (sent == 0 && !plan.hasAttempts()) {
            return queued();
        }
        while (true) {
            Step step = ofPart(partUnderWay);
            if (step != null) {
                return step;
            }
            int following = partAfter(partUnderWay);
            if (following < 0) {
                return giveUp(decisive == null ? ownKeysUsedUp() : decisive);
            }
            partUnderWay = following;
            cursor = 0;
        }
    }

    /** Every key cools down: the request waits for whichever comes back first, or is refused at once. */
    private Step queued() {
        cooling.reachAll();
        Attempt back = cooling.readmitted(this::isViable);
        if (back != null) {
            partUnderWay = partOf(back);
            return send(back, Duration.ZERO);
        }
        Step wait = cooling.queue(this::isViable);
        return wait == null ? giveUp(null) : wait;
    }

    private @Nullable Step ofPart(int part) {
        if (part < 0 || isRuledOutWhole(part) || !hasAttemptFor(part)) {
            return null;
        }
        Attempt planned = nextPlanned(part);
        if (planned != null) {
            return send(planned, Duration.ZERO);
        }
        Attempt again = lastTry(part);
        if (again != null && health.enter(again).ready()) {
            return send(again, delays.beforeLastTry());
        }
        cooling.reach(part);
        Predicate<Attempt> ofThis = attempt -> partOf(attempt) == part && isViable(attempt);
        Attempt back = cooling.readmitted(ofThis);
        return back == null ? cooling.waitFor(ofThis) : send(back, Duration.ZERO);
    }

    private @Nullable Attempt nextPlanned(int part) {
        for (Attempt next = plan.attempt(part, cursor); next != null; next = plan.attempt(part, cursor)) {
            cursor++;
            if (isUntried(next)) {
                if (health.enter(next).ready()) {
                    return next;
                }
                cooling.add(next);
            }
        }
        return null;
    }

    /** Returns the next part that anything is left of; -1 if there is none. */
    private int partAfter(int part) {
        for (int following = part + 1; following < plan.parts(); following++) {
            if (hasAttemptFor(following) && (hasViable(following) || cooling.holds(following, this::isViable))) {
                return following;
            }
        }
        return -1;
    }

    private boolean hasViable(int part) {
        if (isRuledOutWhole(part)) {
            return false;
        }
        int place = 0;
        Attempt attempt = plan.attempt(part, place);
        while (attempt != null && !isViable(attempt)) {
            attempt = plan.attempt(part, ++place);
        }
        return attempt != null;
    }

    /** Counted when it is sent: a host that goes away in the middle and comes again has had this attempt too. */
    private Step send(Attempt attempt, Duration delay) {
        sent++;
        reachedPart = partOf(attempt);
        return new Step.Send(attempt, delay);
    }

    private boolean isUntried(Attempt attempt) {
        return isViable(attempt) && (madeBeside == null || !madeBeside.contains(attempt));
    }

    private boolean isViable(Attempt attempt) {
        return (skippedEndpoints == null || !skippedEndpoints.contains(attempt.endpoint()))
                && !isUntold(attempt.endpoint())
                && !isRuledOut(attempt.modelIndex());
    }

    private boolean isUntold(Endpoint endpoint) {
        return untold != null && untold.test(endpoint);
    }

    private boolean isRuledOut(int modelIndex) {
        return skippedModels != null && skippedModels.contains(modelIndex);
    }

    private boolean isRuledOutWhole(int part) {
        return skippedModels != null && plan.modelsOf(part).allMatch(skippedModels::contains);
    }

    private int partOf(Attempt attempt) {
        return plan.partOf(attempt.modelIndex());
    }

    /** One attempt is kept for each part that is still to come; a part's first one is the one that was kept for it. */
    private boolean hasAttemptFor(int part) {
        int left = profile.maxAttempts() - sent;
        return left > 0 && (part > reachedPart || left > partsAfter(part));
    }

    private int partsAfter(int part) {
        int viable = 0;
        for (int later = part + 1; later < plan.parts(); later++) {
            viable += hasViable(later) ? 1 : 0;
        }
        return viable;
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

    /** Before a part is given up: one more attempt where it was overloaded, unless the model was ruled out. */
    private @Nullable Attempt lastTry(int part) {
        if (lastTriedPart == part || isRuledOutWhole(part) || !hasAttemptFor(part)) {
            return null;
        }
        Attempt attempt = lastOverloaded(part);
        lastTriedPart = attempt == null ? lastTriedPart : part;
        return attempt;
    }

    /** Returns the latest attempt whose last word was an overload; one that said something else since is done with. */
    private @Nullable Attempt lastOverloaded(int part) {
        Set<Attempt> later = new HashSet<>();
        for (int i = records.size() - 1; i >= 0; i--) {
            Attempt attempt = records.get(i).attempt();
            boolean lastWord = later.add(attempt);
            if (lastWord
                    && partOf(attempt) == part
                    && !isRuledOut(attempt.modelIndex())
                    && records.get(i).outcome().is(OutcomeClass.OVERLOADED)
                    && !isUntold(attempt.endpoint())
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
