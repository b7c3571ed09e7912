package dev.byok.aws;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signature Version 4 in headers (docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html). Of the
 * request it signs just what it is given, so that what nobody knows before it is sent stays out of it. Computes only: a
 * signature takes some microseconds and what the body's hash does. Immutable; may be used by any thread.
 */
public final class SigV4 {

    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String HMAC = "HmacSHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final HexFormat HEX = HexFormat.of();
    private static final HexFormat CAPITAL_HEX = HexFormat.of().withUpperCase();

    static {
        // What Java looks up for it the first time is looked up now.
        hmac(new byte[] {1}, "");
        sha256(ByteBuffer.allocate(0));
    }

    private final AwsCredentials credentials;
    private final String region;
    private final String service;
    private final boolean normalize;

    /**
     * Signs for a service that takes a path as all but one of AWS's do.
     *
     * @param service as AWS names it for signatures, as in {@code bedrock}
     */
    public SigV4(AwsCredentials credentials, String region, String service) {
        this(credentials, region, service, true);
    }

    /**
     * Signs for any service.
     *
     * @param normalize whether the service takes dots and empty segments out of a path before it looks at the signature
     */
    SigV4(AwsCredentials credentials, String region, String service, boolean normalize) {
        this.credentials = credentials;
        this.region = region;
        this.service = service;
        this.normalize = normalize;
    }

    /**
     * A request as it is sent.
     *
     * @param path as it stands on the wire, encoded where it is; without the query
     * @param query as it stands on the wire, without the question mark; null for none
     * @param headers what of the headers is signed: {@code host} in any case; by name
     * @param bodyHash see {@link #sha256}
     */
    public record Request(
            String method, String path, @Nullable String query, Map<String, List<String>> headers, String bodyHash) {}

    /** Returns the hash of a body, which is read from its position to its limit. */
    public static String sha256(ByteBuffer... body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (ByteBuffer part : body) {
                digest.update(part);
            }
            return HEX.formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    /** Sets the headers that make the request a signed one. */
    public void sign(Request request, Instant now, BiConsumer<String, String> header) {
        String time = TIME.format(now);
        SortedMap<String, String> headers = canonical(request.headers());
        headers.put("x-amz-date", time);
        header.accept("x-amz-date", time);
        String token = credentials.sessionToken();
        if (token != null) {
            headers.put("x-amz-security-token", token);
            header.accept("x-amz-security-token", token);
        }
        String signed = String.join(";", headers.keySet());
        String scope = time.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
        String signature = signature(stringToSign(canonicalRequest(request, headers, signed), time, scope), time);
        header.accept(
                "Authorization",
                ALGORITHM + " Credential=" + credentials.accessKeyId() + "/" + scope + ", SignedHeaders=" + signed
                        + ", Signature=" + signature);
    }

    static String stringToSign(String canonicalRequest, String time, String scope) {
        ByteBuffer bytes = ByteBuffer.wrap(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        return ALGORITHM + "\n" + time + "\n" + scope + "\n" + sha256(bytes);
    }

    private String signature(String text, String time) {
        byte[] ofDate =
                hmac(("AWS4" + credentials.secretAccessKey()).getBytes(StandardCharsets.UTF_8), time.substring(0, 8));
        byte[] key = hmac(hmac(hmac(ofDate, region), service), "aws4_request");
        return HEX.formatHex(hmac(key, text));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " is part of every Java", e);
        }
    }

    // ---- the canonical request

    String canonicalRequest(Request request, SortedMap<String, String> headers, String signed) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(encoded(normalize ? normalized(request.path()) : request.path(), true))
                .append('\n');
        text.append(canonicalQuery(request.query())).append('\n');
        headers.forEach(
                (name, value) -> text.append(name).append(':').append(value).append('\n'));
        return text.append('\n')
                .append(signed)
                .append('\n')
                .append(request.bodyHash())
                .toString();
    }

    private static SortedMap<String, String> canonical(Map<String, List<String>> headers) {
        SortedMap<String, String> canonical = new TreeMap<>();
        headers.forEach((name, values) -> {
            StringBuilder joined = new StringBuilder();
            for (String value : values) {
                joined.append(joined.isEmpty() ? "" : ",").append(singleSpaced(value));
            }
            canonical.put(name.toLowerCase(Locale.ROOT), joined.toString());
        });
        return canonical;
    }

    private static String singleSpaced(String value) {
        StringBuilder text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean space = c <= ' ';
            if (!space) {
                text.append(c);
            } else if (!text.isEmpty() && text.charAt(text.length() - 1) != ' ') {
                text.append(' ');
            }
        }
        return text.toString().strip();
    }

    private static String normalized(String path) {
        if (!path.contains("//") && !path.contains("/.")) {
            return path;
        }
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.remove(segments.size() - 1);
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        boolean folder = path.endsWith("/") || path.endsWith("/.") || path.endsWith("/..");
        return "/" + String.join("/", segments) + (folder && !segments.isEmpty() ? "/" : "");
    }

    private static String canonicalQuery(@Nullable String query) {
        if (query == null || query.isEmpty()) {
            return "";
        }
        List<String[]> parameters = new ArrayList<>();
        for (String parameter : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            String name = equals < 0 ? parameter : parameter.substring(0, equals);
            String value = equals < 0 ? "" : parameter.substring(equals + 1);
            parameters.add(new String[] {encoded(decoded(name), false), encoded(decoded(value), false)});
        }
        parameters.sort(
                (one, other) -> one[0].equals(other[0]) ? one[1].compareTo(other[1]) : one[0].compareTo(other[0]));
        StringBuilder text = new StringBuilder();
        for (String[] parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&")
                    .append(parameter[0])
                    .append('=')
                    .append(parameter[1]);
        }
        return text.toString();
    }

    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length);
        int i = 0;
        while (i < encoded.length) {
            boolean escape = encoded[i] == '%'
                    && i + 2 < encoded.length
                    && HexFormat.isHexDigit(encoded[i + 1])
                    && HexFormat.isHexDigit(encoded[i + 2]);
            bytes.write(
                    escape
                            ? HexFormat.fromHexDigit(encoded[i + 1]) << 4 | HexFormat.fromHexDigit(encoded[i + 2])
                            : encoded[i]);
            i += escape ? 3 : 1;
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String encoded(String text, boolean path) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z')
                    || (b >= 'A' && b <= 'Z')
                    || (b >= '0' && b <= '9')
                    || b == '-'
                    || b == '.'
                    || b == '_'
                    || b == '~'
                    || (path && b == '/');
            if (plain) {
                encoded.append((char) b);
            } else {
                encoded.append('%');
                CAPITAL_HEX.toHexDigits(encoded, b);
            }
        }
        return encoded.toString();
    }
}
