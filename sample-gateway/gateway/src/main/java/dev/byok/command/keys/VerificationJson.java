package dev.byok.command.keys;

import dev.byok.command.support.JsonText;
import dev.byok.quota.Remaining;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells programs. */
final class VerificationJson {

    private VerificationJson() {}

    static void print(Verification verification, PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("fine", verification.fine());
        report.put(
                "keys",
                verification.findings().stream().map(VerificationJson::row).toList());
        report.put(
                "same_secrets",
                verification.sameSecrets().stream().map(VerificationJson::row).toList());
        JsonText.print(report, out);
    }

    private static Map<String, @Nullable Object> row(KeyFinding finding) {
        Map<String, @Nullable Object> row = named(finding.key());
        row.put("provider", finding.key().provider().name());
        row.put("state", finding.state().text());
        row.put("detail", finding.detail());
        row.put("missing_models", finding.missing());
        row.put("left", finding.left().stream().map(VerificationJson::row).toList());
        return row;
    }

    private static Map<String, Object> row(Remaining left) {
        return Map.of("limit", left.limit(), "amount", left.amount());
    }

    private static Map<String, @Nullable Object> row(SameSecret same) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("keys", same.keys().stream().map(VerificationJson::named).toList());
        row.put("wrong", same.wrong());
        row.put("apart", same.apart());
        return row;
    }

    private static Map<String, @Nullable Object> named(KeyInUse key) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("workspace", key.workspace());
        row.put("key", key.key().name());
        return row;
    }
}
