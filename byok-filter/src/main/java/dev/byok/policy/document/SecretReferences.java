package dev.byok.policy.document;

import dev.byok.secret.SecretReference;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads references to secrets and keeps them within what the manifest allows anyone.
 *
 * @param fileRoots where {@code file:} references may lead
 * @param allowEnv whether there may be {@code env:} references
 */
record SecretReferences(List<Path> fileRoots, boolean allowEnv) {

    static final Set<String> UNSUPPORTED_SCHEMES =
            Set.of("vault", "aws-sm", "gcp-sm", "azure-kv", "infisical", "cipher");
    static final String EXPECTED = "expected a reference such as file:/run/secrets/name";

    private static final Pattern SEGMENT = Pattern.compile("[^/\\\\#*\\p{Cntrl}]+");
    private static final Pattern FIELD = Pattern.compile("[A-Za-z0-9._-]+");
    private static final Pattern ENV_NAME = Pattern.compile("BYOK_[A-Z0-9_]+");

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
        if (UNSUPPORTED_SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException(Problems.NOT_SUPPORTED);
        }
        String rest = text.substring(Math.min(text.length(), scheme.length() + 1));
        return switch (scheme) {
            case "file" -> parseFile(rest);
            case "env" -> parseEnv(rest);
            default -> throw new IllegalArgumentException(EXPECTED);
        };
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
            report(value, text, e.getMessage());
            return null;
        }
    }

    private void report(Value value, String text, @Nullable String expectation) {
        String scheme = schemeOf(text);
        if (UNSUPPORTED_SCHEMES.contains(scheme)) {
            value.problemShowing(scheme + ":…", Problems.NOT_SUPPORTED);
        } else if (!scheme.equals("file") && CredentialPatterns.couldBeSecret(text)) {
            value.silentProblem(CredentialScan.EXPECTATION);
        } else {
            value.silentProblem(expectation == null ? EXPECTED : expectation);
        }
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
                            : "expected a file below " + fileRoots + " (policy.yml secrets.file-roots)");
            return false;
        }
        return true;
    }

    private boolean isBelowRoot(Path path) {
        return fileRoots.stream().anyMatch(root -> path.startsWith(root) && !path.equals(root));
    }

    private static SecretReference parseFile(String rest) {
        int hash = rest.indexOf('#');
        String path = hash < 0 ? rest : rest.substring(0, hash);
        if (!isNormalised(path)) {
            throw new IllegalArgumentException(
                    "expected file:/path#field, absolute, without . or .. or empty segments");
        }
        String field = hash < 0 ? null : rest.substring(hash + 1);
        if (field != null && !FIELD.matcher(field).matches()) {
            throw new IllegalArgumentException("expected a field of letters, digits and . _ - after the #");
        }
        return new SecretReference("file", path, field);
    }

    /** Returns whether the path is absolute and has no segment that would lead elsewhere. */
    static boolean isNormalised(String path) {
        if (!path.startsWith("/")) {
            return false;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return true;
    }

    private static SecretReference parseEnv(String rest) {
        if (!ENV_NAME.matcher(rest).matches()) {
            throw new IllegalArgumentException("expected env:BYOK_NAME, in capitals, digits and _");
        }
        return new SecretReference("env", rest, null);
    }
}
