package dev.byok.simulation;

import dev.byok.health.Health;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.plan.Attempt;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Workspace;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keys are said to answer in one request, by the request itself, so that failures can be rehearsed where real keys are
 * healthy. An attempt with such a key asks nobody and reads no secret; its outcome is judged like a real one. Immutable.
 */
public final class Simulation {

    /** Every key is what it is. */
    public static final Simulation NONE = new Simulation(Map.of(), new OutcomeClassifier(Clock.systemUTC()));

    private final Map<String, SimulatedAnswer> answers;
    private final OutcomeClassifier classifier;

    private Simulation(Map<String, SimulatedAnswer> answers, OutcomeClassifier classifier) {
        this.answers = Map.copyOf(answers);
        this.classifier = classifier;
    }

    /**
     * Reads the value of the header {@code x-byok-simulate}.
     *
     * @param workspace whose request it is: its own keys and the shared capacity that is open to it can be named
     * @throws InvalidSimulationException if it cannot be read, or names a key that is not there
     */
    public static Simulation of(String header, OutcomeClassifier classifier, PolicySnapshot policy, Workspace workspace)
            throws InvalidSimulationException {
        Map<String, SimulatedAnswer> answers = SimulateHeader.read(header);
        Set<String> unknown = new HashSet<>(answers.keySet());
        known(policy, workspace).map(ProviderKey::name).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new InvalidSimulationException("unknown keys: "
                    + String.join(", ", unknown.stream().sorted().toList())
                    + " (expected own keys of the workspace, or shared capacity that is open to it)");
        }
        return new Simulation(answers, classifier);
    }

    private static Stream<ProviderKey> known(PolicySnapshot policy, Workspace workspace) {
        Stream<List<ProviderKey>> shared = workspace.sharedCapacity()
                ? policy.sharedKeys().entrySet().stream()
                        .filter(keys -> workspace.mayUse(keys.getKey()))
                        .map(Map.Entry::getValue)
                : Stream.empty();
        return Stream.concat(workspace.keys().values().stream(), shared).flatMap(Collection::stream);
    }

    /** Returns whether attempts with this key are not made. */
    public boolean covers(ProviderKey key) {
        return !answers.isEmpty() && answers.containsKey(key.name());
    }

    /** Returns what an attempt comes to without being made; null where it has to be made. */
    public @Nullable Outcome outcome(Attempt attempt) {
        SimulatedAnswer answer =
                answers.isEmpty() ? null : answers.get(attempt.key().name());
        return answer == null
                ? null
                : answer.outcome(classifier, attempt.endpoint().provider());
    }

    /**
     * Returns health as the request is to see it. What its simulated keys have met, before or in this request, is known
     * to nobody else and forgotten with it.
     */
    public Health over(Health real) {
        return answers.isEmpty() ? real : new SimulatedHealth(real, this);
    }
}
