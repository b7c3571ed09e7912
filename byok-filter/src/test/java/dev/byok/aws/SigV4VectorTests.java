package dev.byok.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's own cases of signatures in headers, found in {@code aws-sigv4-crt} below the folder that BYOK_CORPUS names. */
@Tag("corpus")
class SigV4VectorTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int CASES = 38;

    @Test
    void signsAsAwsDoes() throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: AWS's signing cases, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        int cases = 0;
        try (Stream<Path> folders = Files.list(Path.of(Objects.requireNonNull(corpus), "aws-sigv4-crt/v4"))) {
            for (Path folder : folders.sorted().toList()) {
                assertSigned(folder);
                cases++;
            }
        }
        assertThat(cases).isEqualTo(CASES);
    }

    private static void assertSigned(Path folder) throws IOException {
        JsonNode context = JSON.readTree(read(folder, "context.json"));
        boolean signsToken = !context.path("omit_session_token").asBoolean(false);
        JsonNode said = context.path("credentials");
        AwsCredentials credentials = AwsCredentials.of(
                said.path("access_key_id").asString(),
                said.path("secret_access_key").asString(),
                signsToken ? said.path("token").asString(null) : null);
        SigV4 signer = new SigV4(
                credentials,
                context.path("region").asString(),
                context.path("service").asString(),
                context.path("normalize").asBoolean());
        SigV4.Request request = request(read(folder, "request.txt"));
        if (context.path("sign_body").asBoolean()) {
            request.headers().put("x-amz-content-sha256", List.of(request.bodyHash()));
        }
        Map<String, String> added = new TreeMap<>();

        signer.sign(request, Instant.parse(context.path("timestamp").asString()), added::put);

        String authorization = added.get("Authorization");
        assertThat(authorization).as("%s", folder).endsWith("Signature=" + read(folder, "header-signature.txt"));
        assertThat(read(folder, "header-signed-request.txt"))
                .as("%s", folder)
                .contains("Authorization:" + authorization);
        // What was signed, not only that it came to the same.
        TreeMap<String, String> headers = new TreeMap<>();
        String canonical = read(folder, "header-canonical-request.txt");
        String[] lines = canonical.split("\n", -1);
        for (int i = 3; !lines[i].isEmpty(); i++) {
            int colon = lines[i].indexOf(':');
            headers.put(lines[i].substring(0, colon), lines[i].substring(colon + 1));
        }
        String signed = lines[lines.length - 2];
        assertThat(signer.canonicalRequest(request, headers, signed)).isEqualTo(canonical);
        String[] toSign = read(folder, "header-string-to-sign.txt").split("\n", -1);
        assertThat(SigV4.stringToSign(canonical, toSign[1], toSign[2])).isEqualTo(String.join("\n", toSign));
    }

    private static SigV4.Request request(String text) {
        int blank = text.indexOf("\n\n");
        String body = blank < 0 ? "" : text.substring(blank + 2);
        String[] lines = (blank < 0 ? text : text.substring(0, blank)).split("\n", -1);
        String target = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        String name = "";
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith(" ")) {
                List<String> values = Objects.requireNonNull(headers.get(name));
                values.set(values.size() - 1, values.get(values.size() - 1) + lines[i]);
            } else if (!lines[i].isEmpty()) {
                int colon = lines[i].indexOf(':');
                name = lines[i].substring(0, colon);
                headers.computeIfAbsent(name, first -> new ArrayList<>()).add(lines[i].substring(colon + 1));
            }
        }
        int question = target.indexOf('?');
        return new SigV4.Request(
                lines[0].substring(0, lines[0].indexOf(' ')),
                question < 0 ? target : target.substring(0, question),
                question < 0 ? null : target.substring(question + 1),
                headers,
                SigV4.sha256(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8))));
    }

    private static String read(Path folder, String name) throws IOException {
        return Files.readString(folder.resolve(name)).replace("\r\n", "\n");
    }
}
