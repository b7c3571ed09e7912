package dev.byok.e2e;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Looks at a signed request as AWS does: by the bytes that came, and by nothing of the gateway's code. */
final class AwsSignature {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([A-Z0-9]+)/((\\d{8})/([a-z0-9-]+)/([a-z-]+)/aws4_request), SignedHeaders=([a-z0-9;-]+),"
                    + " Signature=([0-9a-f]{64})");

    private AwsSignature() {}

    /** Returns {@code region/service} of a request whose signature is right, else what is wrong. */
    static String check(FakeProvider.Call call, String secretKey) {
        Matcher said = AUTHORIZATION.matcher(call.headers().getOrDefault("authorization", ""));
        if (!said.matches()) {
            return "no signature";
        }
        StringBuilder headers = new StringBuilder();
        for (String name : said.group(6).split(";", -1)) {
            headers.append(name).append(':').append(call.headers().get(name)).append('\n');
        }
        String path = call.path().replace("%", "%25");
        String request = "POST\n" + path + "\n\n" + headers + "\n" + said.group(6) + "\n" + hash(call.body());
        String toSign =
                "AWS4-HMAC-SHA256\n" + call.headers().get("x-amz-date") + "\n" + said.group(2) + "\n" + hash(request);
        byte[] key = ("AWS4" + secretKey).getBytes(StandardCharsets.UTF_8);
        for (String part : said.group(2).split("/", -1)) {
            key = hmac(key, part);
        }
        boolean right = HexFormat.of().formatHex(hmac(key, toSign)).equals(said.group(7));
        return right ? said.group(4) + "/" + said.group(5) : "a wrong signature";
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
