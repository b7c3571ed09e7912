package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;
import reactor.netty.http.server.HttpServerResponse;

/** What providers answer, in the shapes of the OpenAI API. */
final class Answers {

    static final String RATE_LIMITED =
            "{\"error\":{\"message\":\"Rate limit reached for requests\",\"type\":\"requests\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}";
    static final String REJECTED =
            "{\"error\":{\"message\":\"Incorrect API key provided\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"invalid_api_key\"}}";
    static final String SERVER_ERROR =
            "{\"error\":{\"message\":\"The server had an error while processing your request\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
    static final String NO_QUOTA =
            "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\",\"param\":null,\"code\":\"insufficient_quota\"}}";
    static final String DONE = "data: [DONE]\n\n";

    private static final Pattern WORDS = Pattern.compile("(?<= )");

    private Answers() {}

    /** A whole or streamed chat answer with this text, as the request asks. */
    static Behaviour ok(String text) {
        return (call, response) -> call.streamed()
                ? FakeProvider.stream(response, Flux.fromIterable(chunks(text)))
                : json(response, 200, chat(text));
    }

    static Behaviour status(int status, String body, String... headers) {
        return (call, response) -> {
            for (int i = 0; i < headers.length; i += 2) {
                response.header(headers[i], headers[i + 1]);
            }
            return json(response, status, body);
        };
    }

    static Behaviour rateLimited(int seconds) {
        return status(429, RATE_LIMITED, "retry-after", String.valueOf(seconds));
    }

    static Behaviour rejected() {
        return status(401, REJECTED);
    }

    static Behaviour failing() {
        return status(500, SERVER_ERROR);
    }

    /** Answers one request after the other; the last behaviour stays. */
    static Behaviour inTurn(Behaviour... behaviours) {
        AtomicInteger turn = new AtomicInteger();
        return (call, response) ->
                behaviours[Math.min(turn.getAndIncrement(), behaviours.length - 1)].answer(call, response);
    }

    /** Returns an error in OpenAI's shape. */
    static String error(String message, String type, String code) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":\"" + code
                + "\"}}";
    }

    /** Returns an error as an event of a stream. */
    static String errorEvent(String message, String type, String code) {
        return "data: " + error(message, type, code) + "\n\n";
    }

    /** Resets the connection without a word. */
    static Behaviour reset() {
        return (call, response) -> {
            response.withConnection(Answers::reset);
            return Mono.never();
        };
    }

    static void reset(Connection connection) {
        connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        // Past the pipeline, which would wait for the answer under way to end.
        connection.channel().eventLoop().execute(() -> connection
                .channel()
                .unsafe()
                .close(connection.channel().voidPromise()));
    }

    /** Accepts and says nothing. */
    static Behaviour silent() {
        return (call, response) -> Mono.never();
    }

    /** A stream as it is given, and what follows it: a Mono that never ends stalls, one that fails resets. */
    static Behaviour events(Flux<String> events) {
        return (call, response) -> FakeProvider.stream(response, events);
    }

    /** After these events, and the time they need to leave, the connection is reset. */
    static Behaviour cutAfter(String... events) {
        return (call, response) -> {
            Mono<String> cut = Mono.delay(Duration.ofMillis(100)).then(Mono.defer(() -> {
                response.withConnection(Answers::reset);
                return Mono.never();
            }));
            return FakeProvider.stream(response, Flux.just(events).concatWith(cut));
        };
    }

    static Mono<Void> json(HttpServerResponse response, int status, String body) {
        return response.status(status)
                .header("content-type", "application/json")
                .header("content-length", String.valueOf(body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length))
                .header("set-cookie", "provider=1")
                .header("openai-organization", "org-of-the-account")
                .header("x-request-id", "req_upstream")
                .sendString(Mono.just(body))
                .then();
    }

    static String chat(String text) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1700000000,\"model\":\"upstream-model\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + text
                + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}";
    }

    static List<String> chunks(String text) {
        List<String> chunks = new ArrayList<>();
        chunks.add(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
        for (String word : WORDS.split(text, -1)) {
            chunks.add(content(word));
        }
        chunks.add(finish());
        chunks.add(usage());
        chunks.add(DONE);
        return chunks;
    }

    static String content(String text) {
        return chunk("{\"content\":\"" + text + "\"}", "null");
    }

    static String role() {
        return chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null");
    }

    static String finish() {
        return chunk("{}", "\"stop\"");
    }

    static String usage() {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"upstream-model\",\"choices\":[],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\n\n";
    }

    static String chunk(String delta, String finish) {
        return "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,\"model\":\"upstream-model\","
                + "\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]}\n\n";
    }
}
