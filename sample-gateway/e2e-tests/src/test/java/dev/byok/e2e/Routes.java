package dev.byok.e2e;

import java.util.ArrayList;
import java.util.List;

/** Words routes as properties, to be listed behind the standard one in their order. */
final class Routes {

    private static final String ROUTES = "spring.cloud.gateway.server.webflux.routes";

    private final List<String> properties = new ArrayList<>();
    private int index;

    /** Starts a list that begins at this index; the standard route has 0. */
    Routes(int first) {
        this.index = first;
    }

    /** Adds a route with these predicates, parted by {@code ;}, whose answers name it in {@code x-route}. */
    Routes add(String id, String uri, String predicates, String... filters) {
        String route = ROUTES + "[" + index + "].";
        properties.add(route + "id=" + id);
        properties.add(route + "uri=" + uri);
        int predicate = 0;
        for (String text : predicates.split(";", -1)) {
            properties.add(route + "predicates[" + predicate++ + "]=" + text.trim());
        }
        properties.add(route + "filters[0]=AddResponseHeader=x-route, " + id);
        for (int i = 0; i < filters.length; i++) {
            properties.add(route + "filters[" + (i + 1) + "]=" + filters[i]);
        }
        index++;
        return this;
    }

    /** Adds a route of ours. */
    Routes byok(String id, String predicates, String... narrowing) {
        String[] filters = new String[narrowing.length + 1];
        System.arraycopy(narrowing, 0, filters, 0, narrowing.length);
        filters[narrowing.length] = "Byok";
        return add(id, "byok://auto", predicates, filters);
    }

    String[] properties() {
        return properties.toArray(String[]::new);
    }
}
