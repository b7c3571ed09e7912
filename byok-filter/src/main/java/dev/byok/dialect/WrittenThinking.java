package dev.byok.dialect;

import org.jspecify.annotations.Nullable;

/**
 * How to think in Anthropic's own words, which a chat completion may hold beside OpenAI's: {@code thinking}, and
 * {@code output_config.effort}, which is of all that is written and switches no thinking on
 * (platform.claude.com/docs/en/build-with-claude/effort, 2026-11).
 *
 * @param json {@code thinking} as it was written; null where nothing was said
 * @param kind what it says
 * @param budget of thoughts, in tokens; 0 where nothing was said
 * @param effort how much to spend on the whole answer; null where nothing was said
 */
public record WrittenThinking(
        byte @Nullable [] json,
        Kind kind,
        long budget,
        @Nullable String effort) {

    public static final WrittenThinking NONE = new WrittenThinking(null, Kind.UNSAID, 0, null);

    /** What names the effort. */
    public static final String EFFORT = "output_config.effort";

    /** What it is where nobody says it, and to a model that knows none. */
    private static final String BY_ITSELF = "high";

    private static final Words EFFORTS = Words.of("low", "medium", "high", "xhigh", "max");
    private static final Words OF_OUTPUT_CONFIG = Words.of("effort");

    /** Up to so many tokens of thought are a low effort, and a medium one. */
    private static final long LOW = 2048;

    private static final long MEDIUM = 8192;

    public enum Kind {
        UNSAID,
        DISABLED,
        /** As the model sees fit. */
        ADAPTIVE,
        /** With a number of tokens. */
        ENABLED,
        OTHER
    }

    /**
     * Returns what a chat completion says.
     *
     * @throws UnsayableException with the field that is not as Anthropic has it
     */
    public static WrittenThinking of(JsonTape chat) {
        int thinking = chat.member(JsonTape.ROOT, "thinking");
        String effort = effort(chat, chat.member(JsonTape.ROOT, "output_config"));
        if (chat.isNull(thinking)) {
            return effort == null ? NONE : new WrittenThinking(null, Kind.UNSAID, 0, effort);
        }
        if (!chat.isObject(thinking)) {
            throw new UnsayableException("thinking");
        }
        byte[] json = new JsonText(chat.to(thinking) - chat.from(thinking))
                .raw(chat, thinking)
                .toByteArray();
        return new WrittenThinking(
                json,
                kind(chat, chat.member(thinking, "type")),
                chat.count(chat.member(thinking, "budget_tokens")),
                effort);
    }

    private static @Nullable String effort(JsonTape chat, int config) {
        if (chat.isNull(config)) {
            return null;
        }
        Fields.only(chat, config, OF_OUTPUT_CONFIG);
        int effort = chat.member(config, "effort");
        if (!chat.isNull(effort) && !chat.isOneOf(effort, EFFORTS)) {
            throw new UnsayableException(EFFORT);
        }
        return chat.isNull(effort) ? null : chat.text(effort);
    }

    private static Kind kind(JsonTape chat, int type) {
        if (chat.is(type, "disabled")) {
            return Kind.DISABLED;
        }
        if (chat.is(type, "adaptive")) {
            return Kind.ADAPTIVE;
        }
        return chat.is(type, "enabled") ? Kind.ENABLED : Kind.OTHER;
    }

    public boolean said() {
        return kind != Kind.UNSAID;
    }

    /** Returns whether there are to be thoughts. */
    public boolean on() {
        return said() && !off();
    }

    /** Returns whether there are to be none. */
    public boolean off() {
        return kind == Kind.DISABLED;
    }

    /** Returns whether a model that knows no such effort would answer otherwise than it was asked to. */
    public boolean wantsEffort() {
        return effort != null && !effort.equals(BY_ITSELF);
    }

    /** Returns which of OpenAI's efforts a budget of thoughts comes to. */
    public static String effortOf(long budget) {
        return budget <= LOW ? "low" : budget <= MEDIUM ? "medium" : "high";
    }
}
