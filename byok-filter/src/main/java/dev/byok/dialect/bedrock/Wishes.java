package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonText;
import dev.byok.dialect.WrittenThinking;
import dev.byok.dialect.WrittenThinking.Kind;
import dev.byok.dialect.anthropic.ClaudeModel;
import dev.byok.dialect.anthropic.ClaudeModel.Thinking;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long, how freely and how thoughtfully to answer. Numbers are as they were written; null where they were not. What
 * Converse has no field for goes into the one that every model reads in its own way.
 *
 * @param mostTokens what may be asked for at most
 * @param effort how much to think, in OpenAI's words; null where nothing was said
 * @param effortField what said so
 * @param budget of thoughts, in tokens; 0 where nothing was said
 * @param written what was said in Anthropic's own words
 * @param unthought whether the answer under way began with a call without its thoughts
 */
record Wishes(
        int mostTokens,
        @Nullable String maxTokens,
        @Nullable String temperature,
        @Nullable String topP,
        @Nullable String topK,
        @Nullable String stops,
        @Nullable String effort,
        String effortField,
        long budget,
        WrittenThinking written,
        boolean unthought) {

    static final Wishes NONE =
            new Wishes(Integer.MAX_VALUE, null, null, null, null, null, null, "", 0, WrittenThinking.NONE, false);

    private static final String THINKING = "thinking";

    /** Opus 4.5, of those that think by a budget, takes an effort on Bedrock with this (BerriAI/litellm#27040). */
    private static final String EFFORT_IN_BETA = ",\"anthropic_beta\":[\"effort-2025-11-24\"]";

    private static final int LEAST_BUDGET = 1024;
    private static final List<String> EFFORTS = List.of("minimal", "low", "medium", "high", "xhigh", "max");
    private static final int[] PERCENT = {2, 10, 30, 60, 90, 95};

    /** Returns what is known of a model of Anthropic's. */
    static ClaudeModel claude(String model) {
        String id = BedrockFamily.id(model);
        return ClaudeModel.of(id.substring(Math.max(0, id.indexOf("claude"))));
    }

    /** In OpenAI's words. */
    private boolean asked() {
        return budget > 0 || (effort != null && !effort.equals("none"));
    }

    /** In OpenAI's words alone. */
    private boolean wanted() {
        return !written.said() && asked();
    }

    private static boolean isOne(@Nullable String number) {
        return number == null || number.equals("1") || number.equals("1.0");
    }

    // ---- what speaks against a model

    @Nullable
    String obstacle(BedrockFamily family, String model, boolean forcedCall) {
        if (family == BedrockFamily.CLAUDE) {
            return obstacleAtClaude(claude(model), forcedCall);
        }
        if (topK != null && family != BedrockFamily.NOVA) {
            return "top_k";
        }
        if (written.kind() == Kind.OTHER) {
            return THINKING;
        }
        if (family == BedrockFamily.OPENAI) {
            return obstacleAtThinker();
        }
        return isNova2(family, model) ? obstacleAtNova2() : obstacleWithoutThoughts();
    }

    private static boolean isNova2(BedrockFamily family, String model) {
        return family == BedrockFamily.NOVA && BedrockFamily.id(model).contains("nova-2");
    }

    /** One that thinks whatever it is told. */
    private @Nullable String obstacleAtThinker() {
        if (written.off()) {
            return THINKING;
        }
        return (wanted() && budget > 0) || "none".equals(effort) ? effortField : null;
    }

    /** Its efforts are of its thoughts; the highest it takes without a limit and sampling only (as AWS answers). */
    private @Nullable String obstacleAtNova2() {
        if (wanted() && budget > 0) {
            return effortField;
        }
        String effort = effortOfThree(wanted());
        if ("high".equals(effort) && isBounded()) {
            return written.on() ? THINKING : effortField;
        }
        return written.wantsEffort() && effort == null ? WrittenThinking.EFFORT : null;
    }

    private boolean isBounded() {
        return maxTokens != null || mostTokens != Integer.MAX_VALUE || temperature != null || topP != null;
    }

    /** To think as one sees fit is nothing to who does not. */
    private @Nullable String obstacleWithoutThoughts() {
        if (written.kind() == Kind.ENABLED) {
            return THINKING;
        }
        if (asked() && !written.off()) {
            return effortField;
        }
        return written.wantsEffort() ? WrittenThinking.EFFORT : null;
    }

    private @Nullable String obstacleAtClaude(ClaudeModel model, boolean forcedCall) {
        String refused = model.refusedSampling(temperature, topP, topK, wanted() || written.on());
        if (refused != null) {
            return refused;
        }
        if (!isOne(temperature) && !isOne(topP) && model.thinking() != Thinking.NONE) {
            return "top_p";
        }
        if (written.wantsEffort() && !model.effort()) {
            return WrittenThinking.EFFORT;
        }
        boolean byBudget = model.thinking() == Thinking.BUDGET;
        if (!wanted()) {
            return written.on() && byBudget && unthought ? THINKING : null;
        }
        if (model.thinking() == Thinking.NONE
                || (byBudget && unthought)
                || (byBudget && claudeMaxTokens(model) - claudeBudget(model) < 1)) {
            return effortField;
        }
        return forcedCall ? "tool_choice" : null;
    }

    // ---- in Converse's own fields

    void inferenceConfig(JsonText to, BedrockFamily family, String model) {
        int start = to.length();
        to.ascii(",\"inferenceConfig\":{");
        int empty = to.length();
        String longest = maxTokens(family, model);
        if (longest != null) {
            to.ascii("\"maxTokens\":").ascii(longest);
        }
        boolean claude = family == BedrockFamily.CLAUDE;
        number(to, empty, "temperature", claude && isOne(temperature) ? null : temperature);
        number(to, empty, "topP", claude && isOne(topP) ? null : topP);
        if (stops != null) {
            to.ascii(to.length() > empty ? "," : "").ascii("\"stopSequences\":");
            byte[] utf8 = stops.getBytes(StandardCharsets.UTF_8);
            to.raw(utf8, 0, utf8.length);
        }
        if (to.length() == empty) {
            to.cutTo(start);
        } else {
            to.ascii("}");
        }
    }

    private static void number(JsonText to, int empty, String name, @Nullable String number) {
        if (number != null) {
            to.ascii(to.length() > empty ? ",\"" : "\"")
                    .ascii(name)
                    .ascii("\":")
                    .ascii(number);
        }
    }

    private @Nullable String maxTokens(BedrockFamily family, String model) {
        if (family == BedrockFamily.CLAUDE) {
            ClaudeModel known = claude(model);
            boolean unlimited = maxTokens == null && mostTokens == Integer.MAX_VALUE;
            boolean byBudget = wanted() && known.thinking() == Thinking.BUDGET;
            return unlimited && !byBudget ? null : String.valueOf(claudeMaxTokens(known));
        }
        return maxTokens != null || mostTokens == Integer.MAX_VALUE ? maxTokens : String.valueOf(mostTokens);
    }

    /** Thoughts count as what is written: what was asked for comes on top of them, as far as the model goes. */
    private long claudeMaxTokens(ClaudeModel model) {
        long wanted = wantedTokens(model);
        boolean onTop = wanted() && model.thinking() == Thinking.BUDGET && maxTokens != null;
        return onTop ? Math.max(wanted, Math.min(wanted + claudeBudget(model), longest(model))) : wanted;
    }

    private long wantedTokens(ClaudeModel model) {
        return maxTokens == null ? longest(model) : Long.parseLong(maxTokens);
    }

    private int longest(ClaudeModel model) {
        return Math.min(model.maxTokens(), mostTokens);
    }

    private long claudeBudget(ClaudeModel model) {
        if (budget > 0) {
            return Math.max(budget, LEAST_BUDGET);
        }
        int level = EFFORTS.indexOf(effort);
        long share = longest(model) * (long) PERCENT[Math.max(level, 0)] / 100;
        long room = maxTokens == null ? longest(model) / 2 : longest(model) - wantedTokens(model);
        return Math.max(LEAST_BUDGET, Math.min(share, room));
    }

    // ---- in the model's own words

    /** Writes members, each with a comma in front. */
    void additional(JsonText to, BedrockFamily family, String model) {
        switch (family) {
            case CLAUDE -> ofClaude(to, claude(model));
            case NOVA -> ofNova(to, isNova2(family, model));
            case OPENAI -> {
                String ofThree = effortOfThree(true);
                if (ofThree != null) {
                    to.ascii(",\"reasoning_effort\":\"").ascii(ofThree).ascii("\"");
                }
            }
            default -> {
                // Nothing that has no field of its own is asked of others.
            }
        }
    }

    private void ofClaude(JsonText to, ClaudeModel model) {
        if (topK != null) {
            to.ascii(",\"top_k\":").ascii(topK);
        }
        byte[] thinking = written.json();
        if (thinking != null) {
            to.ascii(",\"thinking\":").raw(thinking, 0, thinking.length);
        } else if (!wanted()) {
            boolean none = effort == null || model.thinking() == Thinking.NONE;
            to.ascii(none ? "" : ",\"thinking\":{\"type\":\"disabled\"}");
        } else if (model.thinking() == Thinking.BUDGET) {
            to.ascii(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":")
                    .number(claudeBudget(model))
                    .ascii("}");
        } else {
            to.ascii(",\"thinking\":{\"type\":\"adaptive\"}");
        }
        String spent = claudeEffort(model);
        if (spent != null) {
            to.ascii(",\"output_config\":{\"effort\":\"").ascii(spent).ascii("\"}");
            to.ascii(model.thinking() == Thinking.BUDGET ? EFFORT_IN_BETA : "");
        }
    }

    /** Beside words of their own on thinking, how much of it is still an effort. */
    private @Nullable String claudeEffort(ClaudeModel model) {
        if (model.effort() && written.effort() != null) {
            return written.effort();
        }
        boolean thinks = wanted() || written.on();
        if (!thinks || effort == null || effort.equals("none") || model.thinking() != Thinking.ADAPTIVE) {
            return null;
        }
        return effort.equals("minimal") ? "low" : effort;
    }

    private void ofNova(JsonText to, boolean thinks) {
        if (topK != null) {
            to.ascii(",\"inferenceConfig\":{\"topK\":").ascii(topK).ascii("}");
        }
        String ofThree = thinks ? effortOfThree(wanted()) : null;
        if (ofThree != null) {
            to.ascii(",\"reasoningConfig\":{\"type\":\"enabled\",\"maxReasoningEffort\":\"")
                    .ascii(ofThree)
                    .ascii("\"}");
        }
    }

    /**
     * Returns how much to think in words of those who know three efforts only; null where that is not said.
     *
     * @param thinks whether they do, or are to, where it is not said in Anthropic's words
     */
    private @Nullable String effortOfThree(boolean thinks) {
        if (written.off() || (!written.on() && !thinks)) {
            return null;
        }
        String said = written.effort() != null ? written.effort() : asked() ? effort : null;
        if (said == null) {
            return written.kind() == Kind.ENABLED ? WrittenThinking.effortOf(written.budget()) : null;
        }
        int level = EFFORTS.indexOf(said);
        return level <= 1 ? "low" : level == 2 ? "medium" : "high";
    }
}
