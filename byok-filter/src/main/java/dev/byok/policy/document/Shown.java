package dev.byok.policy.document;

/** Parts of a policy as they may be printed: one short line, and nothing that could be a credential. */
public final class Shown {

    private static final int LIMIT = 100;
    private static final String WITHHELD = "…";

    private Shown() {}

    /** Returns the text, or what stands for one that may not be printed. */
    public static String text(String text) {
        if (CredentialPatterns.suspected(text)) {
            return WITHHELD;
        }
        String cut = text.length() > LIMIT ? text.substring(0, LIMIT) + WITHHELD : text;
        StringBuilder line = new StringBuilder(cut.length());
        cut.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(line::appendCodePoint);
        return line.toString();
    }
}
