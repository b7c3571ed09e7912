package dev.byok.revocation;

import dev.byok.policy.Caller;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One thing that an operator has switched off, by its name, whatever version of the policy is in force.
 *
 * @param workspace whose it is; null for what is the operator's
 * @param provider only of a key
 */
public record Revocation(
        Kind kind, @Nullable String workspace, @Nullable String provider, String name) {

    /** What can be switched off. */
    public enum Kind {
        /** A provider key: a workspace's own, or, without a workspace, one of the operator's. */
        KEY,
        CALLER,
        /** All callers of one environment. */
        ENVIRONMENT,
        /** A provider, for everybody. */
        PROVIDER;

        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the revocation of a credential, as seen from a request of a workspace. */
    public static Revocation ofKey(String workspace, ProviderKey key) {
        return new Revocation(Kind.KEY, key.tier() == Tier.SHARED ? null : workspace, key.provider(), key.name());
    }

    public static Revocation ofCaller(Caller caller) {
        return new Revocation(Kind.CALLER, caller.workspace(), null, caller.name());
    }

    public static Revocation ofEnvironment(String workspace, String name) {
        return new Revocation(Kind.ENVIRONMENT, workspace, null, name);
    }

    public static Revocation ofProvider(String name) {
        return new Revocation(Kind.PROVIDER, null, null, name);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.text()).append(' ').append(name);
        if (provider != null) {
            text.append(" at ").append(provider);
        }
        if (workspace != null) {
            text.append(" of ").append(workspace);
        }
        return text.toString();
    }
}
