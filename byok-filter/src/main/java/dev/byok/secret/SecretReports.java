package dev.byok.secret;

import dev.byok.secret.SecretReads.Finding;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log what people have to know of the reading of secrets, and the listeners all that is new. */
final class SecretReports implements CachedSecret.Reports {

    private static final Logger log = LoggerFactory.getLogger(Secrets.class);

    private final Set<String> readSchemes;
    private final SecretAges ages;
    private final List<SecretReads> listeners;
    private final Set<String> reportedSchemes = ConcurrentHashMap.newKeySet();

    SecretReports(Set<String> readSchemes, SecretAges ages, List<? extends SecretReads> listeners) {
        this.readSchemes = readSchemes;
        this.ages = ages;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void succeeded(SecretReference reference, Finding finding) {
        listeners.forEach(listener -> listener.succeeded(reference, finding));
    }

    /** Of a scheme that nobody reads one line is enough: all its secrets fail in the same way. */
    @Override
    public void failed(SecretUnavailableException failure) {
        String scheme = failure.reference().scheme();
        if (readSchemes.contains(scheme) || reportedSchemes.add(scheme)) {
            log.warn("{}", failure.getMessage());
        }
        listeners.forEach(listener -> listener.failed(failure));
    }

    @Override
    public void expired(SecretReference reference) {
        log.warn(
                "secret {}: no longer used, since it could not be read again for {} min",
                reference,
                ages.maxStale().toMinutes());
    }
}
