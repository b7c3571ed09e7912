package dev.byok.policy.document;

import dev.byok.policy.Glob;
import dev.byok.policy.Granted;
import dev.byok.policy.ReferenceGlob;
import dev.byok.secret.CipherText;
import dev.byok.secret.SecretReference;
import java.util.List;

/**
 * What the manifest grants one workspace.
 *
 * @param place where the manifest speaks of the workspace
 * @param file whose contents are trusted only as far as this grant goes
 */
record Grant(
        String workspace,
        Place place,
        String file,
        Allowed<ReferenceGlob> secrets,
        Allowed<Glob> providers,
        Allowed<Glob> principals,
        boolean sharedCapacity) {

    /**
     * @param place the list in the manifest; the workspace's own where it has no such list, and so grants nothing
     */
    record Allowed<T>(List<T> patterns, Place place) {

        private String refusal() {
            return "not granted by " + place;
        }
    }

    /** Returns what requests need no more, for those who compare policies. */
    Granted granted() {
        return new Granted(secrets.patterns(), principals.patterns());
    }

    /** Returns whether the workspace may name the secret, and reports it if not. */
    boolean allowsSecret(SecretReference reference, Value mention) {
        if (!CipherText.isFor(workspace, reference)) {
            mention.silentProblem("expected cipher:" + workspace + "/…: it is encrypted for another (byok encrypt"
                    + " --workspace " + workspace + ")");
            return false;
        }
        String name = reference.withoutField();
        if (secrets.patterns().stream().anyMatch(glob -> glob.matches(name))) {
            return true;
        }
        mention.problem(secrets.refusal());
        return false;
    }

    /** Returns whether the workspace may use the provider of the mention's own field, and reports it if not. */
    boolean allowsProvider(String provider, Value mention) {
        if (Glob.anyMatches(providers.patterns(), provider)) {
            return true;
        }
        mention.silentProblem(providers.refusal());
        return false;
    }

    /** Returns whether callers of the workspace may be this principal of the host, and reports it if not. */
    boolean allowsPrincipal(String principal, Value mention) {
        if (Glob.anyMatches(principals.patterns(), principal)) {
            return true;
        }
        mention.problem(principals.refusal());
        return false;
    }
}
