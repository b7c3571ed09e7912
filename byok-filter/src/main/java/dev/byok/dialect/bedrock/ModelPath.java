package dev.byok.dialect.bedrock;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A model's id in a path. */
final class ModelPath {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private ModelPath() {}

    /** Returns it as one segment, whatever it holds: all but letters, digits and {@code -._~} is encoded. */
    static String segment(String model) {
        StringBuilder segment = new StringBuilder(model.length() + 16);
        for (byte b : model.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~';
            if (plain) {
                segment.append((char) b);
            } else {
                segment.append('%');
                HEX.toHexDigits(segment, b);
            }
        }
        return segment.toString();
    }
}
