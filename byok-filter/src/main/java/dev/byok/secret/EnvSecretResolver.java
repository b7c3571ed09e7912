package dev.byok.secret;

import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Reads {@code env:BYOK_NAME}; no other variable of the process can be named. */
public final class EnvSecretResolver implements SecretResolver {

    private static final String PREFIX = "BYOK_";

    private final Function<String, @Nullable String> environment;

    /** @param environment a variable's value, null if it is not set: {@code System::getenv} */
    public EnvSecretResolver(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    @Override
    public String scheme() {
        return "env";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return Mono.fromCallable(() -> read(reference));
    }

    private Secret read(SecretReference reference) {
        if (!reference.location().startsWith(PREFIX)) {
            throw new SecretUnavailableException(reference, "only variables named " + PREFIX + "... may be read");
        }
        String value = environment.apply(reference.location());
        if (value == null) {
            throw new SecretUnavailableException(reference, "the variable is not set");
        }
        return SecretContent.select(reference, value.getBytes(StandardCharsets.UTF_8));
    }
}
