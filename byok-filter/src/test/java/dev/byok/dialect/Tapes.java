package dev.byok.dialect;

import java.nio.charset.StandardCharsets;

/** Requests taken apart, and written out again. */
public final class Tapes {

    private Tapes() {}

    public static JsonTape of(String json) {
        return of(json.getBytes(StandardCharsets.UTF_8));
    }

    public static JsonTape of(byte[] json) {
        JsonTape tape = new JsonTape();
        if (!tape.read(json, 0, json.length)) {
            throw new IllegalArgumentException("not well-formed");
        }
        return tape;
    }

    public static String text(JsonTape tape) {
        return new String(new JsonText(64).raw(tape, JsonTape.ROOT).toByteArray(), StandardCharsets.UTF_8);
    }
}
