package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import java.util.concurrent.ThreadLocalRandom;

/** Writes how a message begins: its id, which clients want to begin as Anthropic's do, and who wrote it. */
final class MessageHead {

    private static final String PREFIX = "msg_";

    private MessageHead() {}

    /** Writes the members up to {@code content}, of an answer of OpenAI's. */
    static void write(JsonTape tape, JsonText out) {
        int id = tape.member(JsonTape.ROOT, "id");
        int model = tape.member(JsonTape.ROOT, "model");
        out.ascii("\"id\":\"");
        if (tape.isText(id) && !tape.isEmpty(id)) {
            out.ascii(tape.text(id).startsWith(PREFIX) ? "" : PREFIX).inner(tape, id);
        } else {
            out.ascii(fresh(PREFIX));
        }
        out.ascii("\",\"type\":\"message\",\"role\":\"assistant\",\"model\":");
        if (tape.isText(model)) {
            out.raw(tape, model);
        } else {
            out.ascii("\"\"");
        }
    }

    /** Returns an id that nobody has given. */
    static String fresh(String prefix) {
        return prefix + Long.toHexString(ThreadLocalRandom.current().nextLong());
    }
}
