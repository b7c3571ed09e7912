package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import dev.byok.policy.DataClass;
import dev.byok.policy.PolicySnapshot;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the route's filters have narrowed so far, in one exchange attribute. Data classes are names until the request's
 * policy is known: a filter may run before that.
 *
 * @param dataClasses by name, without repetition
 */
record RouteNarrowing(Narrowing narrowing, List<String> dataClasses) {

    private static final String ATTRIBUTE = RouteNarrowing.class.getName();
    private static final RouteNarrowing NONE = new RouteNarrowing(Narrowing.NONE, List.of());

    static RouteNarrowing of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, NONE);
    }

    static void note(ServerWebExchange exchange, RouteNarrowing narrowing) {
        exchange.getAttributes().put(ATTRIBUTE, narrowing);
    }

    /** Returns this with what is narrowed beside data classes. */
    RouteNarrowing with(Narrowing narrowed) {
        return new RouteNarrowing(narrowed, dataClasses);
    }

    /** Returns this with one more data class; what is said again is nothing new. */
    RouteNarrowing underDataClass(String name) {
        if (dataClasses.contains(name)) {
            return this;
        }
        List<String> all = new ArrayList<>(dataClasses);
        all.add(name);
        return new RouteNarrowing(narrowing, List.copyOf(all));
    }

    /**
     * Returns what it comes to under a policy.
     *
     * @throws RefusedException if the policy has no data class of a name: nobody knows then what the route demands
     */
    Narrowing under(PolicySnapshot policy) {
        Narrowing all = narrowing;
        for (int i = 0; i < dataClasses.size(); i++) {
            DataClass dataClass = policy.dataClass(dataClasses.get(i));
            if (dataClass == null) {
                throw new RefusedException(Refusals.routeMisconfigured("this route has the filter ByokDataClass="
                        + dataClasses.get(i) + ", but the policy has no such data class"));
            }
            all = all.under(dataClass);
        }
        return all;
    }
}
