package dev.byok.image;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** What stood behind a URL. The bytes are never changed. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record FetchedImage(ImageType type, byte[] bytes) {

    /** Returns it as a data URI, in ASCII. */
    public byte[] dataUri() {
        byte[] head = ("data:" + type.mediaType() + ";base64,").getBytes(StandardCharsets.US_ASCII);
        byte[] uri = new byte[head.length + 4 * ((bytes.length + 2) / 3)];
        System.arraycopy(head, 0, uri, 0, head.length);
        byte[] data = Base64.getEncoder().encode(bytes);
        System.arraycopy(data, 0, uri, head.length, data.length);
        return uri;
    }
}
