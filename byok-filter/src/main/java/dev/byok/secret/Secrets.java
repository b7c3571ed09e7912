package dev.byok.secret;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The secrets in use, each read once for all who ask at the same time. A value stays until a newer one has been read: a
 * secret manager that is down takes nothing away. Signals of the returned Monos arrive on the resolver's thread where
 * something had to be read. Thread-safe.
 */
public final class Secrets {

    private static final Logger log = LoggerFactory.getLogger(Secrets.class);

    /** How many references are read at once when many are warmed. */
    private static final int WARM_CONCURRENCY = 8;

    private final Map<String, SecretResolver> resolvers;
    private final LongSupplier nanoTime;
    private final Map<SecretReference, CachedSecret> cache = new ConcurrentHashMap<>();

    public Secrets(Collection<? extends SecretResolver> resolvers) {
        this(resolvers, System::nanoTime);
    }

    /** @param nanoTime a clock that never jumps, in nanoseconds */
    public Secrets(Collection<? extends SecretResolver> resolvers, LongSupplier nanoTime) {
        this.resolvers =
                resolvers.stream().collect(Collectors.toUnmodifiableMap(SecretResolver::scheme, Function.identity()));
        this.nanoTime = nanoTime;
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
     * Starts reading these references in the background, also those read before, so that rotated values are picked up.
     * Failures are logged once per reference until it could be read.
     */
    public void warm(Collection<SecretReference> references) {
        Flux.fromIterable(List.copyOf(references))
                .flatMap(reference -> cached(reference).read().onErrorComplete(), WARM_CONCURRENCY)
                .subscribe();
    }

    /** Forgets every secret but these; for the references of a policy that is no longer in force. */
    public void retainOnly(Collection<SecretReference> references) {
        cache.keySet().retainAll(references);
    }

    private CachedSecret cached(SecretReference reference) {
        CachedSecret cached = cache.get(reference);
        return cached != null ? cached : cache.computeIfAbsent(reference, this::entry);
    }

    private CachedSecret entry(SecretReference reference) {
        return new CachedSecret(reference, Mono.defer(() -> resolve(reference)), nanoTime, Secrets::warn);
    }

    private Mono<Secret> resolve(SecretReference reference) {
        SecretResolver resolver = resolvers.get(reference.scheme());
        return resolver == null
                ? Mono.error(new SecretUnavailableException(reference, unread(reference.scheme())))
                : resolver.resolve(reference);
    }

    private static String unread(String scheme) {
        SecretStore store = SecretStore.of(scheme);
        return store == null ? "nothing here reads this scheme" : store.remedy();
    }

    private static void warn(SecretUnavailableException failure) {
        log.warn("{}", failure.getMessage());
    }
}
