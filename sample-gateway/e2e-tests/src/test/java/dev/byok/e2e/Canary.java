package dev.byok.e2e;

import java.security.SecureRandom;

/**
 * A secret that was planted to be looked for. Nothing of it says what it is, so that no rule about words or forms finds it.
 *
 * @param what what it stands for, for the report of a leak: the value itself is never reported
 */
record Canary(String what, String value) {

    private static final int LENGTH = 32;
    private static final String ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Returns a new one. */
    static Canary of(String what) {
        return of(what, "");
    }

    /** Returns a new one that begins as its kind does. */
    static Canary of(String what, String prefix) {
        StringBuilder value = new StringBuilder(prefix);
        RANDOM.ints(LENGTH, 0, ALPHABET.length()).forEach(index -> value.append(ALPHABET.charAt(index)));
        return new Canary(what, value.toString());
    }

    /** Returns the end of it, which is random. */
    String core() {
        return value.substring(value.length() - LENGTH);
    }

    @Override
    public String toString() {
        return what;
    }
}
