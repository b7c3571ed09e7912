package dev.byok.dialect;

/** The members of objects whose members are all known. */
public final class Fields {

    private Fields() {}

    /** Refuses what is no object, and any other member that says something. */
    public static void only(JsonTape tape, int object, Words known) {
        if (!tape.isObject(object)) {
            throw new MalformedException(tape.path(object));
        }
        for (int name = tape.first(object); name != JsonTape.NONE; ) {
            int value = tape.valueOf(name);
            if (!tape.isNull(value) && !tape.isOneOf(name, known)) {
                throw new UnsayableException(tape.path(value));
            }
            name = tape.after(object, value);
        }
    }

    /** Says the mark behind which a prompt may be cached, as it is; nothing where there is none. */
    public static void cacheControl(JsonTape tape, int mark, TapeWriter out) {
        if (!tape.isNull(mark)) {
            out.name("cache_control").copy(mark);
        }
    }

    /** Copies the mark behind which a prompt may be cached, as it is written; nothing where there is none. */
    public static void cacheControl(JsonTape tape, int mark, JsonText out) {
        if (!tape.isNull(mark)) {
            out.ascii(",\"cache_control\":").raw(tape, mark);
        }
    }
}
