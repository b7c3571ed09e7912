package dev.byok.dialect.anthropic;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.WrittenThinking;
import dev.byok.dialect.anthropic.ClaudeModel.Thinking;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request in Anthropic's words: what every model gets, ready, and what depends on the model.
 *
 * @param unsayable what no model can be asked for; null for none
 * @param mostTokens what it may ask for at most
 * @param rest the members that every model gets, with a comma in front
 */
record AnthropicRequest(
        @Nullable String unsayable,
        int mostTokens,
        Sampling sampling,
        Thoughts thoughts,
        byte @Nullable [] format,
        byte[] rest)
        implements TranslatedRequest {

    private static final int LEAST_BUDGET = 1024;

    private static final List<String> BUDGETS = List.of("minimal", "low", "medium", "high", "xhigh", "max");
    private static final int[] PERCENT = {2, 10, 30, 60, 90, 95};

    /**
     * Numbers as they were written; null where they were not.
     */
    record Sampling(
            @Nullable String maxTokens,
            @Nullable String temperature,
            @Nullable String topP,
            @Nullable String topK) {

        static final Sampling NONE = new Sampling(null, null, null, null);

        boolean both() {
            return !isOne(temperature) && !isOne(topP);
        }

        /** At 1, which is where each of them is by itself. */
        private static boolean isOne(@Nullable String number) {
            return number == null || number.equals("1") || number.equals("1.0");
        }
    }

    /**
     * How much to think.
     *
     * @param effort in OpenAI's words; null where nothing was said
     * @param effortField what said so
     * @param budget in tokens; 0 where nothing was said
     * @param written what was said in Anthropic's own words
     * @param forcedCall whether a tool has to be called
     * @param unthought whether the answer under way began with a call without its thoughts: a model that is given a budget
     *     for them refuses that
     */
    record Thoughts(
            @Nullable String effort,
            String effortField,
            long budget,
            WrittenThinking written,
            boolean forcedCall,
            boolean unthought) {

        static final Thoughts NONE = new Thoughts(null, "", 0, WrittenThinking.NONE, false, false);

        /** In OpenAI's words alone. */
        boolean wanted() {
            return !written.said() && (budget > 0 || (effort != null && !effort.equals("none")));
        }

        /** In whose words ever. */
        boolean on() {
            return wanted() || written.on();
        }

        /** Beside words of their own on thinking, how much of it is still an effort. */
        @Nullable
        String effortFor(ClaudeModel model) {
            if (model.effort() && written.effort() != null) {
                return written.effort();
            }
            if (!on() || effort == null || effort.equals("none") || model.thinking() != Thinking.ADAPTIVE) {
                return null;
            }
            return effort.equals("minimal") ? "low" : effort;
        }
    }

    static AnthropicRequest of(JsonTape chat, int mostTokens) {
        return RequestReader.read(chat, mostTokens);
    }

    static AnthropicRequest unsayable(String field) {
        return new AnthropicRequest(field, 0, Sampling.NONE, Thoughts.NONE, null, new byte[0]);
    }

    @Override
    public @Nullable String obstacle(String model) {
        if (unsayable != null) {
            return unsayable;
        }
        ClaudeModel known = ClaudeModel.of(model);
        if (format != null && !known.structured()) {
            return "response_format";
        }
        String refused = known.refusedSampling(sampling.temperature(), sampling.topP(), sampling.topK(), thoughts.on());
        if (refused != null) {
            return refused;
        }
        if (sampling.both() && known.thinking() != Thinking.NONE) {
            return "top_p";
        }
        if (thoughts.written().wantsEffort() && !known.effort()) {
            return WrittenThinking.EFFORT;
        }
        if (thoughts.written().said()) {
            return thoughts.unthought() && ClaudeModel.wantsThoughts(model) ? thoughts.effortField() : null;
        }
        return thoughts.wanted() ? obstacleToThinking(known) : null;
    }

    private @Nullable String obstacleToThinking(ClaudeModel model) {
        boolean byBudget = model.thinking() == Thinking.BUDGET;
        if (model.thinking() == Thinking.NONE
                || (byBudget && thoughts.unthought())
                || (byBudget && maxTokens(model) - budget(model) < 1)) {
            return thoughts.effortField();
        }
        return thoughts.forcedCall() ? "tool_choice" : null;
    }

    /** Thoughts count as what is written: what was asked for comes on top of them, as far as the model goes. */
    private long maxTokens(ClaudeModel model) {
        long wanted = wanted(model);
        boolean onTop = thoughts.wanted() && model.thinking() == Thinking.BUDGET && sampling.maxTokens() != null;
        return onTop ? Math.max(wanted, Math.min(wanted + budget(model), longest(model))) : wanted;
    }

    private long wanted(ClaudeModel model) {
        return sampling.maxTokens() == null ? longest(model) : Long.parseLong(sampling.maxTokens());
    }

    private int longest(ClaudeModel model) {
        return Math.min(model.maxTokens(), mostTokens);
    }

    private long budget(ClaudeModel model) {
        if (thoughts.budget() > 0) {
            return Math.max(thoughts.budget(), LEAST_BUDGET);
        }
        int level = BUDGETS.indexOf(thoughts.effort());
        long share = longest(model) * (long) PERCENT[Math.max(level, 0)] / 100;
        long room = sampling.maxTokens() == null ? longest(model) / 2 : longest(model) - wanted(model);
        return Math.max(LEAST_BUDGET, Math.min(share, room));
    }

    @Override
    public ByteBuf body(ByteBufAllocator allocator, String model) {
        ClaudeModel known = ClaudeModel.of(model);
        JsonText head = new JsonText(256);
        head.ascii("{\"model\":").quoted(model).ascii(",\"max_tokens\":").number(maxTokens(known));
        if (!Sampling.isOne(sampling.temperature())) {
            head.ascii(",\"temperature\":").ascii(String.valueOf(sampling.temperature()));
        }
        if (!Sampling.isOne(sampling.topP())) {
            head.ascii(",\"top_p\":").ascii(String.valueOf(sampling.topP()));
        }
        if (sampling.topK() != null) {
            head.ascii(",\"top_k\":").ascii(sampling.topK());
        }
        thinking(head, known);
        outputConfig(head, known);
        return allocator
                .directBuffer(head.length() + rest.length)
                .writeBytes(head.bytes(), 0, head.length())
                .writeBytes(rest);
    }

    private void thinking(JsonText head, ClaudeModel model) {
        byte[] written = thoughts.written().json();
        if (written != null) {
            head.ascii(",\"thinking\":").raw(written, 0, written.length);
        } else if (!thoughts.wanted()) {
            head.ascii(
                    thoughts.effort() == null || model.thinking() == Thinking.NONE
                            ? ""
                            : ",\"thinking\":{\"type\":\"disabled\"}");
        } else if (model.thinking() == Thinking.BUDGET) {
            head.ascii(",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":")
                    .number(budget(model))
                    .ascii("}");
        } else {
            head.ascii(",\"thinking\":{\"type\":\"adaptive\"}");
        }
    }

    private void outputConfig(JsonText head, ClaudeModel model) {
        String effort = thoughts.effortFor(model);
        if (effort == null && format == null) {
            return;
        }
        head.ascii(",\"output_config\":{");
        if (effort != null) {
            head.ascii("\"effort\":\"").ascii(effort).ascii(format == null ? "\"" : "\",");
        }
        if (format != null) {
            head.ascii("\"format\":{\"type\":\"json_schema\",\"schema\":")
                    .raw(format, 0, format.length)
                    .ascii("}");
        }
        head.ascii("}");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "AnthropicRequest of " + rest.length + " bytes" + (unsayable == null ? "" : " without " + unsayable);
    }
}
