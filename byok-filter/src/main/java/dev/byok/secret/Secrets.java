package dev.byok.secret;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The secrets in use, each read once for all who ask at the same time. A value stays until a newer one has been read: a
 * secret manager that is down takes nothing away before {@link SecretAges#maxStale()}, to which a {@link SecretRefresher}
 * sees. Signals of the returned Monos arrive on the resolver's thread where something had to be read. Thread-safe.
 */
public final class Secrets {

    private final Map<String, SecretResolver> resolvers;
    private final SecretExchange exchange;
    private final SecretAges ages;
    private final LongSupplier nanoTime;
    private final SecretReports reports;
    private final Map<SecretReference, CachedSecret> cache = new ConcurrentHashMap<>();
    private final BackgroundReads background = new BackgroundReads(this::place, this::isKept);

    /** What the policy in force names; null while nobody has said. */
    private volatile @Nullable Set<SecretReference> named;

    public Secrets(Collection<? extends SecretResolver> resolvers) {
        this(resolvers, SecretAges.DEFAULT, List.of(), System::nanoTime);
    }

    /**
     * @param listeners told what is new of a secret
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    public Secrets(
            Collection<? extends SecretResolver> resolvers,
            SecretAges ages,
            List<? extends SecretReads> listeners,
            LongSupplier nanoTime) {
        this(resolvers, SecretExchange.NONE, ages, listeners, nanoTime);
    }

    /**
     * @param exchange what is done with each value that has been read
     * @param listeners told what is new of a secret
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    public Secrets(
            Collection<? extends SecretResolver> resolvers,
            SecretExchange exchange,
            SecretAges ages,
            List<? extends SecretReads> listeners,
            LongSupplier nanoTime) {
        this.exchange = exchange;
        this.resolvers =
                resolvers.stream().collect(Collectors.toUnmodifiableMap(SecretResolver::scheme, Function.identity()));
        this.ages = ages;
        this.nanoTime = nanoTime;
        this.reports = new SecretReports(this.resolvers.keySet(), ages, listeners);
    }

    /** Returns the value if it has been read already; one look into a map, for the request path. */
    public @Nullable Secret peek(SecretReference reference) {
        CachedSecret cached = cache.get(reference);
        return cached == null ? null : cached.value();
    }

    /**
     * Returns the value, reading it first if need be. A reading that failed is not repeated for a second; until then its
     * {@link SecretUnavailableException} is the answer.
     */
    public Mono<Secret> get(SecretReference reference) {
        return Mono.defer(() -> cached(reference).get());
    }

    /**
     * Returns the value after a provider rejected one: at once if a different one has been read meanwhile, else by a
     * reading that begins after this call, one for all who ask meanwhile. If that fails the old value stays in use for
     * others.
     *
     * @return the value now in force, equal to the rejected one if nothing changed, or the failure to read it
     */
    public Mono<Secret> reread(SecretReference reference, Secret rejected) {
        return Mono.defer(() -> cached(reference).replace(rejected));
    }

    /**
     * Starts reading in the background those of these references that have no value, also those that have just failed:
     * whoever writes a policy may have mended what was wrong. The others are read again when it is time. Failures are logged
     * once per reference until it could be read.
     */
    public void warm(Collection<SecretReference> references) {
        List<CachedSecret> missing = references.stream()
                .map(this::cached)
                .filter(secret -> secret.value() == null)
                .toList();
        missing.forEach(CachedSecret::makeDue);
        background.startDue(missing);
    }

    /** Starts reading what is due, and gives up what has grown too old or what no policy names. */
    void keepFresh() {
        forgetOthers();
        cache.values().forEach(CachedSecret::expire);
        background.startDue(cache.values());
    }

    /**
     * Forgets every secret but these; for the references of a policy that is no longer in force. A request that began under
     * it may still ask for one: that is read for it, and forgotten soon after.
     */
    public void retainOnly(Collection<SecretReference> references) {
        named = Set.copyOf(references);
        forgetOthers();
    }

    private void forgetOthers() {
        Set<SecretReference> kept = named;
        if (kept != null) {
            cache.keySet().retainAll(kept);
        }
    }

    private String place(SecretReference reference) {
        SecretResolver resolver = resolvers.get(reference.scheme());
        return reference.scheme() + ":" + (resolver == null ? "" : resolver.place(reference));
    }

    private boolean isKept(CachedSecret secret) {
        return cache.get(secret.reference()) == secret;
    }

    private CachedSecret cached(SecretReference reference) {
        CachedSecret cached = cache.get(reference);
        return cached != null ? cached : cache.computeIfAbsent(reference, this::entry);
    }

    private CachedSecret entry(SecretReference reference) {
        return new CachedSecret(reference, Mono.defer(() -> resolve(reference)), ages, nanoTime, reports);
    }

    private Mono<Secret> resolve(SecretReference reference) {
        SecretResolver resolver = resolvers.get(reference.scheme());
        return resolver == null
                ? Mono.error(new SecretUnavailableException(reference, unread(reference.scheme())))
                : resolver.resolve(reference).flatMap(secret -> exchange.exchange(reference, secret));
    }

    private static String unread(String scheme) {
        SecretStore store = SecretStore.of(scheme);
        return store == null ? "nothing here reads this scheme" : store.remedy();
    }
}
