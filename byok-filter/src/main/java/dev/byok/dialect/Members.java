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

    /** A bit for each name by its place, of those that say something, and whether any other member does. */
    private long said;

    private boolean others;

    /** @param names of what is going to be asked for, 64 at most */
    public Members(JsonTape tape, Words names) {
        this.tape = tape;
        this.names = names;
        this.values = new int[names.size()];
        if (values.length > Long.SIZE) {
            throw new IllegalArgumentException("more than 64 names");
        }
    }

    /** Finds the members of a value; it has none if it is no object. */
    public Members read(int value) {
        object = value;
        said = 0;
        others = false;
        Arrays.fill(values, JsonTape.NONE);
        for (int name = tape.isObject(value) ? tape.first(value) : JsonTape.NONE; name != JsonTape.NONE; ) {
            int member = tape.valueOf(name);
            int place = tape.find(name, names);
            boolean says = !tape.isNull(member);
            if (place == Words.NONE) {
                others |= says;
            } else {
                values[place] = member;
                said |= says ? 1L << place : 0;
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

    /**
     * Refuses what is no object, and any member that says something but some.
     *
     * @param some of the names, as by {@link Words#some}
     */
    public void only(long some) {
        if (!tape.isObject(object)) {
            throw new MalformedException(tape.path(object));
        }
        if (others || (said & ~some) != 0) {
            throw new UnsayableException(tape.path(firstBut(some)));
        }
    }

    private int firstBut(long some) {
        int name = tape.first(object);
        while (tape.isNull(tape.valueOf(name)) || isAmong(some, tape.find(name, names))) {
            name = tape.after(object, tape.valueOf(name));
        }
        return name;
    }

    private static boolean isAmong(long some, int place) {
        return place != Words.NONE && (some & 1L << place) != 0;
    }
}
