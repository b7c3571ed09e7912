package dev.byok.secret;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What credentials look like. Sources: the public rule sets of gitleaks and of Microsoft's security utilities, and the
 * providers' documentation, 2026-11. Looser than those where only the prefix is certain: too much redacted is harmless.
 */
final class CredentialPatterns {

    private static final String END = "(?![A-Za-z0-9_-])";

    /** Each matches a whole credential, or what is left of one that was masked. */
    static final List<Pattern> WHOLE = List.of(
            // Masked echoes, as in sk-proj-****abcd or sk-ab...wxyz.
            pattern("(?<![A-Za-z0-9_.\\-])[A-Za-z0-9_.\\-]*+(?:\\*{3,}|•{3,})[A-Za-z0-9_.\\-*•]{0,64}"),
            pattern(
                    "\\b(?:sk|gsk|xai|pplx|tgp|hf|fw|fc|AIza|AQ|byok)[A-Za-z0-9_\\-.]{0,64}?(?:\\.{3}|…)[A-Za-z0-9_\\-]{2,64}"),
            // OpenAI, Anthropic, OpenRouter, DeepSeek and all who copied the prefix.
            pattern("\\bsk-[A-Za-z0-9_-]{16,}"),
            pattern("\\bAIza[\\w-]{35}"),
            pattern("\\bAQ\\.[A-Za-z0-9_-]{20,}"),
            pattern("\\bya29\\.[A-Za-z0-9_.-]{20,}"),
            // Up to where the base64 ends, with or without its last line: a cut key is a key.
            pattern("-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]*+"
                    + "(?:-----END [A-Z ]{0,20}PRIVATE KEY-----)?"),
            pattern("\\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9][A-L][A-Za-z0-9]{12}A{3}[A-Z]ACOG[A-Za-z0-9]{4}"),
            pattern("\\b[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{14}[A-Za-z0-9]{8,16}"),
            pattern("[A-Za-z0-9_~.-]{3}\\dQ~[A-Za-z0-9_~.-]{31,34}"),
            pattern("\\b(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}" + END),
            pattern("\\bABSK[A-Za-z0-9+/]{20,}={0,2}"),
            pattern("\\bbedrock-api-key-[A-Za-z0-9+/]{20,}={0,2}"),
            pattern("\\bxai-[A-Za-z0-9]{20,}"),
            pattern("\\bgsk_[A-Za-z0-9]{20,}"),
            pattern("\\bpplx-[A-Za-z0-9]{20,}"),
            pattern("\\bfw_[A-Za-z0-9]{20,}"),
            pattern("\\btgp_v1_[A-Za-z0-9_-]{20,}"),
            pattern("\\bfc-[0-9a-f]{32}" + END),
            pattern("\\bhf_[A-Za-z0-9]{20,}"),
            pattern("\\bbyok_[A-Za-z0-9_-]{20,}"),
            pattern("\\b[0-9a-f]{64}" + END),
            pattern("\\beyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*"));

    /** Each has a first group that stays: the words that give the rest away. */
    static final List<Pattern> AFTER_WORDS = List.of(
            Pattern.compile("(\\b[Bb]earer\\s{1,3})[A-Za-z0-9._~+/=-]{8,}"),
            Pattern.compile("(\\bapi_key:)[A-Za-z0-9._~+/=-]{4,}"),
            // Keys without a form of their own; a digit in them tells them from words.
            Pattern.compile(
                    "((?i:\\bapi[ _-]?key|\\baccess[ _-]?token|\\bauth[ _-]?token|\\bsecret(?:[ _-]?key)?|\\bpassword)"
                            + "(?:\\s(?:provided|is|was))?[\"'`:=\\s]{1,4})(?=[A-Za-z_.~+/=-]{0,64}\\d)[A-Za-z0-9_.~+/=-]{12,}"));

    private CredentialPatterns() {}

    private static Pattern pattern(String regex) {
        return Pattern.compile(regex);
    }
}
