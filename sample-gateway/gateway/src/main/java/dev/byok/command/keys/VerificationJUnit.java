package dev.byok.command.keys;

import dev.byok.command.support.JUnitCases;
import dev.byok.command.support.JUnitCases.Case;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tells CI servers: each key is a test, and each secret that several keys have. */
final class VerificationJUnit {

    private VerificationJUnit() {}

    static void print(Verification verification, PrintWriter out) {
        List<Case> cases = new ArrayList<>();
        verification.findings().forEach(finding -> cases.add(of(finding)));
        verification.sameSecrets().forEach(same -> cases.add(of(same)));
        JUnitCases.print("byok keys verify", cases, out);
    }

    private static Case of(KeyFinding finding) {
        String name = finding.key().owner() + "/" + finding.key().key().name();
        String detail = VerificationText.detail(finding);
        String told = finding.state().text() + (detail.isEmpty() ? "" : ": " + detail);
        if (finding.state().wrong()) {
            return Case.failed(name, finding.state().text(), told);
        }
        return finding.state() == KeyState.OK ? Case.passed(name, detail) : Case.skipped(name, told);
    }

    private static Case of(SameSecret same) {
        String keys = same.keys().stream()
                .map(key -> key.owner() + "/" + key.key().name())
                .collect(Collectors.joining(", "));
        return same.wrong()
                ? Case.failed("same secret: " + keys, "same secret", String.valueOf(same.apart()))
                : Case.skipped("same secret: " + keys, "within one workspace");
    }
}
