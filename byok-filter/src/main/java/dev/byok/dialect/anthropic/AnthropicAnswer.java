package dev.byok.dialect.anthropic;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.ChatChunks;
import dev.byok.dialect.ChatUsage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.Usage;
import org.jspecify.annotations.Nullable;

/** Says a whole answer of Anthropic's as OpenAI does. */
final class AnthropicAnswer {

    private final JsonTape tape;
    private final int content;
    private final JsonText out;

    private AnthropicAnswer(JsonTape tape, int content, int length) {
        this.tape = tape;
        this.content = content;
        this.out = new JsonText(length + 512);
    }

    /** Returns the answer; null where the JSON is no message. */
    static byte @Nullable [] translated(byte[] json, AnswerForm form) {
        JsonTape tape = new JsonTape();
        if (!tape.read(json, 0, json.length)) {
            return null;
        }
        int content = tape.member(JsonTape.ROOT, "content");
        int reason = tape.member(JsonTape.ROOT, "stop_reason");
        if (!tape.isArray(content) || !tape.isText(reason)) {
            return null;
        }
        return new AnthropicAnswer(tape, content, json.length).write(form, reason);
    }

    private byte[] write(AnswerForm form, int reason) {
        out.ascii("{\"id\":");
        text(tape.member(JsonTape.ROOT, "id"));
        out.ascii(",\"object\":\"chat.completion\",\"created\":").number(form.created());
        out.ascii(",\"model\":");
        text(tape.member(JsonTape.ROOT, "model"));
        out.ascii(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":");
        joined("text", "text", "null");
        out.ascii(",\"refusal\":null");
        thoughts();
        calls();
        out.ascii("},\"logprobs\":null,\"finish_reason\":\"")
                .ascii(StopReason.finish(tape, reason))
                .ascii("\"");
        ChatChunks.nativeReason(out, StopReason.ownWord(tape, reason));
        out.ascii("}]");
        usage();
        return out.ascii("}").toByteArray();
    }

    private void text(int text) {
        if (tape.isText(text)) {
            out.raw(tape, text);
        } else {
            out.ascii("\"\"");
        }
    }

    /** Writes what all blocks of a type say under a name, as one text. */
    private boolean joined(String type, String field, String nothing) {
        int start = out.length();
        boolean found = false;
        out.ascii("\"");
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int said = tape.member(block, field);
            if (tape.is(tape.member(block, "type"), type) && tape.isText(said)) {
                out.inner(tape, said);
                found = true;
            }
        }
        out.ascii("\"");
        if (!found) {
            out.cutTo(start);
            out.ascii(nothing);
        }
        return found;
    }

    /** The blocks themselves too, signatures included: a caller has to send them along next time. */
    private void thoughts() {
        int start = out.length();
        out.ascii(",\"reasoning_content\":");
        if (!joined("thinking", "thinking", "")) {
            out.cutTo(start);
        }
        String separator = ",\"thinking_blocks\":[";
        boolean any = false;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int type = tape.member(block, "type");
            if (tape.is(type, "thinking") || tape.is(type, "redacted_thinking")) {
                out.ascii(separator).raw(tape, block);
                separator = ",";
                any = true;
            }
        }
        out.ascii(any ? "]" : "");
    }

    private void calls() {
        String separator = ",\"tool_calls\":[";
        boolean any = false;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            int input = tape.member(block, "input");
            if (tape.is(tape.member(block, "type"), "tool_use")) {
                out.ascii(separator).ascii("{\"id\":");
                text(tape.member(block, "id"));
                out.ascii(",\"type\":\"function\",\"function\":{\"name\":");
                text(tape.member(block, "name"));
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

    private void usage() {
        AnthropicUsage reported = new AnthropicUsage();
        reported.read(tape, tape.member(JsonTape.ROOT, "usage"));
        Usage usage = reported.normalised();
        if (usage != null) {
            out.ascii(",\"usage\":");
            ChatUsage.write(usage, out);
        }
    }
}
