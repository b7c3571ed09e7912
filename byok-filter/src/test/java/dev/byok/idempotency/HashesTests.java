package dev.byok.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HashesTests {

    @Test
    void aKeyIsItsWorkspacesAndItsCallersAlone() {
        IdempotencyKey key = Hashes.key("acme", "agent", "k");

        assertThat(key).isEqualTo(Hashes.key("acme", "agent", "k"));
        assertThat(List.of(
                        Hashes.key("other", "agent", "k"),
                        Hashes.key("acme", "other", "k"),
                        Hashes.key("acme", "agent", "l"),
                        Hashes.key("acm", "eagent", "k"),
                        Hashes.key("acme", "agen", "tk")))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFingerprintDoesNotDependOnHowABodyCameInPieces() {
        Fingerprint whole = Hashes.fingerprint(List.of("path"), bytes("{\"a\":1}"));

        assertThat(Hashes.fingerprint(List.of("path"), bytes("{\"a\""), bytes(":1}")))
                .isEqualTo(whole);
        assertThat(Hashes.fingerprint(List.of("path"), bytes("{\"a\":2}"))).isNotEqualTo(whole);
        assertThat(Hashes.fingerprint(List.of("pat"), bytes("h{\"a\":1}"))).isNotEqualTo(whole);
    }

    @Test
    void neitherAKeyNorAnAnswerShowsItsContent() {
        StoredAnswer answer = new StoredAnswer(
                200, Map.of("x-name", List.of("said")), "said".getBytes(StandardCharsets.UTF_8), null, "gen-1");

        assertThat(answer).hasToString("StoredAnswer[200, 4 bytes, gen-1]");
        assertThat(Hashes.key("acme", "agent", "said").toString()).doesNotContain("said");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
