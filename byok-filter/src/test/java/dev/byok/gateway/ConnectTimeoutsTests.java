package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import reactor.core.publisher.Mono;

class ConnectTimeoutsTests {

    private static final String CONNECT_TIMEOUT = RouteMetadataUtils.CONNECT_TIMEOUT_ATTR;

    private final ConnectTimeouts timeouts = new ConnectTimeouts(null);

    @Test
    void leaveARouteAloneWhereTheHostsOwnTimeIsTheSame() {
        Route route = route(Map.of());

        assertThat(new ConnectTimeouts(2000).within(2000, route)).isSameAs(route);
    }

    @Test
    void leaveARouteAloneThatHasTheTimeItself() {
        Route number = route(Map.of(CONNECT_TIMEOUT, 700));
        Route text = route(Map.of(CONNECT_TIMEOUT, "700"));

        assertThat(new ConnectTimeouts(2000).within(700, number)).isSameAs(number);
        assertThat(new ConnectTimeouts(2000).within(700, text)).isSameAs(text);
    }

    @Test
    void copyARouteWithAllItHasButTheTime() {
        Route route = route(Map.of(CONNECT_TIMEOUT, 700, "team", "legal"));

        Route copy = new ConnectTimeouts(2000).within(2000, route);

        assertThat(copy.getMetadata()).isEqualTo(Map.of(CONNECT_TIMEOUT, 2000, "team", "legal"));
        assertThat(copy).usingRecursiveComparison().ignoringFields("metadata").isEqualTo(route);
        assertThat(route.getMetadata()).containsEntry(CONNECT_TIMEOUT, 700);
    }

    @Test
    void copyOnceForARouteAndATime() {
        Route route = route(Map.of());

        Route copy = timeouts.within(2000, route);

        assertThat(timeouts.within(300, route).getMetadata()).containsEntry(CONNECT_TIMEOUT, 300);
        assertThat(timeouts.within(2000, route)).isSameAs(copy);
    }

    @Test
    void giveTheNextAttemptItsOwnTimeWhereTheRouteIsACopyAlready() {
        Route route = route(Map.of());
        Route first = timeouts.within(2000, route);
        Route second = timeouts.within(300, first);

        assertThat(timeouts.within(2000, first)).isSameAs(first);
        assertThat(second.getMetadata()).containsEntry(CONNECT_TIMEOUT, 300);
        assertThat(timeouts.within(2000, second)).isSameAs(first);
        assertThat(timeouts.within(300, route)).isSameAs(second);
    }

    @Test
    void copyTheRouteThatARefreshHasBrought() {
        Route before = route(Map.of("team", "legal"));
        Route after = route(Map.of("team", "finance"));
        Route copy = timeouts.within(2000, before);

        assertThat(timeouts.within(2000, after).getMetadata()).containsEntry("team", "finance");
        // A request that began before the refresh still has its own.
        assertThat(timeouts.within(300, copy).getMetadata()).containsEntry("team", "legal");
    }

    @Test
    void keepNothingOfARouteThatARefreshHasReplaced() {
        WeakReference<Object> held = useARouteThatIsGoneThen();

        timeouts.within(2000, route(Map.of()));

        await().until(() -> {
            System.gc();
            return held.refersTo(null);
        });
    }

    @Test
    void keepABoundedNumberOfCopies() {
        Route route = route(Map.of());
        WeakReference<Route> first = new WeakReference<>(timeouts.within(1, route));

        IntStream.rangeClosed(2, 33).forEach(millis -> timeouts.within(millis, route));

        await().until(() -> {
            System.gc();
            return first.refersTo(null);
        });
        assertThat(timeouts.within(1, route).getMetadata()).containsEntry(CONNECT_TIMEOUT, 1);
    }

    @Test
    void keepCopiesOfABoundedNumberOfRoutes() {
        WeakReference<Object> held = useARouteThatIsGoneThen();

        IntStream.rangeClosed(1, 1000).forEach(number -> timeouts.within(2000, route("route-" + number, Map.of())));

        await().until(() -> {
            System.gc();
            return held.refersTo(null);
        });
    }

    /** Returns what both the route and its copy hold. */
    private WeakReference<Object> useARouteThatIsGoneThen() {
        Object held = new Object();
        timeouts.within(2000, route(Map.of("held", held)));
        return new WeakReference<>(held);
    }

    private static Route route(Map<String, Object> metadata) {
        return route("llm", metadata);
    }

    private static Route route(String id, Map<String, Object> metadata) {
        return Route.async()
                .id(id)
                .uri(URI.create("byok://auto"))
                .order(7)
                .asyncPredicate(exchange -> Mono.just(true))
                .metadata(metadata)
                .build();
    }
}
