package dev.byok.dialect.bedrock;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;

/** The mark behind which a prompt may be cached: here an element of its own, behind what it belongs to. */
final class CachePoint {

    private CachePoint() {}

    /** Writes a mark behind what it belongs to; returns false where there is none. */
    static boolean write(JsonTape tape, int mark, JsonText out) {
        if (tape.isNull(mark)) {
            return false;
        }
        int ttl = tape.member(mark, "ttl");
        boolean known = tape.isNull(ttl) || tape.is(ttl, "5m") || tape.is(ttl, "1h");
        if (!tape.is(tape.member(mark, "type"), "ephemeral") || !known) {
            throw new UnsayableException(tape.path(mark));
        }
        out.ascii(",{\"cachePoint\":{\"type\":\"default\"");
        if (!tape.isNull(ttl)) {
            out.ascii(",\"ttl\":").raw(tape, ttl);
        }
        out.ascii("}}");
        return true;
    }
}
