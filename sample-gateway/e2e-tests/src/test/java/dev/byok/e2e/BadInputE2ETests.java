package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that arrive whole and are wrong: each is refused with its reason, harms nobody and reaches no provider. */
@ExtendWith(LeakWatch.class)
class BadInputE2ETests {

    private static final String INVALID = "invalid_request_error";

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

    static Stream<Arguments> badBodies() {
        return Stream.of(
                body("a text that breaks off", "{\"model\":\"openai/gpt\",\"messages\":[{\"ro", 400, "invalid_body"),
                body("no JSON at all", "model=openai/gpt", 400, "invalid_body"),
                body("something after the end", "{\"model\":\"openai/gpt\"} {}", 400, "invalid_body"),
                body("two models", "{\"model\":\"openai/gpt\",\"model\":\"openai/gpt\"}", 400, "invalid_body"),
                body(
                        "two models, one escaped",
                        "{\"model\":\"openai/gpt\",\"mod\\u0065l\":\"openai/shared\"}",
                        400,
                        "invalid_body"),
                body("no model", "{\"messages\":[]}", 400, "invalid_body"),
                body("an empty model", "{\"model\":\"\",\"messages\":[]}", 400, "invalid_body"),
                body("a model that is a number", "{\"model\":1,\"messages\":[]}", 400, "invalid_body"),
                body("a model of null", "{\"model\":null,\"messages\":[]}", 400, "invalid_body"),
                body("an unknown model", "{\"model\":\"openai/none\",\"messages\":[]}", 404, "model_not_found"),
                body(
                        "an unknown model among the others",
                        "{\"model\":\"openai/gpt\",\"models\":[\"openai/none\"],\"messages\":[]}",
                        404,
                        "model_not_found"),
                body("a list", "[{\"model\":\"openai/gpt\"}]", 400, "invalid_body"),
                body("a string", "\"openai/gpt\"", 400, "invalid_body"),
                body("null", "null", 400, "invalid_body"),
                body("blanks", "  \r\n ", 400, "invalid_body"),
                body("a stream of yes", "{\"model\":\"openai/gpt\",\"stream\":\"yes\"}", 400, "invalid_body"),
                body("a stream of 1", "{\"model\":\"openai/gpt\",\"stream\":1}", 400, "invalid_body"),
                body(
                        "a provider object with a field that is none",
                        "{\"model\":\"openai/gpt\",\"provider\":{\"orders\":[\"alpha\"]}}",
                        400,
                        "invalid_body"),
                body(
                        "nesting without end",
                        "{\"model\":\"openai/gpt\",\"x\":" + "[".repeat(100_000),
                        400,
                        "invalid_body"),
                body(
                        "nesting that ends",
                        "{\"model\":\"openai/gpt\",\"x\":" + "[".repeat(2000) + "]".repeat(2000) + "}",
                        400,
                        "invalid_body"),
                arguments(
                        "bytes that are not UTF-8",
                        "{\"model\":\"openai/gpt\",\"x\":\"\u00ff\u00fe\"}".getBytes(StandardCharsets.ISO_8859_1),
                        400,
                        "invalid_body"),
                arguments(
                        "UTF-16",
                        "{\"model\":\"openai/gpt\",\"messages\":[]}".getBytes(StandardCharsets.UTF_16LE),
                        400,
                        "invalid_body"),
                body("a model of strange characters", "{\"model\":\"\\u0000\\ud800<b>\"}", 404, "model_not_found"));
    }

    private static Arguments body(String name, String text, int status, String code) {
        return arguments(name, text.getBytes(StandardCharsets.UTF_8), status, code);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBodies")
    void refusesTheBodyAndServesTheNextOneOnTheSameConnection(String name, byte[] body, int status, String code)
            throws IOException {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            RawHttp.Answer answer =
                    connection.send(Refusal.chat(gateway.key(), body)).read();

            Refusal.assertRefused(answer, status, INVALID, code);
            assertThat(answer.keepsTheConnection()).as(name).isTrue();
            Refusal.assertNoHarm(gateway, connection, true);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-byok-strict,sometimes",
        "x-byok-substitution,allow",
        "x-byok-stric,own-keys",
        "x-byok-dry-run,yes",
        "x-byok-dry-run,TRUE",
        "x-byok-budget,5",
        "x-byok-data-class,legal"
    })
    void refusesAHeaderThatAsksForWhatIsNotBuilt(String name, String value) throws IOException {
        RawHttp.Answer answer = refuses(
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key(),
                        "content-type",
                        "application/json",
                        "content-length",
                        String.valueOf(AcmeGateway.ORDINARY.length()),
                        name,
                        value),
                AcmeGateway.ORDINARY,
                400,
                "invalid_header");

        assertThat(answer.keepsTheConnection()).isTrue();
    }

    static Stream<Arguments> badContentHeaders() {
        return Stream.of(
                arguments("text/plain", "identity", "unsupported_media_type"),
                arguments("multipart/form-data; boundary=x", "identity", "unsupported_media_type"),
                arguments("application/x-www-form-urlencoded", "identity", "unsupported_media_type"),
                arguments("no media type", "identity", "unsupported_media_type"),
                arguments("application/json", "gzip", "unsupported_content_encoding"),
                arguments("application/json", "identity, br", "unsupported_content_encoding"));
    }

    @ParameterizedTest
    @MethodSource("badContentHeaders")
    void refusesABodyThatIsNotPlainJson(String contentType, String contentEncoding, String code) throws IOException {
        refuses(
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key(),
                        "content-type",
                        contentType,
                        "content-encoding",
                        contentEncoding,
                        "content-length",
                        String.valueOf(AcmeGateway.ORDINARY.length())),
                AcmeGateway.ORDINARY,
                415,
                code);
    }

    @Test
    void refusesABodyThatDoesNotSayWhatItIs() throws IOException {
        refuses(
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key(),
                        "content-length",
                        String.valueOf(AcmeGateway.ORDINARY.length())),
                AcmeGateway.ORDINARY,
                415,
                "unsupported_media_type");
    }

    static Stream<Arguments> emptyBodies() {
        return Stream.of(arguments("content-length", "0", ""), arguments("transfer-encoding", "chunked", "0\r\n\r\n"));
    }

    @ParameterizedTest
    @MethodSource("emptyBodies")
    void refusesAnEmptyBody(String header, String value, String body) throws IOException {
        refuses(
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        gateway.key(),
                        "content-type",
                        "application/json",
                        header,
                        value),
                body,
                400,
                "empty_body");
    }

    static Stream<Arguments> unreadBodies() {
        return Stream.of(
                arguments("POST", "/v1/nothing", 404, "unknown_url"),
                arguments("PUT", "/v1/chat/completions", 405, "method_not_allowed"),
                arguments("POST", "/v1/models", 405, "method_not_allowed"));
    }

    @ParameterizedTest
    @MethodSource("unreadBodies")
    void refusesAnAddressWhateverItsBody(String method, String path, int status, String code) throws IOException {
        RawHttp.Answer answer = refuses(
                RawHttp.head(
                        method,
                        path,
                        gateway.key(),
                        "content-type",
                        "application/json",
                        "content-length",
                        String.valueOf(AcmeGateway.ORDINARY.length())),
                AcmeGateway.ORDINARY,
                status,
                code);

        assertThat(answer.keepsTheConnection()).isTrue();
    }

    @Test
    void refusesAStrangerWhateverItsBody() throws IOException {
        RawHttp.Answer answer = refuses(
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions",
                        PolicyDirectory.gatewayKey(),
                        "content-type",
                        "application/json",
                        "content-length",
                        String.valueOf(AcmeGateway.ORDINARY.length())),
                AcmeGateway.ORDINARY,
                401,
                "invalid_api_key");

        assertThat(answer.keepsTheConnection()).isTrue();
    }

    private static RawHttp.Answer refuses(String head, String body, int status, String code) throws IOException {
        try (RawHttp connection = new RawHttp(gateway.port())) {
            RawHttp.Answer answer = connection.send(head + body).read();

            Refusal.assertRefused(answer, status, INVALID, code);
            Refusal.assertNoHarm(gateway, connection, answer.keepsTheConnection());
            return answer;
        }
    }
}
