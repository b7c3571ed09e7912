package dev.byok.gateway;

import org.springframework.http.HttpHeaders;
import org.springframework.util.unit.DataSize;

/**
 * The body of a request that is refused before it was read. The server reads and drops what still comes of it, so that the
 * connection can be used again: that is only worth it where an end is in sight.
 */
final class UnreadBody {

    private UnreadBody() {}

    /** Returns whether it may be longer than that, or has no end at all. */
    static boolean mayExceed(HttpHeaders headers, DataSize max) {
        return headers.containsHeader(HttpHeaders.TRANSFER_ENCODING) || declaredLength(headers) > max.toBytes();
    }

    private static long declaredLength(HttpHeaders headers) {
        try {
            return headers.getContentLength();
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
