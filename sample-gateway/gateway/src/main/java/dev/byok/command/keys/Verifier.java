package dev.byok.command.keys;

import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.Secrets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Asks providers with the keys of a policy, several at a time. */
final class Verifier {

    private static final int FINGERPRINT_KEY = 32;

    private final Secrets secrets;
    private final Duration timeout;
    private final int atOnce;
    private final ProviderProbe probe;
    private final byte[] fingerprintKey = new byte[FINGERPRINT_KEY];

    Verifier(Secrets secrets, Duration timeout, int atOnce) {
        this.secrets = secrets;
        this.timeout = timeout;
        this.atOnce = atOnce;
        this.probe = new ProviderProbe(timeout, Clock.systemUTC());
        new SecureRandom().nextBytes(fingerprintKey);
    }

    /**
     * Asks with all of them.
     *
     * @param done run after each
     */
    Verification verify(List<KeyInUse> keys, Instant now, Runnable done) {
        List<KeyFinding> findings = Objects.requireNonNull(Flux.fromIterable(keys)
                .flatMapSequential(key -> look(key, now).doOnSuccess(finding -> done.run()), atOnce)
                .collectList()
                .block());
        return new Verification(findings, SameSecret.among(findings));
    }

    private Mono<KeyFinding> look(KeyInUse key, Instant now) {
        if (!key.key().usable(now)) {
            return Mono.just(KeyFinding.of(key, KeyState.SKIPPED, key.key().enabled() ? "expired" : "disabled"));
        }
        SecretReference reference = key.key().secret();
        if (reference == null) {
            return ask(key, null);
        }
        return secrets.get(reference)
                .timeout(timeout)
                .flatMap(secret -> ask(key, secret).map(finding -> finding.withFingerprint(fingerprint(secret))))
                .onErrorResume(
                        thrown -> thrown instanceof SecretUnavailableException || thrown instanceof TimeoutException,
                        thrown -> Mono.just(KeyFinding.of(key, KeyState.UNREADABLE, unreadable(thrown))));
    }

    /** The client's own limit ends with the headers: a body that never ends is given up here. */
    private Mono<KeyFinding> ask(KeyInUse key, @Nullable Secret secret) {
        return Mono.fromCallable(() -> probe.ask(key, secret))
                .subscribeOn(Schedulers.boundedElastic())
                .timeout(
                        timeout.multipliedBy(2),
                        Mono.fromSupplier(() -> KeyFinding.of(key, KeyState.UNREACHABLE, "no whole answer in time")));
    }

    private String fingerprint(Secret secret) {
        return HexFormat.of().formatHex(secret.fingerprint(fingerprintKey));
    }

    /** What resolvers say of a failure names the reference and never what was read. */
    private static String unreadable(Throwable thrown) {
        return thrown instanceof TimeoutException
                ? "its secret manager did not answer in time"
                : String.valueOf(thrown.getMessage());
    }
}
