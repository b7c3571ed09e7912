package dev.byok.secret;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** How a value may be written by somebody who says it back. */
final class WrittenForms {

    /** In base64, three bytes are four characters. */
    private static final int GROUP = 3;

    /** What is shorter may stand in any text by chance. */
    private static final int SHORTEST = 12;

    private WrittenForms() {}

    /** Returns them, the value itself first. */
    static Set<String> of(byte[] value) {
        String text = new String(value, StandardCharsets.US_ASCII);
        String hex = HexFormat.of().formatHex(value);
        Set<String> forms = new LinkedHashSet<>();
        forms.add(text);
        forms.add(URLEncoder.encode(text, StandardCharsets.US_ASCII));
        add(hex, forms);
        add(hex.toUpperCase(Locale.ROOT), forms);
        for (int before = 0; before < GROUP; before++) {
            add(base64(Base64.getEncoder(), value, before), forms);
            add(base64(Base64.getUrlEncoder(), value, before), forms);
        }
        return forms;
    }

    /** What becomes of it behind so many bytes that are not known, without the characters that hold bits of others. */
    private static String base64(Base64.Encoder encoder, byte[] value, int before) {
        byte[] bytes = new byte[before + value.length];
        System.arraycopy(value, 0, bytes, before, value.length);
        byte[] whole = Arrays.copyOf(bytes, bytes.length / GROUP * GROUP);
        String encoded = encoder.encodeToString(whole);
        return before == 0 ? encoded : encoded.substring(before + 1);
    }

    private static void add(String form, Set<String> forms) {
        if (form.length() >= SHORTEST) {
            forms.add(form);
        }
    }
}
