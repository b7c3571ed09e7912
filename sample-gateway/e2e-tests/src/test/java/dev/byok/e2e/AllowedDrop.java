package dev.byok.e2e;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** The errors that may be dropped, each with its reason. A caller or a provider that goes away is none of them. */
final class AllowedDrop {

    private static final List<Predicate<Throwable>> ALL = List.of(
            // Where the routes cannot be loaded, the host's listener for CORS asks for them once more and has no ear
            // for
            // the failure; the start itself fails with it.
            dropped -> Exceptions.isErrorCallbackNotImplemented(dropped)
                    && comesFrom(
                            "org.springframework.cloud.gateway.filter.cors.CorsGatewayFilterApplicationListener",
                            dropped.getCause()));

    private AllowedDrop() {}

    static boolean isOne(Throwable dropped) {
        return ALL.stream().anyMatch(allowed -> allowed.test(dropped));
    }

    private static boolean comesFrom(String type, @Nullable Throwable thrown) {
        return thrown != null
                && Arrays.stream(thrown.getStackTrace())
                        .anyMatch(frame -> frame.getClassName().equals(type));
    }
}
