package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests with the texts of JSONTestSuite (github.com/nst/JSONTestSuite) as the value of a field that we do not know, found
 * in {@code json-test-suite} below the folder that the environment variable BYOK_CORPUS names.
 */
@Tag("corpus")
@ExtendWith(LeakWatch.class)
class JsonCorpusE2ETests {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String BEFORE = "{\"model\":\"openai/gpt\",\"x\":";
    private static final String SENT_BEFORE = "{\"model\":\"gpt-upstream\",\"x\":";
    private static final String AFTER = "}";

    private static AcmeGateway gateway;

    @BeforeAll
    static void start() {
        gateway = AcmeGateway.start();
        gateway.answer(Answers.ok("served"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.provider().forget();
    }

    @Test
    void passesOnUnchangedWhatIsJson() throws Exception {
        for (Path file : texts("test_parsing", "y_", 95)) {
            String name = file.getFileName().toString();

            assertThat(status(file)).as(name).isEqualTo(200);
            assertThat(sent()).as(name).isEqualTo(passedOn(file));
        }
    }

    @Test
    void refusesWhatIsNotJson() throws Exception {
        for (Path file : texts("test_parsing", "n_", 188)) {
            assertThat(status(file)).as(file.getFileName().toString()).isEqualTo(400);
        }
        assertThat(gateway.provider().calls()).isEmpty();
    }

    @Test
    void refusesOrPassesOnUnchangedWhatParsersMayDecide() throws Exception {
        List<Path> files = Stream.concat(
                        texts("test_parsing", "i_", 35).stream(), texts("test_transform", "", 22).stream())
                .toList();
        for (Path file : files) {
            String name = file.getFileName().toString();
            int status = status(file);

            assertThat(status).as(name).isIn(200, 400);
            assertThat(sent()).as(name).isEqualTo(status == 200 ? passedOn(file) : "");
        }
    }

    private static int status(Path file) throws Exception {
        gateway.provider().forget();
        HttpRequest request = HttpRequest.newBuilder(URI.create(gateway.baseUrl() + "/chat/completions"))
                .header("authorization", "Bearer " + gateway.key())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(request(Files.readAllBytes(file))))
                .build();
        return CLIENT.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private static byte[] request(byte[] text) {
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(BEFORE.getBytes(StandardCharsets.UTF_8));
        request.writeBytes(text);
        request.writeBytes(AFTER.getBytes(StandardCharsets.UTF_8));
        return request.toByteArray();
    }

    /** Returns what the provider was sent since the last request, or nothing. */
    private static String sent() {
        return gateway.provider().calls().stream().map(FakeProvider.Call::body).reduce("", String::concat);
    }

    /** Texts that pass are UTF-8, so nothing is lost in a string. */
    private static String passedOn(Path file) throws IOException {
        return SENT_BEFORE + Files.readString(file) + AFTER;
    }

    private static List<Path> texts(String folder, String prefix, int expected) throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        Path texts = Path.of(corpus == null ? "" : corpus, "json-test-suite", folder);
        if (corpus == null || !Files.isDirectory(texts)) {
            String message = expected + " texts of json-test-suite/" + folder
                    + " were not sent through the gateway: BYOK_CORPUS is "
                    + (corpus == null ? "not set" : "set, but they are not there");
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        try (Stream<Path> files = Files.list(texts)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
            assertThat(found).hasSize(expected);
            return found;
        }
    }
}
