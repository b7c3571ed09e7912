package dev.byok.failover;

import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Delivery;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Guardrails;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Waiting;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through a plan, in words: an attempt is {@code "0 openai a"} (model, endpoint, key), a step is the
 * attempt to send, with {@code " later"} behind it where there is a wait before it, or {@code "give up"}.
 */
final class Walk {

    static final String GIVE_UP = "give up";
    static final Duration BACKOFF = Duration.ofMillis(321);
    static final Delays DELAYS = Gates.delays(BACKOFF, Duration.ofMillis(7));

    private static final SourceLocation HERE = new SourceLocation("test", 1);
    private static final Duration SHORT = Duration.ofMillis(5);

    private final Failover failover;
    private @Nullable Attempt current;
    private @Nullable Attempt beside;

    private Walk(Plan plan, Profile profile, HealthGate health) {
        this.failover = new Failover(plan, profile, DELAYS, health);
    }

    static Walk of(String... attempts) {
        return with(profile(8, false, null), attempts);
    }

    static Walk with(Profile profile, String... attempts) {
        return with(profile, Map.of(), attempts);
    }

    /**
     * @param contexts of models, by index
     */
    static Walk with(Profile profile, Map<Integer, Integer> contexts, String... attempts) {
        return new Walk(new Plan(attempts(contexts, attempts), List.of(), List.of()), profile, Gates.open());
    }

    /**
     * A walk with health.
     *
     * @param cooling what the plan found cooling
     */
    static Walk withHealth(HealthGate health, Waiting waiting, List<String> cooling, String... attempts) {
        Plan plan =
                new Plan(attempts(Map.of(), attempts), attempts(Map.of(), cooling.toArray(String[]::new)), List.of());
        return new Walk(
                plan,
                new Profile(
                        "test", 8, false, false, Guardrails.NONE, null, Timeouts.NONE, waiting, Delivery.LIVE, HERE),
                health);
    }

    private static List<Attempt> attempts(Map<Integer, Integer> contexts, String... texts) {
        return Stream.of(texts).map(text -> attempt(text, contexts)).toList();
    }

    static Profile profile(int maxAttempts, boolean moderatedNextModel, @Nullable Duration retryWithin) {
        return new Profile(
                "test",
                maxAttempts,
                false,
                moderatedNextModel,
                Guardrails.NONE,
                retryWithin,
                Timeouts.NONE,
                Waiting.DEFAULT,
                Delivery.LIVE,
                HERE);
    }

    /** A fourth word {@code shared} or {@code returns} says more about the key. */
    static Attempt attempt(String text, Map<Integer, Integer> contexts) {
        String[] words = text.split(" ", -1);
        int index = Integer.parseInt(words[0]);
        Model model = new Model("model-" + index, contexts.get(index), List.of(), HERE);
        boolean shared = words.length > 3 && words[3].equals("shared");
        boolean returns = words.length > 3 && words[3].equals("returns");
        Tier tier = shared ? Tier.SHARED : Tier.PRIORITIZED;
        return new Attempt(model, index, endpoint(words[1], index), key(words[2], words[1], tier), returns);
    }

    private static Endpoint endpoint(String name, int model) {
        Provider provider = new Provider(
                name,
                ProviderPreset.COMPATIBLE,
                URI.create("http://" + name + ".test"),
                Provider.AuthScheme.NONE,
                Timeouts.NONE,
                HERE);
        return new Endpoint(provider, "upstream-" + model, null, HERE);
    }

    private static ProviderKey key(String name, String provider, Tier tier) {
        return new ProviderKey(
                name,
                provider,
                tier,
                0,
                null,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                HERE);
    }

    static String text(Attempt attempt) {
        return attempt.modelIndex() + " " + attempt.endpoint().provider().name() + " "
                + attempt.key().name();
    }

    String waited() {
        return took(failover.waited());
    }

    List<Standing> keptBack() {
        return failover.keptBack();
    }

    void ends() {
        failover.close();
    }

    String start() {
        return took(failover.start());
    }

    /** The attempt under way fails in this way. */
    String fails(OutcomeClass outcomeClass) {
        return fails(outcomeClass, SubClass.NONE);
    }

    String fails(OutcomeClass outcomeClass, SubClass subClass) {
        return fails(Outcome.of(outcomeClass, subClass, 0), SHORT, false, false);
    }

    String fails(OutcomeClass outcomeClass, Duration latency) {
        return fails(Outcome.of(outcomeClass, SubClass.NONE, 0), latency, false, false);
    }

    /** The connection broke before an answer. */
    String breaks() {
        return fails(OutcomeClass.OVERLOADED, SubClass.CONNECTION);
    }

    String failsToConnect() {
        return fails(Outcome.of(OutcomeClass.OVERLOADED, SubClass.CONNECTION, 0), SHORT, false, true);
    }

    String isRejectedButHasANewSecret() {
        return fails(Outcome.of(OutcomeClass.CREDENTIAL_REJECTED, SubClass.NONE, 401), SHORT, true, false);
    }

    String fails(Outcome outcome, Duration latency, boolean credentialChanged, boolean connectFailed) {
        return took(failover.failed(current(), outcome, latency, credentialChanged, connectFailed));
    }

    /** The attempt under way cannot be made, nor any other at these providers. */
    String cannotBeTold(String... providers) {
        Outcome outcome = Outcome.of(OutcomeClass.INVALID_REQUEST, SubClass.IMAGE_UNAVAILABLE, 0);
        return took(failover.untold(current(), outcome, SHORT, endpoint -> List.of(providers)
                .contains(endpoint.provider().name())));
    }

    void isAccepted() {
        failover.accepted(current(), Outcome.of(OutcomeClass.OK, SubClass.NONE, 200), SHORT);
    }

    /** The attempt under way is slow: what is made beside it, or {@code "nobody"}. */
    String beside() {
        beside = failover.beside(current());
        return beside == null ? "nobody" : text(beside);
    }

    /** The one beside fails while the planned one goes on; whether that ends the request. */
    boolean besideFails(OutcomeClass outcomeClass) {
        return failsBeside(madeBeside(), outcomeClass);
    }

    /** The planned one fails while the one beside goes on; whether that ends the request. */
    boolean plannedFails(OutcomeClass outcomeClass) {
        return failsBeside(current(), outcomeClass);
    }

    private boolean failsBeside(Attempt attempt, OutcomeClass outcomeClass) {
        return failover.failedBeside(attempt, Outcome.of(outcomeClass, SubClass.NONE, 0), SHORT, false, false);
    }

    void besideIsFaster() {
        failover.overtaken(current(), SHORT);
        failover.accepted(madeBeside(), Outcome.of(OutcomeClass.OK, SubClass.NONE, 200), SHORT);
    }

    private Attempt madeBeside() {
        if (beside == null) {
            throw new IllegalStateException("nothing is beside");
        }
        return beside;
    }

    Attempt current() {
        if (current == null) {
            throw new IllegalStateException("nothing is under way");
        }
        return current;
    }

    List<AttemptRecord> records() {
        return failover.records();
    }

    /** The failure that the caller gets, as in {@code "0 openai a: rate_limited"}. */
    String failure() {
        AttemptRecord failure = failover.failure();
        return failure == null
                ? "none"
                : text(failure.attempt()) + ": " + failure.outcome().text();
    }

    private String took(Step step) {
        if (step instanceof Step.Send send) {
            current = send.attempt();
            return text(send.attempt()) + (send.delay().isZero() ? "" : " later");
        }
        current = null;
        if (step instanceof Step.Wait wait) {
            return (wait.queued() ? "queue " : "wait ") + wait.delay().toMillis();
        }
        return GIVE_UP;
    }
}
