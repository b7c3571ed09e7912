package dev.byok.gateway;

import dev.byok.plan.Narrowing;
import dev.byok.policy.Caller;
import dev.byok.policy.Profile;
import java.util.List;

/**
 * What a route's filters say under the policy of a request.
 *
 * @param narrowing all that they forbid, by whatever filter
 * @param profiles those that they name, the one that speaks last at the end
 */
record RouteTerms(Narrowing narrowing, List<Profile> profiles) {

    static final RouteTerms NONE = new RouteTerms(Narrowing.NONE, List.of());

    RouteTerms {
        profiles = List.copyOf(profiles);
    }

    /** Returns a caller as its requests are on this route, within limits of both and in the route's ways. */
    Caller of(Caller caller) {
        if (profiles.isEmpty()) {
            return caller;
        }
        Profile profile = caller.profile();
        for (int i = 0; i < profiles.size(); i++) {
            profile = profile.on(profiles.get(i));
        }
        return caller.with(profile);
    }
}
