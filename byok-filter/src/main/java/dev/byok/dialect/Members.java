package dev.byok.dialect;

import java.util.Arrays;

/**
 * Values of an object's members, found in one pass over it: for objects that are many, and are asked for several of them.
 * Used again for the next object; for one thread at a time.
 */
public final class Members {

    private final JsonTape tape;
    private final Words names;
    private final int[] values;
    private int object = JsonTape.NONE;

    /** @param names of what is going to be asked for */
    public Members(JsonTape tape, Words names) {
        this.tape = tape;
        this.names = names;
        this.values = new int[names.size()];
    }

    /** Finds the members of a value; it has none if it is no object. */
    public Members read(int value) {
        object = value;
        Arrays.fill(values, JsonTape.NONE);
        for (int name = tape.isObject(value) ? tape.first(value) : JsonTape.NONE; name != JsonTape.NONE; ) {
            int member = tape.valueOf(name);
            int place = tape.find(name, names);
            if (place != Words.NONE) {
                values[place] = member;
            }
            name = tape.after(value, member);
        }
        return this;
    }

    /** Returns the object that was read last. */
    public int object() {
        return object;
    }

    /**
     * Returns the value of a member, the last where a name is said twice; {@link JsonTape#NONE} where it is not there.
     *
     * @param name its place among the names
     */
    public int get(int name) {
        return values[name];
    }
}
