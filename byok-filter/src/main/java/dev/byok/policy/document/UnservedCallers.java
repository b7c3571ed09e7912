package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.ProviderKeys;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds callers whom no key can ever serve, whatever the model: strict about own keys, while none of their workspace's own
 * is for them. A caller that is switched off is meant to be served by nobody; one for whom there is no key yet, and no
 * shared capacity, is no error: withdrawing that must be able to go live at once.
 */
final class UnservedCallers {

    private static final String REMEDY = "; to take a key out of service write enabled: false and leave it where it is";

    private final boolean profilesAreSound;

    /** @param profilesAreSound whether it is certain what the callers' profiles say */
    UnservedCallers(boolean profilesAreSound) {
        this.profilesAreSound = profilesAreSound;
    }

    void check(WrittenWorkspace written) {
        ProviderKeys audiences = audiences(written.keys());
        for (String name : written.callers().names()) {
            WrittenCaller caller = written.callers().certain(name);
            if (caller != null && caller.caller().enabled() && !includes(audiences, caller.caller())) {
                report(caller, written.grant());
            }
        }
    }

    private void report(WrittenCaller written, Grant grant) {
        String closed = strictness(written.caller());
        if (closed != null) {
            written.section()
                    .problem("can never be served: no key of " + Shown.text(grant.workspace()) + " is for it, and "
                            + closed + REMEDY);
        }
    }

    /** Returns what makes the caller use own keys only, or null. */
    private @Nullable String strictness(Caller caller) {
        if (caller.strictOwnKeys()) {
            return "strict: own-keys closes shared capacity to it";
        }
        SourceLocation strict = profilesAreSound ? caller.strictness() : null;
        if (strict == null
                || caller.profiles().stream()
                        .anyMatch(other -> caller.with(other).strictness() == null)) {
            return null;
        }
        String who = caller.profile().strictOwnKeys()
                ? "its profile " + Shown.text(caller.profile().name())
                : "a data class of it";
        return who + " closes shared capacity to it (strict: own-keys, " + strict + ")";
    }

    /** Returns one key of each audience: most keys are for the same callers as others, and there are many keys. */
    private static ProviderKeys audiences(List<WrittenKey> keys) {
        Map<KeyFilters, ProviderKey> audiences = new LinkedHashMap<>();
        for (WrittenKey written : keys) {
            KeyFilters filters = written.key().filters();
            KeyFilters audience = new KeyFilters(null, filters.apiKeys(), filters.members(), filters.environments());
            audiences.putIfAbsent(audience, written.key());
        }
        return new ProviderKeys(List.copyOf(audiences.values()));
    }

    private static boolean includes(ProviderKeys audiences, Caller caller) {
        return includes(audiences.of(Tier.PRIORITIZED, caller), caller)
                || includes(audiences.of(Tier.FALLBACK, caller), caller);
    }

    private static boolean includes(Iterator<ProviderKey> keys, Caller caller) {
        while (keys.hasNext()) {
            if (keys.next().filters().speaksFor(caller)) {
                return true;
            }
        }
        return false;
    }
}
