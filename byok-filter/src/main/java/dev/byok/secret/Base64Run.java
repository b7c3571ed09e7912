package dev.byok.secret;

/** Base64 in a text, in either alphabet, from its first character to the last one of its padding. */
final class Base64Run {

    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_";
    private static final char PADDING = '=';

    private Base64Run() {}

    /** Returns the text with every run replaced that holds this part. */
    static String replaceAround(String part, String text, String replacement) {
        StringBuilder replaced = new StringBuilder(text.length());
        int done = 0;
        for (int at = text.indexOf(part); at >= 0; at = text.indexOf(part, done)) {
            replaced.append(text, done, start(text, at, done)).append(replacement);
            done = end(text, at + part.length());
        }
        return replaced.append(text, done, text.length()).toString();
    }

    private static int start(String text, int at, int earliest) {
        int start = at;
        while (start > earliest && isDigit(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }

    private static int end(String text, int at) {
        int end = at;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        while (end < text.length() && text.charAt(end) == PADDING) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return DIGITS.indexOf(character) >= 0;
    }
}
