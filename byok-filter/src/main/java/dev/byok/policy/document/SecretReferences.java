package dev.byok.policy.document;

import dev.byok.secret.SecretReference;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads references to secrets and keeps them within what the manifest allows anyone.
 *
 * @param fileRoots where {@code file:} references may lead
 * @param allowEnv whether there may be {@code env:} references
 */
record SecretReferences(List<Path> fileRoots, boolean allowEnv) {

    SecretReferences {
        fileRoots = List.copyOf(fileRoots);
    }

    /**
     * Returns the reference written.
     *
     * @throws IllegalArgumentException where it is none; the message is the expectation and never holds the text
     */
    static SecretReference parse(String text) {
        String scheme = schemeOf(text);
        ReferenceForm form = ReferenceForm.of(scheme);
        if (form == null) {
            throw new IllegalArgumentException(ReferenceForm.EXPECTED + Suggestion.of(scheme, ReferenceForm.SCHEMES));
        }
        return form.parse(text.substring(scheme.length() + 1));
    }

    /** Returns what stands before the first colon, or nothing. */
    static String schemeOf(String text) {
        return text.substring(0, Math.max(0, text.indexOf(':')));
    }

    /** Returns the reference if it is one that this manifest allows; null and reported otherwise. */
    @Nullable
    SecretReference read(Value value) {
        String text = value.delicateText();
        if (text == null || CredentialPatterns.found(text)) {
            // A credential has been reported by the scan of the file.
            return null;
        }
        try {
            SecretReference reference = parse(text);
            return isAllowed(reference, value) ? reference : null;
        } catch (IllegalArgumentException e) {
            value.silentProblem(couldBeSecret(text) ? CredentialScan.EXPECTATION : String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** A text that says where a secret is kept, if not rightly, is none. */
    private static boolean couldBeSecret(String text) {
        String scheme = schemeOf(text);
        boolean named = !scheme.equals("env")
                && (ReferenceForm.of(scheme) != null
                        || !Suggestion.of(scheme, ReferenceForm.SCHEMES).isEmpty());
        return !named && CredentialPatterns.couldBeSecret(text);
    }

    private boolean isAllowed(SecretReference reference, Value value) {
        if (reference.scheme().equals("env") && !allowEnv) {
            value.problem("allowed only where policy.yml says secrets.allow-env: true");
            return false;
        }
        if (reference.scheme().equals("file") && !isBelowRoot(Path.of(reference.location()))) {
            value.problem(
                    fileRoots.isEmpty()
                            ? "policy.yml declares no secrets.file-roots"
                            : "expected a file below " + Shown.text(fileRoots.toString())
                                    + " (policy.yml secrets.file-roots)");
            return false;
        }
        return true;
    }

    private boolean isBelowRoot(Path path) {
        return fileRoots.stream().anyMatch(root -> path.startsWith(root) && !path.equals(root));
    }
}
