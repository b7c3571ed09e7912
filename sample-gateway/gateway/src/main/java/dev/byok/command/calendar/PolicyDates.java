package dev.byok.command.calendar;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what in a policy has a date. */
final class PolicyDates {

    /** Of a gateway key's hash: enough to find it in the file. */
    private static final int SHOWN_BYTES = 4;

    private final List<PolicyDate> dates = new ArrayList<>();

    private PolicyDates() {}

    /** Returns everything that has one, by date, then by place. */
    static List<PolicyDate> of(PolicySnapshot policy) {
        PolicyDates found = new PolicyDates();
        policy.sharedKeys().values().forEach(keys -> keys.forEach(found::sharedKey));
        policy.workspaces().values().forEach(found::workspace);
        policy.gatewayKeys().all().forEach(found::gatewayKey);
        found.dates.sort(Comparator.comparing(PolicyDate::at)
                .thenComparing(date -> date.location().file())
                .thenComparing(date -> date.location().line())
                .thenComparing(PolicyDate::id));
        return List.copyOf(found.dates);
    }

    private void workspace(Workspace workspace) {
        workspace.keys().values().forEach(keys -> keys.forEach(key -> ownKey(workspace, key)));
    }

    private void sharedKey(ProviderKey key) {
        ofKey(
                "shared-key/" + key.name(),
                "shared key " + Shown.text(key.name()) + " for " + Shown.text(key.provider()),
                key);
    }

    private void ownKey(Workspace workspace, ProviderKey key) {
        ofKey(
                "key/" + workspace.name() + "/" + key.name(),
                "key " + Shown.text(key.name()) + " of " + Shown.text(workspace.name()) + " for "
                        + Shown.text(key.provider()),
                key);
    }

    private void ofKey(String id, String what, ProviderKey key) {
        expiry(id, what, key.expires(), key.location());
        Instant reviewBy = key.notes().reviewBy();
        if (reviewBy != null) {
            dates.add(new PolicyDate(id + "/review", what, "is due for review", reviewBy, key.location()));
        }
    }

    private void gatewayKey(GatewayKeys.Entry entry) {
        Caller caller = entry.caller();
        String hash = HexFormat.of().formatHex(entry.sha256());
        expiry(
                "gateway-key/" + caller.workspace() + "/" + caller.name() + "/" + hash,
                "gateway key " + hash.substring(0, 2 * SHOWN_BYTES) + "… of caller " + Shown.text(caller.name())
                        + " of " + Shown.text(caller.workspace()),
                entry.expires(),
                caller.location());
    }

    private void expiry(String id, String what, @Nullable Instant expires, SourceLocation location) {
        if (expires != null) {
            dates.add(new PolicyDate(id + "/expires", what, "expires", expires, location));
        }
    }
}
