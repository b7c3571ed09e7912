package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A refusal that comes before the request's body has arrived leaves its connection fit for the next request. */
class UnreadRequestE2ETests {

    private static final int REQUESTS = 400;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String BODY = "{\"model\":\"openai/gpt\",\"messages\":[]}";
    private static final String HEAD = "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\n"
            + "Content-Type: application/json\r\nAuthorization: Bearer byok_unknown\r\n"
            + "Content-Length: " + BODY.length() + "\r\n\r\n";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha").prioritized("alpha", "first"));

    @Test
    void answersEveryRequestOfAConnectionWhoseBodiesCameBesideTheirRefusals() throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), STAGE.gateway().port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);

            for (int i = 0; i < REQUESTS; i++) {
                // Two segments: the body arrives while the headers are being refused.
                send(socket, HEAD);
                send(socket, BODY);

                assertThat(statusOf(socket)).as("request %d", i).isEqualTo("HTTP/1.1 401 Unauthorized");
            }
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private static String statusOf(Socket socket) throws IOException {
        String head = head(socket.getInputStream());
        int length = head.lines()
                .filter(line -> line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line ->
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).trim()))
                .sum();
        socket.getInputStream().readNBytes(length);
        return head.lines().findFirst().orElse("");
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                return "closed after: " + head;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
