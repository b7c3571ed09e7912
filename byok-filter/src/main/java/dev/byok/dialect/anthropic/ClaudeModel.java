package dev.byok.dialect.anthropic;

import java.util.Locale;

/**
 * What is known of a model by its name (platform.claude.com/docs/en/about-claude/models/overview, 2026-11).
 *
 * @param maxTokens how many it writes at most, thoughts included
 * @param thinking how it is told to think
 * @param sampling whether it takes a temperature and its like
 * @param structured whether it answers by a JSON schema
 */
public record ClaudeModel(int maxTokens, Thinking thinking, boolean sampling, boolean structured) {

    public enum Thinking {
        /** It does not. */
        NONE,
        /** With a number of tokens. */
        BUDGET,
        /** As much as it sees fit, with an effort. */
        ADAPTIVE
    }

    private static final ClaudeModel NEWEST = new ClaudeModel(128_000, Thinking.ADAPTIVE, false, true);
    private static final ClaudeModel OF_ANOTHER_VENDOR = new ClaudeModel(8_192, Thinking.BUDGET, true, false);

    /** Returns what is known of a model; a name of Anthropic's that is not known is of a newer one. */
    public static ClaudeModel of(String upstreamModel) {
        String name = upstreamModel.toLowerCase(Locale.ROOT).replace('.', '-');
        if (!name.contains("claude")) {
            return OF_ANOTHER_VENDOR;
        }
        if (name.contains("claude-3-7")) {
            return new ClaudeModel(64_000, Thinking.BUDGET, true, false);
        }
        if (name.contains("claude-3-5")) {
            return new ClaudeModel(8_192, Thinking.NONE, true, false);
        }
        if (name.contains("claude-3")) {
            return new ClaudeModel(4_096, Thinking.NONE, true, false);
        }
        return ofVersion(name);
    }

    /** Returns whether it goes on from a call only by the thoughts that led to it, where it is to think. */
    public static boolean wantsThoughts(String upstreamModel) {
        ClaudeModel known = of(upstreamModel);
        return !known.equals(OF_ANOTHER_VENDOR) && known.thinking() == Thinking.BUDGET;
    }

    private static ClaudeModel ofVersion(String name) {
        int minor = minorOfFour(name);
        boolean opus = name.contains("opus");
        if (minor < 0 || minor > 6) {
            return NEWEST;
        }
        if (minor == 6) {
            return new ClaudeModel(opus ? 128_000 : 64_000, Thinking.ADAPTIVE, true, true);
        }
        if (minor == 5) {
            return new ClaudeModel(64_000, Thinking.BUDGET, true, true);
        }
        return new ClaudeModel(opus ? 32_000 : 64_000, Thinking.BUDGET, true, minor == 1);
    }

    /** Returns what follows the 4 in a name such as {@code claude-opus-4-1-20250805}; 0 where that is a date, -1 without. */
    private static int minorOfFour(String name) {
        int four = name.indexOf("-4");
        if (four < 0 || isDigit(name, four + 2)) {
            return -1;
        }
        int at = four + 3;
        boolean dated = isDigit(name, at) && isDigit(name, at + 1) && isDigit(name, at + 2);
        return isDigit(name, at) && !dated ? Character.digit(name.charAt(at), 10) : 0;
    }

    private static boolean isDigit(String name, int at) {
        return at < name.length() && name.charAt(at) >= '0' && name.charAt(at) <= '9';
    }
}
