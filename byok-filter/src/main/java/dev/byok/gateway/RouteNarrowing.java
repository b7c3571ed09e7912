package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import dev.byok.policy.DataClass;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import java.util.ArrayList;
import java.util.List;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the route's filters have narrowed so far, in one exchange attribute. Data classes and profiles are names until the
 * request's policy is known: a filter may run before that.
 *
 * @param dataClasses by name, without repetition
 * @param profiles likewise, the one that speaks last at the end
 */
record RouteNarrowing(Narrowing narrowing, List<String> dataClasses, List<String> profiles) {

    private static final String ATTRIBUTE = RouteNarrowing.class.getName();
    private static final RouteNarrowing NONE = new RouteNarrowing(Narrowing.NONE, List.of(), List.of());

    static RouteNarrowing of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, NONE);
    }

    static void note(ServerWebExchange exchange, RouteNarrowing narrowing) {
        exchange.getAttributes().put(ATTRIBUTE, narrowing);
    }

    /** Returns this with what is narrowed beside data classes and profiles. */
    RouteNarrowing with(Narrowing narrowed) {
        return new RouteNarrowing(narrowed, dataClasses, profiles);
    }

    /** Returns this with one more data class; what is said again is nothing new. */
    RouteNarrowing underDataClass(String name) {
        return new RouteNarrowing(narrowing, with(dataClasses, name), profiles);
    }

    /** Returns this with one more profile; what is said again is nothing new. */
    RouteNarrowing underProfile(String name) {
        return new RouteNarrowing(narrowing, dataClasses, with(profiles, name));
    }

    private static List<String> with(List<String> names, String name) {
        if (names.contains(name)) {
            return names;
        }
        List<String> all = new ArrayList<>(names);
        all.add(name);
        return List.copyOf(all);
    }

    /**
     * Returns what it comes to under a policy.
     *
     * @throws RefusedException if the policy has no data class or profile of a name: nobody knows then what the route demands
     */
    RouteTerms under(PolicySnapshot policy) {
        if (equals(NONE)) {
            return RouteTerms.NONE;
        }
        Narrowing all = narrowing;
        for (int i = 0; i < dataClasses.size(); i++) {
            DataClass dataClass = policy.dataClass(dataClasses.get(i));
            if (dataClass == null) {
                throw unknown("ByokDataClass=" + dataClasses.get(i), "data class");
            }
            all = all.under(dataClass);
        }
        List<Profile> named = new ArrayList<>(profiles.size());
        for (int i = 0; i < profiles.size(); i++) {
            Profile profile = policy.profile(profiles.get(i));
            if (profile == null) {
                throw unknown("ByokProfile=" + profiles.get(i), "profile");
            }
            all = all.under(profile);
            named.add(profile);
        }
        return new RouteTerms(all, named);
    }

    private static RefusedException unknown(String filter, String what) {
        return new RefusedException(Refusals.routeMisconfigured(
                "this route has the filter " + filter + ", but the policy has no such " + what));
    }
}
