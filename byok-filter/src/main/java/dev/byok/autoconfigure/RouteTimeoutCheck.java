package dev.byok.autoconfigure;

import static org.springframework.cloud.gateway.support.RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR;

import dev.byok.gateway.ByokRoutingGlobalFilter;
import dev.byok.policy.Timeouts;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.event.RefreshRoutesResultEvent;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationListener;

/**
 * Warns of Byok routes whose own {@code response-timeout} ends calls before our limits can, at the start and whenever a
 * refresh brings a new one. Sees the routes made in Java too.
 */
class RouteTimeoutCheck implements ApplicationListener<RefreshRoutesResultEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTimeoutCheck.class);

    /** Milliseconds by route, as warned of last; a host refreshes its routes every few seconds. */
    private final AtomicReference<Map<String, Long>> warned = new AtomicReference<>(Map.of());

    @Override
    public void onApplicationEvent(RefreshRoutesResultEvent event) {
        if (event.isSuccess() && event.getSource() instanceof RouteLocator routes) {
            routes.getRoutes()
                    .filter(RouteTimeoutCheck::isImpatient)
                    .collect(Collectors.toMap(Route::getId, RouteTimeoutCheck::millisOf, Math::min))
                    .subscribe(this::warn, failure -> LOG.debug("routes could not be looked at", failure));
        }
    }

    private void warn(Map<String, Long> impatient) {
        Map<String, Long> before = Objects.requireNonNull(warned.getAndSet(Map.copyOf(impatient)));
        impatient.forEach((route, millis) -> {
            if (!millis.equals(before.get(route))) {
                LOG.warn(
                        "the metadata '{}' of route '{}' is {} ms: it ends LLM calls before Byok's own limits (30 s until a"
                                + " stream's headers, {} s for a whole answer) can; set it longer, or -1",
                        RESPONSE_TIMEOUT_ATTR,
                        route,
                        millis,
                        Timeouts.REQUEST.toSeconds());
            }
        });
    }

    private static boolean isImpatient(Route route) {
        Long millis = ByokRoutingGlobalFilter.SCHEME.equals(route.getUri().getScheme()) ? read(route) : null;
        return millis != null && millis >= 0 && millis < Timeouts.REQUEST.toMillis();
    }

    private static long millisOf(Route route) {
        return Objects.requireNonNull(read(route));
    }

    /** Returns what the host will make of it; null where it takes its default. */
    private static @Nullable Long read(Route route) {
        Object value = route.getMetadata().get(RESPONSE_TIMEOUT_ATTR);
        if (value instanceof Number number) {
            return number.longValue();
        }
        try {
            return value == null ? null : Long.valueOf(value.toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
