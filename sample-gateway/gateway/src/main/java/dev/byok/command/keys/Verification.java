package dev.byok.command.keys;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of a policy's keys.
 *
 * @param findings in the order of the keys
 */
record Verification(List<KeyFinding> findings, List<SameSecret> sameSecrets) {

    private static final Set<KeyState> KNOWN = EnumSet.of(KeyState.OK, KeyState.RATE_LIMITED);

    Verification {
        findings = List.copyOf(findings);
        sameSecrets = List.copyOf(sameSecrets);
    }

    /** Nothing speaks against any key, and something for one of them: where no key could be asked, nothing is verified. */
    boolean fine() {
        boolean someIsGood =
                findings.isEmpty() || findings.stream().anyMatch(finding -> KNOWN.contains(finding.state()));
        return someIsGood
                && findings.stream().noneMatch(finding -> finding.state().wrong())
                && sameSecrets.stream().noneMatch(SameSecret::wrong);
    }
}
