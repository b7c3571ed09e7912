package dev.byok.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What may be fetched. */
public enum ImageType {
    JPEG("image/jpeg"),
    PNG("image/png"),
    GIF("image/gif"),
    WEBP("image/webp"),
    PDF("application/pdf");

    private static final byte[] JPEG_START = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};
    private static final byte[] PNG_START = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int WEBP_AT = 8;

    private final String mediaType;

    ImageType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** Returns all media types, as a request accepts them. */
    static String accepted() {
        return String.join(
                ", ", Arrays.stream(values()).map(ImageType::mediaType).toList());
    }

    /** Returns which one a header names; null for none of them. */
    static @Nullable ImageType named(@Nullable String contentType) {
        if (contentType == null) {
            return null;
        }
        int end = contentType.indexOf(';');
        String name =
                (end < 0 ? contentType : contentType.substring(0, end)).strip().toLowerCase(Locale.ROOT);
        for (ImageType type : values()) {
            if (type.mediaType.equals(name)) {
                return type;
            }
        }
        return name.equals("image/jpg") ? JPEG : null;
    }

    /** Returns which one some bytes are, by how they begin; null for none of them. */
    static @Nullable ImageType of(byte[] bytes) {
        if (begins(bytes, 0, JPEG_START)) {
            return JPEG;
        }
        if (begins(bytes, 0, PNG_START)) {
            return PNG;
        }
        if (begins(bytes, 0, ascii("GIF87a")) || begins(bytes, 0, ascii("GIF89a"))) {
            return GIF;
        }
        if (begins(bytes, 0, ascii("RIFF")) && begins(bytes, WEBP_AT, ascii("WEBP"))) {
            return WEBP;
        }
        return begins(bytes, 0, ascii("%PDF-")) ? PDF : null;
    }

    private static boolean begins(byte[] bytes, int at, byte[] start) {
        return bytes.length >= at + start.length && Arrays.equals(bytes, at, at + start.length, start, 0, start.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
