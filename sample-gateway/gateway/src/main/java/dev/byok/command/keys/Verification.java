package dev.byok.command.keys;

import java.util.List;

/**
 * What is known of a policy's keys.
 *
 * @param findings in the order of the keys
 */
record Verification(List<KeyFinding> findings, List<SameSecret> sameSecrets) {

    Verification {
        findings = List.copyOf(findings);
        sameSecrets = List.copyOf(sameSecrets);
    }

    /** Nothing speaks against any key, and something for one of them: where no key could be asked, nothing is verified. */
    boolean fine() {
        boolean someIsGood =
                findings.isEmpty() || findings.stream().anyMatch(finding -> finding.state() == KeyState.OK);
        return someIsGood
                && findings.stream().noneMatch(finding -> finding.state().wrong())
                && sameSecrets.stream().noneMatch(SameSecret::wrong);
    }
}
