package dev.byok.actuate;

import dev.byok.health.Health;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.policy.source.PolicyStatus;
import dev.byok.policy.source.PolicyWatcher;
import dev.byok.policy.source.Refusal;
import dev.byok.revocation.Revocation;
import dev.byok.revocation.Revocations;
import java.security.Principal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/** Shows the policy in force and how its keys and endpoints are, and lets operators switch things off. */
@Endpoint(id = "byok", defaultAccess = Access.READ_ONLY)
public class ByokEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ByokEndpoint.class);
    private static final ByokReport.States NONE = new ByokReport.States(Map.of(), Map.of());

    private final PolicyHolder policies;
    private final @Nullable PolicyWatcher watcher;
    private final Health health;
    private final Revocations revocations;
    private final Clock clock;

    /** @param watcher null where the host gave no place for the policy */
    public ByokEndpoint(
            PolicyHolder policies,
            @Nullable PolicyWatcher watcher,
            Health health,
            Revocations revocations,
            Clock clock) {
        this.policies = policies;
        this.watcher = watcher;
        this.health = health;
        this.revocations = revocations;
        this.clock = clock;
    }

    @ReadOperation
    public ByokReport report() {
        Instant now = clock.instant();
        PolicyStatus status = watcher == null ? null : watcher.status();
        PolicySnapshot policy = status == null ? policies.current() : status.policy();
        StatesReader states = policy == null ? null : new StatesReader(policy, health.report(now), revocations, now);
        return new ByokReport(
                policy == null ? null : policy(policy, status, now),
                status == null ? null : refused(status),
                states == null ? Map.of() : states.workspaces(),
                states == null ? NONE : states.operator(),
                revocations.inForce().stream()
                        .sorted(Comparator.comparing(Revocation::toString))
                        .map(ByokEndpoint::row)
                        .toList());
    }

    /** Switches something off. Whatever the policy does not know is refused, so that a typo does not go unnoticed. */
    @WriteOperation
    public WebEndpointResponse<Map<String, String>> revoke(
            @Nullable String kind,
            @Nullable String workspace,
            @Nullable String provider,
            @Nullable String name,
            SecurityContext security) {
        return answer(kind, workspace, provider, name, what -> {
            RevocationReader.check(what, policies.current());
            if (revocations.revoke(what)) {
                log.info("{} switched off {}", operator(security), what);
            }
        });
    }

    /** Lifts a revocation, of something that the policy may not know any more. */
    @DeleteOperation
    public WebEndpointResponse<Map<String, String>> lift(
            @Nullable String kind,
            @Nullable String workspace,
            @Nullable String provider,
            @Nullable String name,
            SecurityContext security) {
        return answer(kind, workspace, provider, name, what -> {
            if (!revocations.lift(what)) {
                throw new IllegalArgumentException(what + " is not revoked");
            }
            log.info("{} lifted the revocation of {}", operator(security), what);
        });
    }

    private static WebEndpointResponse<Map<String, String>> answer(
            @Nullable String kind,
            @Nullable String workspace,
            @Nullable String provider,
            @Nullable String name,
            Consumer<Revocation> action) {
        try {
            Revocation what = RevocationReader.read(kind, workspace, provider, name);
            action.accept(what);
            return new WebEndpointResponse<>(row(what));
        } catch (IllegalArgumentException e) {
            return new WebEndpointResponse<>(
                    Map.of("error", String.valueOf(e.getMessage())), WebEndpointResponse.STATUS_BAD_REQUEST);
        }
    }

    private static String operator(SecurityContext security) {
        Principal principal = security.getPrincipal();
        return principal == null ? "somebody unnamed" : principal.getName();
    }

    private static ByokReport.Policy policy(PolicySnapshot policy, @Nullable PolicyStatus status, Instant now) {
        Duration age = status == null ? null : status.age(now);
        return new ByokReport.Policy(
                policy.version(),
                status == null ? null : status.since(),
                age == null ? null : age.truncatedTo(ChronoUnit.SECONDS),
                status == null ? null : status.source(),
                policy.workspaces().size(),
                policy.models().size(),
                policy.providers().size(),
                policy.gatewayKeys().size());
    }

    private static ByokReport.@Nullable Refused refused(PolicyStatus status) {
        Refusal refusal = status.refusal();
        if (refusal == null) {
            return null;
        }
        List<String> problems =
                refusal.problems().stream().map(problem -> problem.toString()).toList();
        return new ByokReport.Refused(refusal.version(), refusal.time(), status.source(), problems);
    }

    private static Map<String, String> row(Revocation what) {
        Map<String, String> row = new LinkedHashMap<>();
        row.put("kind", what.kind().text());
        if (what.workspace() != null) {
            row.put("workspace", what.workspace());
        }
        if (what.provider() != null) {
            row.put("provider", what.provider());
        }
        row.put("name", what.name());
        return row;
    }
}
