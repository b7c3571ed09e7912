package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import java.util.Set;

/** Errors of Bedrock's, as its bodies say them. */
final class BedrockErrors {

    private BedrockErrors() {}

    /**
     * Returns one as a body would say it.
     *
     * @param type its name; empty where it has none
     */
    static byte[] named(String type, String message) {
        JsonText json = new JsonText(message.length() + 64).ascii("{");
        if (!type.isEmpty()) {
            json.ascii("\"__type\":").quoted(type).ascii(",");
        }
        return json.ascii("\"message\":").quoted(message).ascii("}").toByteArray();
    }

    /** Returns whether the top of an answer says that it is an error: it has its message, and nothing of an answer. */
    static boolean isError(byte[] json, Set<String> ofAnswers) {
        JsonTape tape = new JsonTape();
        if (!tape.read(json, 0, json.length)) {
            return false;
        }
        boolean says = tape.isText(tape.member(JsonTape.ROOT, "__type"))
                || tape.isText(tape.member(JsonTape.ROOT, "message"))
                || tape.isText(tape.member(JsonTape.ROOT, "Message"));
        return says && ofAnswers.stream().allMatch(name -> tape.isNull(tape.member(JsonTape.ROOT, name)));
    }
}
