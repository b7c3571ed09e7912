package dev.byok.dialect.anthropic;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model by its name (platform.claude.com/docs/en/about-claude/models/overview, 2026-11).
 *
 * @param maxTokens how many it writes at most, thoughts included
 * @param thinking how it is told to think
 * @param effort whether it knows how much of all to spend, thinking or not
 * @param sampling whether it takes a temperature and its like
 * @param structured whether it answers by a JSON schema
 */
public record ClaudeModel(int maxTokens, Thinking thinking, boolean effort, boolean sampling, boolean structured) {

    public enum Thinking {
        /** It does not. */
        NONE,
        /** With a number of tokens. */
        BUDGET,
        /** As much as it sees fit, with an effort. */
        ADAPTIVE
    }

    /** "`top_p` must be greater than or equal to 0.95 or unset when thinking is enabled", as Anthropic answers. */
    private static final double LEAST_TOP_P_OF_THOUGHT = 0.95;

    private static final ClaudeModel NEWEST = new ClaudeModel(128_000, Thinking.ADAPTIVE, true, false, true);
    private static final ClaudeModel OF_ANOTHER_VENDOR = new ClaudeModel(8_192, Thinking.BUDGET, false, true, false);

    /** Returns what is known of a model; a name of Anthropic's that is not known is of a newer one. */
    public static ClaudeModel of(String upstreamModel) {
        String name = upstreamModel.toLowerCase(Locale.ROOT).replace('.', '-');
        if (!name.contains("claude")) {
            return OF_ANOTHER_VENDOR;
        }
        if (name.contains("claude-3-7")) {
            return new ClaudeModel(64_000, Thinking.BUDGET, false, true, false);
        }
        if (name.contains("claude-3-5")) {
            return new ClaudeModel(8_192, Thinking.NONE, false, true, false);
        }
        if (name.contains("claude-3")) {
            return new ClaudeModel(4_096, Thinking.NONE, false, true, false);
        }
        return ofVersion(name);
    }

    /** Returns whether it goes on from a call only by the thoughts that led to it, where it is to think. */
    public static boolean wantsThoughts(String upstreamModel) {
        ClaudeModel known = of(upstreamModel);
        return !known.equals(OF_ANOTHER_VENDOR) && known.thinking() == Thinking.BUDGET;
    }

    /**
     * Returns which of these numbers, as they were written, it refuses, by its name in a chat completion; null for
     * none.
     *
     * @param thinks whether it is to think
     */
    public @Nullable String refusedSampling(
            @Nullable String temperature, @Nullable String topP, @Nullable String topK, boolean thinks) {
        if ((sampling && !thinks) || equals(OF_ANOTHER_VENDOR)) {
            return null;
        }
        if (temperature != null && Double.parseDouble(temperature) != 1) {
            return "temperature";
        }
        if (topP != null && Double.parseDouble(topP) < (sampling ? LEAST_TOP_P_OF_THOUGHT : 1)) {
            return "top_p";
        }
        return topK == null ? null : "top_k";
    }

    private static ClaudeModel ofVersion(String name) {
        int minor = minorOfFour(name);
        boolean opus = name.contains("opus");
        if (minor < 0 || minor > 6) {
            return NEWEST;
        }
        if (minor == 6) {
            return new ClaudeModel(opus ? 128_000 : 64_000, Thinking.ADAPTIVE, true, true, true);
        }
        if (minor == 5) {
            return new ClaudeModel(64_000, Thinking.BUDGET, opus, true, true);
        }
        return new ClaudeModel(opus ? 32_000 : 64_000, Thinking.BUDGET, false, true, minor == 1);
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
