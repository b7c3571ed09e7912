package dev.byok.health;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ProviderKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The health that one gateway process knows. A credential nothing is held against costs one look into a map; memory is
 * kept only of what failed.
 */
public final class InMemoryHealth implements Health {

    /** Longer than most first outputs take; a probe that takes longer is joined by another one. */
    private static final Duration PROBE = Duration.ofSeconds(60);

    private final Map<CredentialId, Memory> credentials = new ConcurrentHashMap<>();
    private final Map<ModelOfCredential, Memory> models = new ConcurrentHashMap<>();
    private final Map<ScopedEndpoint, EndpointBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<ScopedProvider, Pace> paces = new ConcurrentHashMap<>();
    private final CoolingTime times;

    record ModelOfCredential(CredentialId credential, String upstreamModel) {}

    record ScopedEndpoint(String scope, String provider, String upstreamModel) {}

    record ScopedProvider(String scope, String provider) {}

    public InMemoryHealth() {
        this(() -> ThreadLocalRandom.current().nextDouble());
    }

    InMemoryHealth(DoubleSupplier random) {
        this.times = new CoolingTime(random);
    }

    @Override
    public Standing standing(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        Standing standing = endpointStanding(workspace, key, endpoint, now);
        if (!credentials.isEmpty() || !models.isEmpty()) {
            CredentialId id = CredentialId.of(workspace, key);
            standing = standing.or(standing(credentials.get(id), now))
                    .or(standing(models.get(new ModelOfCredential(id, endpoint.upstreamModel())), now));
        }
        return standing;
    }

    private Standing endpointStanding(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        EndpointBreaker breaker = breakers.get(scoped(workspace, key, endpoint));
        return breaker == null ? Standing.READY : breaker.standing(now);
    }

    private static Standing standing(@Nullable Memory memory, Instant now) {
        return memory == null ? Standing.READY : memory.standing(now);
    }

    private static ScopedEndpoint scoped(String workspace, ProviderKey key, Endpoint endpoint) {
        return new ScopedEndpoint(
                CredentialId.scope(workspace, key.tier()), endpoint.provider().name(), endpoint.upstreamModel());
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Instant now) {
        Standing standing = standing(workspace, key, endpoint, now);
        if (!standing.ready()) {
            return new Admission.Refused(standing);
        }
        CredentialId id = CredentialId.of(workspace, key);
        ModelOfCredential model = new ModelOfCredential(id, endpoint.upstreamModel());
        Standing late = pace(credentials.get(id), models.get(model), id, now);
        if (!late.ready()) {
            return new Admission.Refused(late);
        }
        if (!lease(id, now)) {
            return new Admission.Refused(standing(workspace, key, endpoint, now).or(busy(now)));
        }
        EndpointBreaker breaker = breaker(scoped(workspace, key, endpoint));
        if (!breaker.enter(PROBE, now)) {
            release(id, now);
            return new Admission.Refused(breaker.standing(now).or(busy(now)));
        }
        return new Admission.Granted(new AttemptPermit(id, model, breaker, now));
    }

    private EndpointBreaker breaker(ScopedEndpoint endpoint) {
        EndpointBreaker known = breakers.get(endpoint);
        return known != null ? known : breakers.computeIfAbsent(endpoint, fresh -> new EndpointBreaker());
    }

    /** Somebody else took the lease in between; when it comes back nobody knows. */
    private static Standing busy(Instant now) {
        return Standing.cooling(OutcomeClass.OVERLOADED, now.plus(PROBE));
    }

    /** Credentials that were rate-limited when last used come back one after the other. */
    private Standing pace(@Nullable Memory credential, @Nullable Memory model, CredentialId id, Instant now) {
        boolean paced = (credential != null && credential.paced()) || (model != null && model.paced());
        if (!paced) {
            return Standing.READY;
        }
        Instant free = paces.computeIfAbsent(new ScopedProvider(id.workspace(), id.provider()), scope -> new Pace())
                .take(now);
        return free == null ? Standing.READY : Standing.cooling(OutcomeClass.RATE_LIMITED, free);
    }

    private boolean lease(CredentialId id, Instant now) {
        while (true) {
            Memory memory = credentials.get(id);
            if (memory == null || !memory.probe()) {
                return true;
            }
            if (!memory.standing(now).ready()) {
                return false;
            }
            if (credentials.replace(id, memory, memory.leasedFor(PROBE, now))) {
                return true;
            }
        }
    }

    private void release(CredentialId id, Instant began) {
        credentials.computeIfPresent(
                id, (same, memory) -> memory.leased() != null && memory.outlivedBy(began) ? memory.released() : memory);
    }

    @Override
    public void secretChanged(String workspace, ProviderKey key) {
        credentials.remove(CredentialId.of(workspace, key));
    }

    @Override
    public HealthReport report(Instant now) {
        Map<HealthReport.Subject, HealthReport.State> states = new HashMap<>();
        credentials.forEach((id, memory) -> states.put(HealthReport.Subject.of(id), memory.state(now)));
        models.forEach((model, memory) ->
                states.put(HealthReport.Subject.of(model.credential(), model.upstreamModel()), memory.state(now)));
        breakers.forEach((endpoint, breaker) -> {
            HealthReport.State state = breaker.state(now);
            if (state != null) {
                states.put(
                        new HealthReport.Subject(endpoint.scope(), endpoint.provider(), null, endpoint.upstreamModel()),
                        state);
            }
        });
        return new HealthReport(states);
    }

    private void remember(CredentialId id, ModelOfCredential model, Outcome outcome, Instant began, Instant now) {
        switch (outcome.outcomeClass()) {
            case CREDENTIAL_REJECTED, QUOTA_EXHAUSTED ->
                credentials.compute(id, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
            case RATE_LIMITED -> rememberRateLimit(id, model, outcome, began, now);
            case PERMISSION ->
                models.compute(model, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
            default -> {}
        }
    }

    private void rememberRateLimit(
            CredentialId id, ModelOfCredential model, Outcome outcome, Instant began, Instant now) {
        if (outcome.subClass() == SubClass.REQUEST_EXCEEDS_LIMIT) {
            return;
        }
        if (isOfOneModel(outcome, model.upstreamModel())) {
            models.compute(model, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
        } else {
            credentials.compute(id, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
        }
    }

    /** Providers with a limit per model name the model in what they say. */
    private static boolean isOfOneModel(Outcome outcome, String upstreamModel) {
        String message = outcome.error().message();
        return message != null && message.contains(upstreamModel);
    }

    private void forget(CredentialId id, ModelOfCredential model, Instant began) {
        if (credentials.containsKey(id)) {
            credentials.computeIfPresent(id, (same, memory) -> memory.outlivedBy(began) ? null : memory);
        }
        if (models.containsKey(model)) {
            models.computeIfPresent(model, (same, memory) -> memory.outlivedBy(began) ? null : memory);
        }
    }

    private final class AttemptPermit implements Permit {

        private final CredentialId id;
        private final ModelOfCredential model;
        private final EndpointBreaker breaker;
        private final Instant began;
        private boolean used;

        AttemptPermit(CredentialId id, ModelOfCredential model, EndpointBreaker breaker, Instant began) {
            this.id = id;
            this.model = model;
            this.breaker = breaker;
            this.began = began;
        }

        @Override
        public void succeeded(Instant now) {
            if (first()) {
                forget(id, model, began);
                breaker.succeeded(began, now);
            }
        }

        @Override
        public void failed(Outcome outcome, boolean countsOnBreaker, Instant now) {
            if (!first()) {
                return;
            }
            if (isTheEndpoints(outcome) && countsOnBreaker) {
                breaker.failed(outcome.outcomeClass(), outcome.retryAfter(), began, now);
            } else {
                breaker.leave(began);
            }
            release(id, began);
            remember(id, model, outcome, began, now);
        }

        @Override
        public void released() {
            if (first()) {
                breaker.leave(began);
                release(id, began);
            }
        }

        private synchronized boolean first() {
            boolean unused = !used;
            used = true;
            return unused;
        }
    }

    private static boolean isTheEndpoints(Outcome outcome) {
        return switch (outcome.outcomeClass()) {
            case OVERLOADED, SILENT, UNEXPECTED -> true;
            default -> false;
        };
    }
}
