package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All requests together hold no more than they may, and what one held is free for others when it has ended. */
@ExtendWith(LeakWatch.class)
class BufferedBytesE2ETests {

    /** All bodies together and, with it, the longest one: which is served only where nothing else is held. */
    private static final int ALL = 64 * 1024;

    private static AcmeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = AcmeGateway.start("byok.max-body=64KB", "byok.max-buffered-bytes=64KB", "byok.body-timeout=2s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.provider().forget();
        gateway.answer(Answers.ok("served"));
    }

    @Test
    void aRequestThatDoesNotFitIsToldToComeAgain() throws IOException {
        try (RawHttp holder = new RawHttp(gateway.port())) {
            holder.send(head("content-length", String.valueOf(ALL)) + "{");

            await().until(() -> statusOf(1_000) == 503);
            gateway.provider().forget();
            RawHttp.Answer declared = answerTo(1_000);
            RawHttp.Answer chunked = answerToChunked();

            assertThat(List.of(declared, chunked)).allSatisfy(answer -> {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.body()).contains("\"code\":\"gateway_busy\"", "\"type\":\"server_error\"");
                assertThat(answer.headers()).containsEntry("retry-after", "1").doesNotContainKey("x-should-retry");
            });
            assertThat(declared.keepsTheConnection()).isTrue();
            assertThat(chunked.keepsTheConnection()).isFalse();
            assertThat(gateway.provider().calls()).isEmpty();
        }
        await().until(() -> statusOf(ALL) == 200);
    }

    @Test
    void nothingIsHeldOnceEveryRequestHasEndedHoweverItEnded() throws IOException {
        Client client = new Client(gateway.baseUrl(), gateway.key());
        List<RawHttp> stalled = new ArrayList<>();
        List<CompletableFuture<?>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            RawHttp slow = new RawHttp(gateway.port());
            stalled.add(slow.send(head("content-length", "500") + "{"));
            stalled.add(new RawHttp(gateway.port()).send(head("transfer-encoding", "chunked") + "1\r\n{\r\n"));
            answers.add(client.chatLater(AcmeGateway.ORDINARY));
            answers.add(client.chatLater("{\"model\":\"nobody/knows\",\"messages\":[]}"));
            answers.add(client.chatLater("{\"model\":"));
            leaveInTheMiddle("content-length", "500");
            leaveInTheMiddle("transfer-encoding", "chunked");
        }
        answers.forEach(CompletableFuture::join);
        gateway.answer(Answers.silent());
        List<CompletableFuture<?>> cancelled = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            cancelled.add(client.begin(AcmeGateway.ORDINARY));
        }
        await().until(() -> gateway.provider().calls().size() >= 20);

        cancelled.forEach(call -> call.cancel(true));
        for (RawHttp connection : stalled) {
            assertThat(connection.read().status()).isEqualTo(408);
            connection.close();
        }

        gateway.answer(Answers.ok("served"));
        await().until(() -> statusOf(ALL) == 200);
    }

    private static void leaveInTheMiddle(String... headers) throws IOException {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            connection.send(head(headers) + "1\r\n{\r\n");
        }
    }

    private static int statusOf(int length) throws IOException {
        return answerTo(length).status();
    }

    private static RawHttp.Answer answerTo(int length) throws IOException {
        String body = AcmeGateway.ORDINARY + " ".repeat(length - AcmeGateway.ORDINARY.length());
        try (RawHttp connection = new RawHttp(gateway.port())) {
            return connection
                    .send(Refusal.chat(gateway.key(), body.getBytes(StandardCharsets.US_ASCII)))
                    .read();
        }
    }

    private static RawHttp.Answer answerToChunked() throws IOException {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            return connection
                    .send(head("transfer-encoding", "chunked") + "1\r\n{\r\n")
                    .read();
        }
    }

    private static String head(String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "content-type";
        all[1] = "application/json";
        System.arraycopy(headers, 0, all, 2, headers.length);
        return RawHttp.head("POST", "/v1/chat/completions", gateway.key(), all);
    }
}
