package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Requests that cost more than they may: too long, too slow, or never ending. */
@ExtendWith({LeakWatch.class, OutputCaptureExtension.class})
class BodyLimitE2ETests {

    private static final long MIB = 1024 * 1024;

    /** What the limit of 20 MiB, both sides' socket buffers and a last chunk may come to; far below no limit at all. */
    private static final long BOUND = 64 * MIB;

    private static final String INVALID = "invalid_request_error";

    private static AcmeGateway patient;
    private static AcmeGateway hasty;

    @BeforeAll
    static void start() {
        patient = AcmeGateway.start();
        patient.answer(Answers.ok("served"));
        hasty = AcmeGateway.start("byok.body-timeout=500ms");
        hasty.answer(Answers.ok("served"));
    }

    @AfterAll
    static void stop() {
        hasty.close();
        patient.close();
    }

    @BeforeEach
    void forget() {
        hasty.provider().forget();
        patient.provider().forget();
    }

    @Test
    void refusesADeclaredLengthBeforeTheBodyComes() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "content-length", String.valueOf(21 * MIB)) + "{\"model\":");

            RawHttp.Answer answer = connection.read();

            Refusal.assertRefused(answer, 413, INVALID, "body_too_large");
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void refusesALengthThatNoNumberHolds() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "content-length", "99999999999999999999") + "{}");

            RawHttp.Answer answer = connection.read();

            assertThat(answer.status()).isBetween(400, 499);
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLarge() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "transfer-encoding", "chunked"));
            connection.flood(spaces(), 21 * MIB);

            RawHttp.Answer answer = connection.read();

            Refusal.assertRefused(answer, 413, INVALID, "body_too_large");
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void cutsOffAChunkedBodyThatNeverEnds() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "transfer-encoding", "chunked"));

            long sent = connection.flood(spaces(), 2 * BOUND);

            assertThat(sent).isBetween(20 * MIB, BOUND);
            Refusal.assertRefused(connection.read(), 413, INVALID, "body_too_large");
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void cutsOffAStrangersBodyThatNeverEnds() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(RawHttp.head(
                    "POST",
                    "/v1/chat/completions",
                    PolicyDirectory.gatewayKey(),
                    "content-type",
                    "application/json",
                    "transfer-encoding",
                    "chunked"));

            RawHttp.Answer answer = connection.read();
            long sent = connection.flood(spaces(), 2 * BOUND);

            Refusal.assertRefused(answer, 401, INVALID, "invalid_api_key");
            assertThat(sent).isLessThan(BOUND);
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void doesNotWaitForAStrangersBodyThatIsTooLarge() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(RawHttp.head(
                    "POST",
                    "/v1/chat/completions",
                    PolicyDirectory.gatewayKey(),
                    "content-type",
                    "application/json",
                    "content-length",
                    String.valueOf(21 * MIB)));

            RawHttp.Answer answer = connection.read();

            Refusal.assertRefused(answer, 401, INVALID, "invalid_api_key");
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    @Test
    void refusesABodyThatStalls() throws IOException {
        try (RawHttp connection = new RawHttp(hasty.port())) {
            connection.send(head(hasty, "content-length", "100") + "{\"model\":");

            RawHttp.Answer answer = connection.read();

            Refusal.assertRefused(answer, 408, INVALID, "body_timeout");
            Refusal.assertNoHarm(hasty, connection, false);
        }
    }

    @Test
    void refusesAChunkedBodyThatStalls() throws IOException {
        try (RawHttp connection = new RawHttp(hasty.port())) {
            connection.send(head(hasty, "transfer-encoding", "chunked") + "2\r\n{}\r\n");

            RawHttp.Answer answer = connection.read();

            Refusal.assertRefused(answer, 408, INVALID, "body_timeout");
            Refusal.assertNoHarm(hasty, connection, false);
        }
    }

    @Test
    void countsAClientThatLeavesInTheMiddleOfItsBodyAsGone(CapturedOutput log) throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "content-length", "100") + "{\"model\":");
        }

        await().untilAsserted(() -> assertThat(log).contains("outcome=cancelled"));
        assertThat(log).doesNotContain("500 Server Error");
        try (RawHttp other = new RawHttp(patient.port())) {
            Refusal.assertNoHarm(patient, other, true);
        }
    }

    @Test
    void leavesTooManyHeadersToTheHost() throws IOException {
        try (RawHttp connection = new RawHttp(patient.port())) {
            connection.send(head(patient, "content-length", "2", "x-filler", "x".repeat(100_000)) + "{}");

            RawHttp.Answer answer = connection.read();

            assertThat(answer.status()).isEqualTo(431);
            Refusal.assertNoHarm(patient, connection, false);
        }
    }

    private static String head(AcmeGateway gateway, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return RawHttp.head("POST", "/v1/chat/completions", gateway.key(), all);
    }

    private static byte[] spaces() {
        return " ".repeat(64 * 1024).getBytes(StandardCharsets.US_ASCII);
    }
}
