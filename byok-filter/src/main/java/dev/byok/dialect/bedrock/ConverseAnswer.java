package dev.byok.dialect.bedrock;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.ChatChunks;
import dev.byok.dialect.ChatUsage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import org.jspecify.annotations.Nullable;

/** Says a whole answer of Converse's as OpenAI does. */
final class ConverseAnswer {

    private final JsonTape tape;
    private final int content;
    private final JsonText out;

    private ConverseAnswer(JsonTape tape, int content, int length) {
        this.tape = tape;
        this.content = content;
        this.out = new JsonText(length + 512);
    }

    /** Returns the answer; null where the JSON is none. */
    static byte @Nullable [] translated(byte[] json, AnswerForm form) {
        JsonTape tape = new JsonTape();
        if (!tape.read(json, 0, json.length)) {
            return null;
        }
        int message = tape.member(tape.member(JsonTape.ROOT, "output"), "message");
        int content = tape.member(message, "content");
        int reason = tape.member(JsonTape.ROOT, "stopReason");
        if (!tape.isArray(content) || !tape.isText(reason)) {
            return null;
        }
        return new ConverseAnswer(tape, content, json.length).write(form, reason);
    }

    private byte[] write(AnswerForm form, int reason) {
        out.ascii("{\"id\":").quoted(form.id());
        out.ascii(",\"object\":\"chat.completion\",\"created\":").number(form.created());
        out.ascii(",\"model\":").quoted(form.model());
        out.ascii(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        if (!texts()) {
            out.ascii("null");
        }
        out.ascii(",\"refusal\":null");
        thoughts();
        calls();
        out.ascii("},\"logprobs\":null,\"finish_reason\":\"")
                .ascii(StopReason.finish(tape, reason))
                .ascii("\"");
        ChatChunks.nativeReason(out, StopReason.ownWord(tape, reason));
        ChatChunks.stopSequence(out, StopReason.sequence(tape, reason));
        out.ascii("}]");
        Usage usage = ConverseUsage.read(tape, tape.member(JsonTape.ROOT, "usage"));
        if (usage != null) {
            out.ascii(",\"usage\":");
            ChatUsage.write(usage, out);
        }
        return out.ascii("}").toByteArray();
    }

    /** There may be several blocks of text. */
    private boolean texts() {
        int start = out.length();
        boolean found = false;
        out.ascii("\"");
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int text = tape.member(block, "text");
            if (tape.isText(text)) {
                out.inner(tape, text);
                found = true;
            }
        }
        out.ascii("\"");
        if (!found) {
            out.cutTo(start);
        }
        return found;
    }

    /** Those that are signed in the words of Anthropic's blocks too: a caller has to send them along next time. */
    private void thoughts() {
        JsonText blocks = new JsonText(64);
        JsonText joined = new JsonText(64);
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int reasoning = tape.member(block, "reasoningContent");
            int thought = tape.member(reasoning, "reasoningText");
            int text = tape.member(thought, "text");
            int redacted = tape.member(reasoning, "redactedContent");
            if (tape.isText(text)) {
                joined.inner(tape, text);
                int signature = tape.member(thought, "signature");
                if (tape.isText(signature) && !tape.isEmpty(signature)) {
                    blocks.ascii(",{\"type\":\"thinking\",\"thinking\":").raw(tape, text);
                    blocks.ascii(",\"signature\":").raw(tape, signature).ascii("}");
                }
            } else if (tape.isText(redacted)) {
                blocks.ascii(",{\"type\":\"redacted_thinking\",\"data\":")
                        .raw(tape, redacted)
                        .ascii("}");
            }
        }
        if (joined.length() > 0) {
            out.ascii(",\"reasoning_content\":\"")
                    .raw(joined.bytes(), 0, joined.length())
                    .ascii("\"");
        }
        if (blocks.length() > 0) {
            out.ascii(",\"thinking_blocks\":[")
                    .raw(blocks.bytes(), 1, blocks.length())
                    .ascii("]");
        }
    }

    private void calls() {
        String separator = ",\"tool_calls\":[";
        boolean any = false;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int call = tape.member(block, "toolUse");
            int id = tape.member(call, "toolUseId");
            int name = tape.member(call, "name");
            int input = tape.member(call, "input");
            if (tape.isText(id) && tape.isText(name)) {
                out.ascii(separator).ascii("{\"id\":").raw(tape, id);
                out.ascii(",\"type\":\"function\",\"function\":{\"name\":").raw(tape, name);
                out.ascii(",\"arguments\":");
                if (tape.isObject(input)) {
                    out.quotedCompact(tape, input);
                } else {
                    out.ascii("\"{}\"");
                }
                out.ascii("}}");
                separator = ",";
                any = true;
            }
        }
        out.ascii(any ? "]" : "");
    }
}
