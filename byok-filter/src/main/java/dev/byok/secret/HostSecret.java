package dev.byok.secret;

import java.nio.file.Path;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A secret of the gateway's own, such as the token it opens a secret manager with. The host's configuration says where it
 * is kept, and not a policy: there is no folder to keep it within.
 */
public final class HostSecret {

    private static final String EXPECTED = ": expected where it is kept, file:/path, file:/path#field or env:BYOK_NAME";

    private HostSecret() {}

    /**
     * Returns the secret, read anew for each subscriber, so that a rotated one is found. It is read on the subscriber's own
     * thread, which has to be one that may block: who waits for it there must not need another one of the same threads.
     *
     * @param name the property or option that says where it is kept
     * @throws IllegalArgumentException if it says no such place; the message names the property and quotes nothing
     */
    public static Mono<Secret> of(String name, String place) {
        SecretReference reference = reference(name, place);
        if (reference.scheme().equals("env")) {
            SecretResolver environment = new EnvSecretResolver(System::getenv);
            return Mono.defer(() -> environment.resolve(reference));
        }
        FileSecretResolver files = new FileSecretResolver(() -> List.of(Path.of("/")));
        return Mono.fromCallable(() -> files.now(reference));
    }

    private static SecretReference reference(String name, String place) {
        if (place.startsWith("env:BYOK_")) {
            return new SecretReference("env", place.substring("env:".length()), null);
        }
        if (place.startsWith("file:/")) {
            String[] parts = place.substring("file:".length()).split("#", 2);
            return new SecretReference("file", parts[0], parts.length == 1 ? null : parts[1]);
        }
        throw new IllegalArgumentException(name + EXPECTED);
    }
}
