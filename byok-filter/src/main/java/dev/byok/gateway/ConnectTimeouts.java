package dev.byok.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;

/**
 * The host's routing filter takes the time to connect from the route only: a copy carries an attempt's own. Copies are
 * shared by all requests until a refresh brings another route of that id; their number is bounded.
 */
final class ConnectTimeouts {

    private static final int MAX_ROUTES = 1_000;
    private static final int MAX_TIMES = 32;

    private final @Nullable Integer hostsOwn;
    private final Map<String, Copies> copies = new ConcurrentHashMap<>();

    /**
     * @param hostsOwn milliseconds the host's client is set to; null if it says nothing
     */
    ConnectTimeouts(@Nullable Integer hostsOwn) {
        this.hostsOwn = hostsOwn;
    }

    /** Returns a route with this time to connect, in milliseconds; the route itself where it is in force there anyway. */
    Route within(int millis, Route route) {
        Object routes = route.getMetadata().get(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR);
        Object inForce = routes != null ? routes : hostsOwn;
        return isMillis(inForce, millis) ? route : copiesOf(route).within(millis);
    }

    /** A host may have written it as a text. */
    private static boolean isMillis(@Nullable Object inForce, int millis) {
        return inForce instanceof Integer number
                ? number == millis
                : Objects.toString(inForce, "").equals(String.valueOf(millis));
    }

    private Copies copiesOf(Route route) {
        Copies known = copies.get(route.getId());
        if (known != null && known.areOf(route)) {
            return known;
        }
        if (copies.size() >= MAX_ROUTES) {
            copies.clear();
        }
        Copies fresh = new Copies(route, new ConcurrentHashMap<>());
        copies.put(route.getId(), fresh);
        return fresh;
    }

    /** Routes are told apart by identity: what makes them equal is too much to compare for each attempt. */
    private record Copies(Route original, Map<Integer, Route> byMillis) {

        /** An earlier attempt of the request may have left a copy in the route's place. */
        @SuppressWarnings("ReferenceEquality")
        boolean areOf(Route route) {
            return route == original
                    || (route.getMetadata().get(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR) instanceof Integer millis
                            && byMillis.get(millis) == route);
        }

        Route within(int millis) {
            Route known = byMillis.get(millis);
            if (known != null) {
                return known;
            }
            if (byMillis.size() >= MAX_TIMES) {
                byMillis.clear();
            }
            return byMillis.computeIfAbsent(millis, this::copy);
        }

        private Route copy(int millis) {
            Map<String, Object> metadata = new HashMap<>(original.getMetadata());
            metadata.put(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR, millis);
            return Route.async()
                    .id(original.getId())
                    .uri(original.getUri())
                    .order(original.getOrder())
                    .asyncPredicate(original.getPredicate())
                    .replaceFilters(original.getFilters())
                    .metadata(metadata)
                    .build();
        }
    }
}
