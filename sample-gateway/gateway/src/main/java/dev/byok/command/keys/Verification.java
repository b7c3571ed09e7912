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

    boolean fine() {
        return findings.stream().noneMatch(finding -> finding.state().wrong())
                && sameSecrets.stream().noneMatch(SameSecret::wrong);
    }
}
