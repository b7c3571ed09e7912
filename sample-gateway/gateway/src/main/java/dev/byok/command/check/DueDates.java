package dev.byok.command.check;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Problem;
import dev.byok.policy.document.Shown;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds dates of a policy that have passed or will soon. They are no errors: time alone must not make a policy wrong. */
final class DueDates {

    private final Instant now;
    private final Duration soon;
    private final List<Problem> warnings = new ArrayList<>();

    private DueDates(Instant now, Duration soon) {
        this.now = now;
        this.soon = soon;
    }

    /** Returns a warning for each, in no order. */
    static List<Problem> of(PolicySnapshot policy, Instant now, Duration soon) {
        DueDates dates = new DueDates(now, soon);
        Stream<Collection<List<ProviderKey>>> own = policy.workspaces().values().stream()
                .map(workspace -> workspace.keys().values());
        Stream.concat(own, Stream.of(policy.sharedKeys().values()))
                .flatMap(Collection::stream)
                .flatMap(List::stream)
                .forEach(dates::review);
        Set<Caller> principals = Set.copyOf(policy.callersByPrincipal().values());
        policy.gatewayKeys()
                .all()
                .collect(Collectors.groupingBy(GatewayKeys.Entry::caller, LinkedHashMap::new, Collectors.toList()))
                .forEach((caller, entries) -> dates.review(caller, entries, principals.contains(caller)));
        return dates.warnings;
    }

    private void review(ProviderKey key) {
        String name = "key " + Shown.text(key.name());
        expiry(key.location(), name, key.expires());
        String owner = key.notes().owner();
        String whose = owner == null ? "" : " (owner: " + Shown.text(owner) + ")";
        date(key.location(), name, key.notes().reviewBy(), "was due for review on ", "is due for review on ", whose);
    }

    private void review(Caller caller, List<GatewayKeys.Entry> entries, boolean hasPrincipal) {
        String name = Shown.text(caller.name());
        if (!hasPrincipal && entries.stream().allMatch(this::hasExpired)) {
            Instant last = entries.stream()
                    .map(GatewayKeys.Entry::expires)
                    .flatMap(Stream::ofNullable)
                    .max(Comparator.naturalOrder())
                    .orElse(now);
            warn(
                    caller.location(),
                    "caller " + name,
                    "cannot call any more: all of its gateway keys have expired, the last on " + last);
        } else {
            entries.forEach(entry -> expiry(caller.location(), "a gateway key of caller " + name, entry.expires()));
        }
    }

    private boolean hasExpired(GatewayKeys.Entry entry) {
        Instant expires = entry.expires();
        return expires != null && !expires.isAfter(now);
    }

    private void expiry(SourceLocation location, String what, @Nullable Instant expires) {
        date(location, what, expires, "has expired on ", "expires on ", "");
    }

    private void date(
            SourceLocation location, String what, @Nullable Instant date, String past, String coming, String more) {
        if (date == null || date.isAfter(now.plus(soon))) {
            return;
        }
        if (!date.isAfter(now)) {
            warn(location, what, past + date + more);
            return;
        }
        long days = Duration.between(now, date).toDays();
        warn(
                location,
                what,
                coming
                        + date
                        + (days == 0 ? ", within a day" : ", in " + (days == 1 ? "1 day" : days + " days"))
                        + more);
    }

    private void warn(SourceLocation location, String what, String why) {
        warnings.add(new Problem(location.file(), location.line(), what, null, why));
    }
}
