package dev.byok.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/** AWS's own signer comes to the same, also for paths that hold what is encoded once more. */
class SigV4AgreesTests {

    private static final Instant NOW = Instant.parse("2026-11-22T13:14:15Z");
    private static final String BODY = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"ä\"}]}]}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/model/amazon.titan-embed-text-v1/invoke",
                "/model/us.amazon.nova-micro-v1%3A0/converse-stream",
                "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1/converse",
                "/anthropic/v1/messages"
            })
    void withAwsOwnSigner(String path) {
        byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
        SignedRequest theirs = AwsV4HttpSigner.create()
                .sign(request -> request.identity(AwsSessionCredentialsIdentity.create("AKID", "secret", "token"))
                        .request(SdkHttpRequest.builder()
                                .uri(URI.create("https://bedrock-runtime.us-east-1.amazonaws.com" + path))
                                .method(SdkHttpMethod.POST)
                                .putHeader("content-type", "application/json")
                                .build())
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, Clock.fixed(NOW, ZoneOffset.UTC)));
        Map<String, List<String>> signed = new HashMap<>();
        theirs.request().headers().forEach((name, values) -> {
            if (!name.equalsIgnoreCase("Authorization")
                    && !name.equalsIgnoreCase("x-amz-security-token")
                    && !name.equalsIgnoreCase("x-amz-date")) {
                signed.put(name.toLowerCase(Locale.ROOT), values);
            }
        });
        Map<String, String> ours = new HashMap<>();

        new SigV4(AwsCredentials.of("AKID", "secret", "token"), "us-east-1", "bedrock")
                .sign(
                        new SigV4.Request("POST", path, null, signed, SigV4.sha256(ByteBuffer.wrap(body))),
                        NOW,
                        ours::put);

        assertThat(ours.get("Authorization"))
                .isEqualTo(theirs.request().firstMatchingHeader("Authorization").orElse(""));
    }

    /** A loop is held no longer than any other step of a request holds it. */
    @Test
    void signsABodyOf16KilobytesInNoTime() {
        byte[] body = new byte[16 * 1024];
        SigV4 signer = new SigV4(AwsCredentials.of("AKID", "secret", null), "us-east-1", "bedrock");
        Map<String, List<String>> headers = Map.of("host", List.of("h"));
        Duration best = Duration.ofDays(1);
        for (int i = 0; i < 2_000; i++) {
            long start = System.nanoTime();
            signer.sign(
                    new SigV4.Request(
                            "POST", "/model/a%3A0/converse", null, headers, SigV4.sha256(ByteBuffer.wrap(body))),
                    NOW,
                    (name, value) -> {});
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            best = took.compareTo(best) < 0 ? took : best;
        }
        assertThat(best).isLessThan(Duration.ofMillis(1));
    }
}
