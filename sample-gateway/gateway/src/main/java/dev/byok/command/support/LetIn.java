package dev.byok.command.support;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who gets past the door, before anything is planned for a request. */
public final class LetIn {

    private LetIn() {}

    /** Returns the callers that are switched on and have anything left at this time that they are recognised by. */
    public static Set<Caller> by(PolicySnapshot policy, Instant at) {
        Stream<Caller> byKey =
                policy.gatewayKeys().all().filter(entry -> entry.isValid(at)).map(GatewayKeys.Entry::caller);
        return Stream.concat(byKey, policy.callersByPrincipal().values().stream())
                .filter(Caller::enabled)
                .collect(Collectors.toSet());
    }
}
