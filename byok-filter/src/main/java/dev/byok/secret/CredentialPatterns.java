package dev.byok.secret;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What credentials look like. Sources: the public rule sets of gitleaks and of Microsoft's security utilities, and the
 * providers' documentation, 2026-11. Looser than those where only the prefix is certain: too much redacted is harmless.
 */
final class CredentialPatterns {

    private static final String END = "(?![A-Za-z0-9_-])";

    /** Each matches a whole credential, or what is left of one that was masked. */
    private static final List<CredentialPattern> WHOLE = List.of(
            // Masked echoes, as in sk-proj-****abcd or sk-ab...wxyz.
            whole("(?<![A-Za-z0-9_.\\-])[A-Za-z0-9_.\\-]*+(?:\\*{3,}|•{3,})[A-Za-z0-9_.\\-*•]{0,64}", "***", "•••"),
            whole(
                    "\\b(?:sk|gsk|xai|pplx|tgp|hf|fw|fc|AIza|AQ|byok)[A-Za-z0-9_\\-.]{0,64}?(?:\\.{3}|…)[A-Za-z0-9_\\-]{2,64}",
                    "...", "…"),
            // OpenAI, Anthropic, OpenRouter, DeepSeek and all who copied the prefix.
            whole("\\bsk-[A-Za-z0-9_-]{16,}", "sk-"),
            whole("\\bAIza[\\w-]{35}", "AIza"),
            whole("\\bAQ\\.[A-Za-z0-9_-]{20,}", "AQ."),
            whole("\\bya29\\.[A-Za-z0-9_.-]{20,}", "ya29."),
            // Up to where the base64 ends, with or without its last line: a cut key is a key.
            whole(
                    "-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+"
                            + "(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?",
                    "-----BEGIN "),
            whole("\\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9][A-L][A-Za-z0-9]{12}A{3}[A-Z]ACOG[A-Za-z0-9]{4}", "JQQJ99"),
            whole("\\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{14}[A-Za-z0-9]{8,16}", "JQQJ99"),
            whole("[A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}", "Q~"),
            whole("\\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + END, "A3T", "AKIA", "ASIA", "ABIA", "ACCA"),
            whole("\\bABSK[A-Za-z0-9+/]{20,}={0,2}", "ABSK"),
            whole("\\bbedrock-api-key-[A-Za-z0-9+/]{20,}={0,2}", "bedrock-api-key-"),
            whole("\\bxai-[A-Za-z0-9]{20,}", "xai-"),
            whole("\\bgsk_[A-Za-z0-9]{20,}", "gsk_"),
            whole("\\bpplx-[A-Za-z0-9]{20,}", "pplx-"),
            whole("\\bfw_[A-Za-z0-9]{20,}", "fw_"),
            whole("\\btgp_v1_[A-Za-z0-9_-]{20,}", "tgp_v1_"),
            whole("\\bfc-[0-9a-f]{32}" + END, "fc-"),
            whole("\\bhf_[A-Za-z0-9]{20,}", "hf_"),
            whole("\\bbyok_[A-Za-z0-9_-]{20,}", "byok_"),
            whole("\\b[0-9a-f]{64}" + END),
            whole("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*", "eyJ"));

    /** Each has a first group that stays: the words that give the rest away. */
    private static final List<CredentialPattern> AFTER_WORDS = List.of(
            after("(\\b[Bb]earer\\s{1,3})[A-Za-z0-9._~+/=-]{8,}", "earer"),
            after("(\\bapi_key:)[A-Za-z0-9._~+/=-]{4,}", "api_key:"),
            // Keys without a form of their own; a digit in them tells them from words.
            after(
                    "((?i:\\bapi[ _-]?key|\\baccess[ _-]?token|\\bauth[ _-]?token|\\bsecret(?:[ _-]?key)?|\\bpassword)"
                            + "(?:\\s(?:provided|is|was))?[\"'`:=\\s]{1,4})(?=[A-Za-z_.~+/=-]{0,64}\\d)[A-Za-z0-9_.~+/=-]{12,}"));

    /** All of them, in the order in which they are taken out. */
    static final List<CredentialPattern> ALL =
            Stream.concat(WHOLE.stream(), AFTER_WORDS.stream()).toList();

    private CredentialPatterns() {}

    private static CredentialPattern whole(String regex, String... marks) {
        return new CredentialPattern(Pattern.compile(regex), Secret.REDACTED, List.of(marks));
    }

    private static CredentialPattern after(String regex, String... marks) {
        return new CredentialPattern(Pattern.compile(regex), "$1" + Secret.REDACTED, List.of(marks));
    }
}
