package dev.byok.health;

import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.SubClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.quota.Demand;
import dev.byok.quota.Quota;
import dev.byok.quota.Remaining;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The health that one gateway process knows. Memory is kept of what failed, of endpoints that were used, and of limits that a
 * provider told of: these per credential and model, as most providers limit, since what an answer says of one model need not
 * hold for another.
 */
public final class InMemoryHealth implements Health {

    /** Longer than most first outputs take; a probe that takes longer is joined by another one. */
    private static final Duration PROBE = Duration.ofSeconds(60);

    private final Map<CredentialId, Memory> credentials = new ConcurrentHashMap<>();
    private final Map<ModelOfCredential, Memory> models = new ConcurrentHashMap<>();
    private final Map<ModelOfCredential, Allowance> allowances = new ConcurrentHashMap<>();
    private final Map<ScopedEndpoint, EndpointBreaker> breakers = new ConcurrentHashMap<>();
    private final Map<ScopedProvider, Pace> paces = new ConcurrentHashMap<>();
    private final CoolingTime times;

    record ModelOfCredential(CredentialId credential, String upstreamModel) {}

    record ScopedEndpoint(String scope, String provider, String upstreamModel) {}

    record ScopedProvider(String scope, String provider) {}

    public InMemoryHealth() {
        this(() -> ThreadLocalRandom.current().nextDouble());
    }

    /** Returns one whose times are the shortest there are, the same each time: for what is foreseen and not sent. */
    public static InMemoryHealth withoutJitter() {
        return new InMemoryHealth(() -> 0);
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
    public boolean isTroubled(String workspace, Endpoint endpoint, Instant now) {
        if (breakers.isEmpty()) {
            return false;
        }
        String provider = endpoint.provider().name();
        return isTroubled(new ScopedEndpoint(workspace, provider, endpoint.upstreamModel()), now)
                || isTroubled(new ScopedEndpoint(CredentialId.OPERATOR, provider, endpoint.upstreamModel()), now);
    }

    private boolean isTroubled(ScopedEndpoint endpoint, Instant now) {
        EndpointBreaker breaker = breakers.get(endpoint);
        return breaker != null && breaker.isTroubled(now);
    }

    @Override
    public boolean carries(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        if (allowances.isEmpty()) {
            return true;
        }
        Allowance known =
                allowances.get(new ModelOfCredential(CredentialId.of(workspace, key), endpoint.upstreamModel()));
        return known == null || known.carries(demand, now);
    }

    @Override
    public Admission admit(String workspace, ProviderKey key, Endpoint endpoint, Demand demand, Instant now) {
        CredentialId id = CredentialId.of(workspace, key);
        ModelOfCredential model = new ModelOfCredential(id, endpoint.upstreamModel());
        EndpointBreaker breaker = breaker(scoped(workspace, key, endpoint));
        Memory ofCredential = credentials.get(id);
        Memory ofModel = models.get(model);
        Standing standing =
                breaker.standing(now).or(standing(ofCredential, now)).or(standing(ofModel, now));
        if (!standing.ready()) {
            return new Admission.Refused(standing);
        }
        Standing late = pace(ofCredential, ofModel, id, now);
        if (!late.ready()) {
            return new Admission.Refused(late);
        }
        if (!lease(id, ofCredential, now)) {
            return new Admission.Refused(standing(workspace, key, endpoint, now).or(busy(now)));
        }
        EndpointBreaker.Entry entry = breaker.enter(PROBE, now);
        if (entry == EndpointBreaker.Entry.REFUSED) {
            release(id, now);
            return new Admission.Refused(breaker.standing(now).or(busy(now)));
        }
        Allowance allowance = allowances.get(model);
        Demand upTo = allowance == null ? Demand.NONE : allowance.admit(demand);
        return new Admission.Granted(
                new AttemptPermit(model, breaker, entry == EndpointBreaker.Entry.PROBE, allowance, upTo, now));
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

    /** Takes the lease of the probe where one is needed; looks again only where somebody else has changed what was seen. */
    private boolean lease(CredentialId id, @Nullable Memory seen, Instant now) {
        Memory memory = seen;
        while (memory != null && memory.probe()) {
            if (!memory.standing(now).ready()) {
                return false;
            }
            if (credentials.replace(id, memory, memory.leasedFor(PROBE, now))) {
                return true;
            }
            memory = credentials.get(id);
        }
        return true;
    }

    private void release(CredentialId id, Instant began) {
        credentials.computeIfPresent(
                id, (same, memory) -> memory.leased() != null && memory.outlivedBy(began) ? memory.released() : memory);
    }

    @Override
    public void secretChanged(String workspace, ProviderKey key) {
        secretChanged(CredentialId.of(workspace, key));
    }

    private void secretChanged(CredentialId id) {
        credentials.remove(id);
        // The other secret may be of another account, whose models and limits are others.
        models.keySet().removeIf(model -> model.credential().equals(id));
        allowances.keySet().removeIf(model -> model.credential().equals(id));
    }

    @Override
    public void retainOnly(PolicySnapshot policy) {
        PolicySubjects subjects = new PolicySubjects(policy);
        credentials.keySet().removeIf(id -> !subjects.include(id));
        models.keySet().removeIf(model -> !subjects.include(model));
        allowances.keySet().removeIf(model -> !subjects.include(model));
        breakers.keySet().removeIf(endpoint -> !subjects.include(endpoint));
        paces.keySet().removeIf(provider -> !subjects.include(provider));
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
        Map<HealthReport.Subject, List<Remaining>> left = new HashMap<>();
        allowances.forEach((model, allowance) -> {
            List<Remaining> limits = allowance.left(now);
            if (!limits.isEmpty()) {
                left.put(HealthReport.Subject.of(model.credential(), model.upstreamModel()), limits);
            }
        });
        return new HealthReport(states, left);
    }

    private void remember(CredentialId id, ModelOfCredential model, Outcome outcome, Instant began, Instant now) {
        switch (outcome.outcomeClass()) {
            case CREDENTIAL_REJECTED ->
                credentials.compute(id, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
            case QUOTA_EXHAUSTED ->
                rememberLimit(id, model, outcome.subClass() == SubClass.MODEL_LIMIT, outcome, began, now);
            case RATE_LIMITED -> {
                if (outcome.subClass() != SubClass.REQUEST_EXCEEDS_LIMIT) {
                    rememberLimit(id, model, isOfOneModel(outcome, model.upstreamModel()), outcome, began, now);
                }
            }
            case PERMISSION -> rememberLimit(id, model, true, outcome, began, now);
            default -> {}
        }
    }

    private void rememberLimit(
            CredentialId id, ModelOfCredential model, boolean ofOneModel, Outcome outcome, Instant began, Instant now) {
        if (ofOneModel) {
            models.compute(model, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
        } else {
            credentials.compute(id, (same, before) -> Memory.afterFailure(before, outcome, began, now, times));
        }
    }

    /** Some providers only have limits per model; others with such limits name the model in what they say. */
    private static boolean isOfOneModel(Outcome outcome, String upstreamModel) {
        String message = outcome.error().message();
        return outcome.subClass() == SubClass.MODEL_LIMIT || (message != null && message.contains(upstreamModel));
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

        private final ModelOfCredential model;
        private final EndpointBreaker breaker;
        private final @Nullable Allowance allowance;
        private final Demand upTo;
        private final Instant began;
        private final boolean probe;
        private boolean used;

        AttemptPermit(
                ModelOfCredential model,
                EndpointBreaker breaker,
                boolean probe,
                @Nullable Allowance allowance,
                Demand upTo,
                Instant began) {
            this.model = model;
            this.breaker = breaker;
            this.probe = probe;
            this.allowance = allowance;
            this.upTo = upTo;
            this.began = began;
        }

        @Override
        public boolean isProbe() {
            return probe;
        }

        @Override
        public void told(Quota quota, Instant now) {
            Allowance known = allowance;
            if (known == null) {
                known = allowances.computeIfAbsent(model, first -> new Allowance());
            }
            known.tell(quota, upTo, now);
        }

        @Override
        public void succeeded(Instant now) {
            if (first()) {
                forget(model.credential(), model, began);
                breaker.succeeded(probe, began, now);
            }
        }

        @Override
        public void failed(Outcome outcome, boolean countsOnBreaker, Instant now) {
            if (!first()) {
                return;
            }
            if (isTheEndpoints(outcome) && countsOnBreaker) {
                breaker.failed(outcome.outcomeClass(), outcome.retryAfter(), probe, began, now);
            } else if (probe) {
                breaker.leave(began);
            }
            release(model.credential(), began);
            remember(model.credential(), model, outcome, began, now);
        }

        @Override
        public void released() {
            if (first()) {
                if (probe) {
                    breaker.leave(began);
                }
                release(model.credential(), began);
            }
        }

        @Override
        public void secretChanged() {
            released();
            CredentialId id = model.credential();
            Memory held = credentials.get(id);
            if (held == null || held.isOfSecretBefore(began)) {
                InMemoryHealth.this.secretChanged(id);
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
