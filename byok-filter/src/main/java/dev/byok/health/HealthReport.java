package dev.byok.health;

import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Endpoint;
import dev.byok.quota.Remaining;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What health knew at one moment, for somebody to read.
 *
 * @param states only of those that something is held against
 * @param left what is left of limits, only of credentials with a model whose provider said so and for as long as that holds
 */
public record HealthReport(Map<Subject, State> states, Map<Subject, List<Remaining>> left) {

    public static final HealthReport NOTHING = new HealthReport(Map.of(), Map.of());

    public HealthReport {
        states = Map.copyOf(states);
        left = Map.copyOf(left);
    }

    /**
     * Whom a state is about: a credential, a credential with one model, or an endpoint as a workspace's own keys or the
     * operator's meet it.
     *
     * @param workspace whose it is; {@link CredentialId#OPERATOR} for the operator's own
     * @param key the credential's name; null for an endpoint
     * @param upstreamModel null for a credential as a whole
     */
    public record Subject(
            String workspace,
            String provider,
            @Nullable String key,
            @Nullable String upstreamModel) {

        public static Subject of(CredentialId id) {
            return new Subject(id.workspace(), id.provider(), id.name(), null);
        }

        public static Subject of(CredentialId id, String upstreamModel) {
            return new Subject(id.workspace(), id.provider(), id.name(), upstreamModel);
        }

        public static Subject of(String scope, Endpoint endpoint) {
            return new Subject(scope, endpoint.provider().name(), null, endpoint.upstreamModel());
        }
    }

    /**
     * What is held against it.
     *
     * @param why the class of the failure that counts
     * @param until when it may be used again; null if it may be used now
     * @param strikes how often this happened without a success in between, the first time included
     * @param probing whether one attempt is finding out how it is
     */
    public record State(OutcomeClass why, @Nullable Instant until, int strikes, boolean probing) {}
}
