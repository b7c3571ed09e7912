package dev.byok.command.diff;

import java.util.List;
import java.util.regex.Pattern;

/** Names in Markdown that can be nothing but text: no link, no mention, no column, no markup of theirs. */
final class Markdown {

    private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9 ._/:,+=()…→-]*");

    private Markdown() {}

    /** Returns text of somebody else's as code. */
    static String code(String text) {
        if (text.isBlank()) {
            return "";
        }
        return HARMLESS.matcher(text).matches() ? "`" + text + "`" : "<code>" + escaped(text) + "</code>";
    }

    /** Returns names as code, one after the other. */
    static String codes(List<String> names) {
        return String.join(", ", names.stream().map(Markdown::code).toList());
    }

    /** Writes whatever could mean something as the number of its character. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (c < 128 && !HARMLESS.matcher(Character.toString(c)).matches()) {
                escaped.append("&#").append(c).append(';');
            } else {
                escaped.appendCodePoint(c);
            }
        });
        return escaped.toString();
    }
}
