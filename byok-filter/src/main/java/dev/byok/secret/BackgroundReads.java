package dev.byok.secret;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;

/**
 * Reads what is due, a few references at once and each place for itself, so that one that hangs delays no other. While one
 * is being read, what becomes due there waits for the next time.
 */
final class BackgroundReads {

    /** How many references of one place are read at once. */
    private static final int OF_ONE_PLACE = 8;

    /** How many of all places that are due together; one of each where there are more places. */
    private static final int TOGETHER = 64;

    private final Function<SecretReference, String> place;
    private final Predicate<CachedSecret> kept;
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /**
     * @param place which references may fail together
     * @param kept whether anybody still wants a reference
     */
    BackgroundReads(Function<SecretReference, String> place, Predicate<CachedSecret> kept) {
        this.place = place;
        this.kept = kept;
    }

    void startDue(Collection<CachedSecret> secrets) {
        Map<String, List<CachedSecret>> due = secrets.stream()
                .filter(CachedSecret::isDue)
                .collect(Collectors.groupingBy(secret -> place.apply(secret.reference())));
        int atOnce = Math.max(1, Math.min(OF_ONE_PLACE, TOGETHER / Math.max(1, due.size())));
        due.forEach((name, those) -> start(name, those, atOnce));
    }

    /** By the time its turn comes a reference may have been read for a request, or be wanted no longer. */
    private void start(String name, List<CachedSecret> due, int atOnce) {
        if (underWay.add(name)) {
            Flux.fromIterable(due)
                    .filter(secret -> secret.isDue() && kept.test(secret))
                    .flatMap(secret -> secret.read().onErrorComplete(), atOnce)
                    .doFinally(end -> underWay.remove(name))
                    .subscribe();
        }
    }
}
