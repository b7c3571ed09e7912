package dev.byok.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How a value may be written by somebody who says it back. */
final class WrittenForms {

    /** In base64, three bytes are four characters. */
    private static final int BYTES = 3;

    private static final int CHARACTERS = 4;

    /** What is shorter may stand in any text by chance. */
    private static final int SHORTEST = 12;

    private WrittenForms() {}

    /** Returns what stands for the value and nothing else, the value itself first. */
    static Set<String> whole(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        String hex = HexFormat.of().formatHex(value);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(text);
        forms.add(URLEncoder.encode(text, StandardCharsets.US_ASCII));
        add(hex, forms);
        add(hex.toUpperCase(Locale.ROOT), forms);
        return forms;
    }

    /**
     * Returns what base64 makes of the value wherever it begins, but for the characters in which its neighbours have a part:
     * those before and behind it hold bits of the value, too.
     */
    static Set<String> base64(byte[] value) {
        Set<String> forms = new LinkedHashSet<>();
        for (int before = 0; before < BYTES; before++) {
            add(base64(Base64.getEncoder(), value, before), forms);
            add(base64(Base64.getUrlEncoder(), value, before), forms);
        }
        return forms;
    }

    /** What becomes of it behind so many bytes that are not known. */
    private static String base64(Base64.Encoder encoder, byte[] value, int before) {
        byte[] bytes = new byte[before + value.length];
        System.arraycopy(value, 0, bytes, before, value.length);
        int from = before == 0 ? 0 : before + 1;
        return encoder.encodeToString(bytes).substring(from, bytes.length * CHARACTERS / BYTES);
    }

    private static void add(String form, Set<String> forms) {
        if (form.length() >= SHORTEST) {
            forms.add(form);
        }
    }
}
