package dev.byok.e2e;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** How a secret may be written: each way of writing it as the texts to look for, and ways of reading as text to look in. */
final class CanaryForms {

    private static final Pattern JSON_ESCAPE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
    private static final Pattern PERCENT = Pattern.compile("%(?![0-9a-fA-F]{2})");

    private CanaryForms() {}

    /** Returns what a secret looks like in the ways of writing that are not undone by {@link #readings}. */
    static Map<String, String> of(String core) {
        Map<String, String> forms = new LinkedHashMap<>();
        String hex = HexFormat.of().formatHex(core.getBytes(StandardCharsets.US_ASCII));
        forms.put("plain", core);
        forms.put("lower case", core.toLowerCase(Locale.ROOT));
        forms.put("upper case", core.toUpperCase(Locale.ROOT));
        forms.put("reversed", new StringBuilder(core).reverse().toString());
        forms.put("hex", hex);
        forms.put("HEX", hex.toUpperCase(Locale.ROOT));
        for (int shift = 0; shift < 3; shift++) {
            forms.put("base64 after " + shift, base64(core, shift));
        }
        return forms;
    }

    /** What base64 makes of it behind so many bytes, without the characters in which its neighbours have a part. */
    private static String base64(String core, int shift) {
        byte[] bytes = ("\0".repeat(shift) + core).getBytes(StandardCharsets.US_ASCII);
        String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
        return encoded.substring(shift == 0 ? 0 : shift + 1, bytes.length / 3 * 4);
    }

    /** Returns a text as it stands, and as JSON or a browser would read it. */
    static List<String> readings(String text) {
        List<String> readings = new ArrayList<>(List.of(text));
        if (text.contains("\\u")) {
            readings.add(JSON_ESCAPE.matcher(text).replaceAll(CanaryForms::character));
        }
        if (text.contains("%")) {
            readings.add(URLDecoder.decode(PERCENT.matcher(text).replaceAll("%25"), StandardCharsets.ISO_8859_1));
        }
        return readings;
    }

    private static String character(MatchResult escape) {
        char character = (char) Integer.parseInt(escape.group(1), 16);
        return character == '\\' || character == '$' ? "\\" + character : String.valueOf(character);
    }
}
