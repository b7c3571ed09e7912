package dev.byok.image;

import dev.byok.policy.HostPattern;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A URL that an image may be fetched from, taken apart once, so that who is asked is who was allowed: https, a host's name
 * in ASCII, no user. A fragment is not sent.
 *
 * @param host in lower case
 * @param target path and query, as they are written
 */
public record ImageUrl(String host, int port, String target) {

    private static final int LONGEST = 8_192;
    private static final int LONGEST_HOST = 253;

    /** As the names that a policy can hold; no address ends with a letter's label. */
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9-]+\\.)*[a-z][a-z0-9-]*");

    /** Returns what a text says; null where it is no such URL. */
    public static @Nullable ImageUrl of(String text) {
        URI uri = text.length() > LONGEST ? null : parsed(text);
        if (uri == null || !"https".equalsIgnoreCase(uri.getScheme()) || uri.getRawUserInfo() != null) {
            return null;
        }
        String host = uri.getHost() == null ? "" : uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort() < 0 ? HostPattern.HTTPS : uri.getPort();
        if (host.length() > LONGEST_HOST || !HOST.matcher(host).matches() || port == 0 || port > 65_535) {
            return null;
        }
        String target = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String ascii = uri.getRawQuery() == null ? target : target + "?" + uri.getRawQuery();
        return ascii.chars().allMatch(each -> each > ' ' && each < 0x7f) ? new ImageUrl(host, port, ascii) : null;
    }

    private static @Nullable URI parsed(String text) {
        try {
            return new URI(text);
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Returns whether what stands there is called as PDFs are. */
    public boolean isCalledPdf() {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        return path.toLowerCase(Locale.ROOT).endsWith(".pdf");
    }

    String uri() {
        return "https://" + host + (port == HostPattern.HTTPS ? "" : ":" + port) + target;
    }

    /** Without path and query, where secrets are found. */
    @Override
    public String toString() {
        return "https://" + host + ":" + port + "/…";
    }
}
