package dev.byok.secret;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that counts how often a character of it is looked at: the cost of a pattern, the same on every machine. */
final class CountedText implements CharSequence {

    private final String text;
    private long looks;

    private CountedText(String text) {
        this.text = text;
    }

    /** Returns how many looks it takes to find every match. */
    static long steps(Pattern pattern, String text) {
        CountedText counted = new CountedText(text);
        Matcher matcher = pattern.matcher(counted);
        while (matcher.find()) {
            counted.looks++;
        }
        return counted.looks;
    }

    @Override
    public char charAt(int index) {
        looks++;
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
