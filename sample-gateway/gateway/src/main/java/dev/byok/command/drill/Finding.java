package dev.byok.command.drill;

import java.util.Locale;

/**
 * What became of one expectation.
 *
 * @param field which, as in {@code starts-with}
 * @param text why, safe to print; empty where it holds
 */
record Finding(String field, State state, String text) {

    /** Whether it holds. */
    enum State {
        HOLDS,
        FAILED,
        NOT_SHOWN;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Finding holds(String field) {
        return new Finding(field, State.HOLDS, "");
    }

    static Finding failed(String field, String expected, String got) {
        return new Finding(field, State.FAILED, "expected " + expected + ", got " + got);
    }

    static Finding notShown(String field, String why) {
        return new Finding(field, State.NOT_SHOWN, why);
    }

    boolean is(State state) {
        return this.state == state;
    }
}
