package dev.byok.policy.document;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What credentials look like. Sources of the formats: the rules of gitleaks and of Microsoft's security utilities, the
 * vendors' documentation; the loose ones are ours, because a false alarm costs less than a leak.
 */
final class CredentialPatterns {

    static final List<String> FORMATS = List.of(
            "byok_[A-Za-z0-9_-]{40,}", // our own gateway keys
            "sk-(?:proj|svcacct|admin|ant|or)-[A-Za-z0-9_-]{16,}", // OpenAI, Anthropic, OpenRouter
            "sk-(?=[A-Za-z_-]*[0-9])[A-Za-z0-9_-]{20,}", // OpenAI legacy, DeepSeek and their kin
            "AIza[\\w-]{35}", // Google, old
            "AQ\\.[A-Za-z0-9_-]{20,}", // Google, new
            "ya29\\.[A-Za-z0-9_-]{20,}", // Google access token
            "[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9][A-L][A-Za-z0-9]{12}AAA[ABE]ACOG[A-Za-z0-9]{4}", // Azure
            "[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}", // Entra
            "(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}", // AWS
            "ABSK[A-Za-z0-9+/]{109,269}", // Bedrock, long-term
            "bedrock-api-key-[A-Za-z0-9+/=]{20,}", // Bedrock, short-term
            "xai-[A-Za-z0-9]{60,}",
            "gsk_[A-Za-z0-9]{40,}",
            "pplx-[A-Za-z0-9]{40,}",
            "fw_[A-Za-z0-9]{20,}",
            "tgp_v1_[A-Za-z0-9_-]{40,}",
            "fc-[0-9a-f]{32}",
            "hf_[A-Za-z0-9]{30,}");

    /**
     * One of these stands in every match, of a token or a document. To look for a text is far cheaper than for a pattern, and
     * nearly no text of a policy has one: a large policy is searched in a fraction of the time.
     */
    private static final List<String> MARKS = List.of(
            "byok_",
            "sk-",
            "AIza",
            "AQ.",
            "ya29.",
            "JQQJ99",
            "Q~",
            "A3T",
            "AKIA",
            "ASIA",
            "ABIA",
            "ACCA",
            "ABSK",
            "bedrock-api-key-",
            "xai-",
            "gsk_",
            "pplx-",
            "fw_",
            "tgp_v1_",
            "fc-",
            "hf_",
            "-----BEGIN ",
            "\"service_account\"");

    private static final Pattern TOKEN = Pattern.compile(FORMATS.stream()
            .map(format -> "(?:" + format + ")")
            .collect(Collectors.joining("|", "(?<![A-Za-z0-9])(?:", ")")));
    private static final Pattern DOCUMENT =
            Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY|\"type\"\\s*:\\s*\"service_account\"");

    /** Nothing people call a thing: letters and digits mixed, without a break. */
    private static final Pattern OPAQUE =
            Pattern.compile("(?<![A-Za-z0-9+=_])(?=[A-Za-z+=_]*[0-9])(?=[0-9+=_]*[A-Za-z])[A-Za-z0-9+=_]{24,}");

    private static final int OPAQUE_LENGTH = 24;

    private static final int SECRET_LENGTH = 16;
    private static final double SECRET_BITS_PER_CHARACTER = 3.0;

    private CredentialPatterns() {}

    /** Returns whether a credential of a known format stands anywhere in the text. */
    static boolean found(String text) {
        return isMarked(text)
                && (TOKEN.matcher(text).find() || DOCUMENT.matcher(text).find());
    }

    /** Returns whether a text may hold a credential of a known format; one that is not marked holds none in any part. */
    static boolean isMarked(String text) {
        for (String mark : MARKS) {
            if (text.contains(mark)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the text should rather not be printed: it has a credential in it, or something like one. */
    static boolean suspected(String text) {
        return found(text)
                || (text.length() >= OPAQUE_LENGTH && OPAQUE.matcher(text).find());
    }

    /** Returns whether a text that stands in the place of a secret's reference could be the secret itself. */
    static boolean couldBeSecret(String text) {
        return suspected(text)
                || (text.length() >= SECRET_LENGTH
                        && text.chars().noneMatch(Character::isWhitespace)
                        && bitsPerCharacter(text) >= SECRET_BITS_PER_CHARACTER);
    }

    private static double bitsPerCharacter(String text) {
        double bits = 0;
        for (int distinct : text.chars().distinct().toArray()) {
            double share = (double) text.chars().filter(c -> c == distinct).count() / text.length();
            bits -= share * Math.log(share) / Math.log(2);
        }
        return bits;
    }
}
