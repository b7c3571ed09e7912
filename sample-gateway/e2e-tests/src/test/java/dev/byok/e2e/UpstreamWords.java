package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The dialects of providers: how each says one and the same thing, right or wrong. */
enum UpstreamWords {
    OPENAI("openai", "/v1", "", "gpt-x", "text/event-stream") {

        @Override
        Behaviour ok(String text) {
            return Answers.ok(text);
        }

        @Override
        byte[] begin() {
            return bytes(Answers.role());
        }

        @Override
        byte[] keepAlive() {
            return bytes(": keep-alive\n\n");
        }

        @Override
        byte[] text(String text) {
            return bytes(Answers.content(text));
        }

        @Override
        byte[] finish() {
            return bytes(Answers.finish());
        }

        @Override
        byte[] end() {
            return bytes(Answers.DONE);
        }

        @Override
        byte[] error() {
            return bytes(Answers.errorEvent("The server had an error", "server_error", "server_error"));
        }

        @Override
        byte[] slowDown() {
            return bytes(Answers.errorEvent("Rate limit reached", "requests", "rate_limit_exceeded"));
        }

        @Override
        byte[] garbage() {
            return bytes("data: {\"choices\":[\n\n");
        }

        @Override
        byte[] tooLarge() {
            return bytes(Answers.content("x".repeat(EVENT_LIMIT)));
        }

        @Override
        Behaviour refusal(Refused why) {
            return switch (why) {
                case RATE_LIMITED -> Answers.rateLimited(60);
                case QUOTA_EXHAUSTED -> Answers.status(429, Answers.NO_QUOTA);
                case REJECTED -> Answers.rejected();
                case NO_MODEL ->
                    Answers.status(404, Answers.error("No such model", "invalid_request_error", "model_not_found"));
                case SERVER_ERROR -> Answers.failing();
                case OVERLOADED -> Answers.status(503, Answers.SERVER_ERROR);
                case INVALID -> Answers.status(400, Answers.error("bad", "invalid_request_error", "invalid_request"));
                case TOO_LONG ->
                    Answers.status(400, Answers.error("long", "invalid_request_error", "context_length_exceeded"));
            };
        }

        @Override
        String wholeError() {
            return Answers.SERVER_ERROR;
        }
    },

    ANTHROPIC("anthropic", "/v1", "", "claude-sonnet-4-5", "text/event-stream") {

        @Override
        Behaviour ok(String text) {
            return AnthropicAnswers.ok(text);
        }

        @Override
        byte[] begin() {
            return bytes(
                    AnthropicAnswers.start().replaceFirst(",\"usage\":\\{[^}]*}", "") + AnthropicAnswers.textStart());
        }

        @Override
        byte[] keepAlive() {
            return bytes(AnthropicAnswers.event("ping", ""));
        }

        @Override
        byte[] text(String text) {
            return bytes(AnthropicAnswers.text(text));
        }

        @Override
        byte[] finish() {
            return bytes(AnthropicAnswers.event("content_block_stop", ",\"index\":0")
                    + AnthropicAnswers.event(
                            "message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null}"));
        }

        @Override
        byte[] end() {
            return bytes(AnthropicAnswers.event("message_stop", ""));
        }

        @Override
        byte[] error() {
            return bytes(AnthropicAnswers.errorEvent("api_error", "The server had an error"));
        }

        @Override
        byte[] slowDown() {
            return bytes(AnthropicAnswers.errorEvent("rate_limit_error", "Rate limit reached"));
        }

        @Override
        byte[] garbage() {
            return bytes("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\n\n");
        }

        @Override
        byte[] tooLarge() {
            return bytes(AnthropicAnswers.text("x".repeat(EVENT_LIMIT)));
        }

        @Override
        Behaviour refusal(Refused why) {
            return switch (why) {
                case RATE_LIMITED ->
                    Answers.status(429, AnthropicAnswers.error("rate_limit_error", "slow"), "retry-after", "60");
                case QUOTA_EXHAUSTED -> error(402, "billing_error");
                case REJECTED -> error(401, "authentication_error");
                case NO_MODEL -> error(404, "not_found_error");
                case SERVER_ERROR -> error(500, "api_error");
                case OVERLOADED -> error(529, "overloaded_error");
                case INVALID -> error(400, "invalid_request_error");
                case TOO_LONG ->
                    Answers.status(
                            400,
                            AnthropicAnswers.error(
                                    "invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"));
            };
        }

        private static Behaviour error(int status, String type) {
            return Answers.status(status, AnthropicAnswers.error(type, "said"));
        }

        @Override
        String wholeError() {
            return AnthropicAnswers.error("api_error", "The server had an error");
        }
    },

    BEDROCK(
            "bedrock",
            "",
            "aws-region: us-east-1",
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "application/vnd.amazon.eventstream") {

        @Override
        Behaviour ok(String text) {
            return BedrockAnswers.ok(text);
        }

        @Override
        byte[] begin() {
            return BedrockAnswers.start();
        }

        /** Bedrock has none of its own; what nobody knows yet says as little. */
        @Override
        byte[] keepAlive() {
            return BedrockAnswers.event("unknownYet", "{}");
        }

        @Override
        byte[] text(String text) {
            return BedrockAnswers.text(text);
        }

        @Override
        byte[] finish() {
            return joined(
                    BedrockAnswers.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                    BedrockAnswers.event("messageStop", "{\"stopReason\":\"end_turn\"}"));
        }

        /** What follows is the usage, without which it ends as well. */
        @Override
        byte[] end() {
            return BedrockAnswers.event("metadata", "{\"metrics\":{\"latencyMs\":3}}");
        }

        @Override
        byte[] error() {
            return BedrockAnswers.exception("internalServerException", "The server had an error");
        }

        @Override
        byte[] slowDown() {
            return BedrockAnswers.exception("throttlingException", "Rate limit reached");
        }

        @Override
        byte[] garbage() {
            byte[] frame = BedrockAnswers.text("never");
            frame[frame.length - 6] ^= 1;
            return frame;
        }

        @Override
        byte[] tooLarge() {
            return BedrockAnswers.beginningOf(EVENT_LIMIT * 2 + 1);
        }

        @Override
        Behaviour refusal(Refused why) {
            return switch (why) {
                case RATE_LIMITED -> BedrockAnswers.error(429, "ThrottlingException", "Too many requests");
                case QUOTA_EXHAUSTED -> BedrockAnswers.error(429, "ThrottlingException", "Too many tokens per day");
                case REJECTED -> BedrockAnswers.error(403, "UnrecognizedClientException", "invalid token");
                case NO_MODEL -> BedrockAnswers.error(404, "ResourceNotFoundException", "no such profile");
                case SERVER_ERROR -> BedrockAnswers.error(500, "InternalServerException", "oops");
                case OVERLOADED -> BedrockAnswers.error(429, "ModelNotReadyException", "later");
                case INVALID -> BedrockAnswers.error(400, "ValidationException", "messages: bad");
                case TOO_LONG ->
                    BedrockAnswers.error(400, "ValidationException", "Input is too long for requested model.");
            };
        }

        @Override
        String wholeError() {
            return "{\"__type\":\"InternalServerException\",\"message\":\"The server had an error\"}";
        }
    };

    /** The most that is read of one event, in bytes; twice that where AWS itself says what the most is. */
    private static final int EVENT_LIMIT = 8 * 1024 * 1024;

    private static final Duration TO_LEAVE = Duration.ofMillis(100);

    /** What a provider says with a status. */
    enum Refused {
        RATE_LIMITED,
        QUOTA_EXHAUSTED,
        REJECTED,
        NO_MODEL,
        SERVER_ERROR,
        OVERLOADED,
        INVALID,
        TOO_LONG
    }

    private final String preset;
    private final String basePath;
    private final String options;
    private final String model;
    private final String contentType;

    UpstreamWords(String preset, String basePath, String options, String model, String contentType) {
        this.preset = preset;
        this.basePath = basePath;
        this.options = options;
        this.model = model;
        this.contentType = contentType;
    }

    String preset() {
        return preset;
    }

    String basePath() {
        return basePath;
    }

    /** Returns what else a provider needs in the policy, before {@code more}. */
    String options(String more) {
        return options + (options.isEmpty() || more.isEmpty() ? "" : ", ") + more;
    }

    String model() {
        return model;
    }

    /** Returns the dialect of whoever is asked next. */
    UpstreamWords next() {
        return switch (this) {
            case OPENAI -> ANTHROPIC;
            case ANTHROPIC -> BEDROCK;
            case BEDROCK -> OPENAI;
        };
    }

    /** Returns the secret of a key of this name, by whose {@link #credential} a {@link FakeProvider} knows it. */
    String secret(String key) {
        return this == BEDROCK
                ? "{\"accessKeyId\":\"" + credential(key) + "\",\"secretAccessKey\":\"wJalrXUtnFEMI/EXAMPLEKEY\"}"
                : credential(key);
    }

    String credential(String key) {
        return this == BEDROCK ? "AKID" + key.toUpperCase(Locale.ROOT) : "sk-" + key;
    }

    /** A whole or streamed answer with this text, and its usage. */
    abstract Behaviour ok(String text);

    /** What a stream begins with: no output yet, and no usage. */
    abstract byte[] begin();

    abstract byte[] keepAlive();

    abstract byte[] text(String text);

    /** The finish reason, without usage. */
    abstract byte[] finish();

    /** What says that nothing follows. */
    abstract byte[] end();

    /** An error that is the provider's own. */
    abstract byte[] error();

    /** An error that says that there were too many requests. */
    abstract byte[] slowDown();

    /** What is no event, although it is framed like one. */
    abstract byte[] garbage();

    /** An event, or the beginning of one, that is larger than may be read. */
    abstract byte[] tooLarge();

    abstract Behaviour refusal(Refused why);

    /** A body that says an error, whatever its status. */
    abstract String wholeError();

    /** A stream as it is given, and what follows it. */
    Behaviour stream(Flux<byte[]> events) {
        return (call, response) -> response.status(200)
                .header("content-type", contentType)
                .sendGroups(events.map(event -> Mono.just(Unpooled.wrappedBuffer(event))));
    }

    Behaviour stream(byte[]... events) {
        return stream(Flux.just(events));
    }

    Behaviour stallAfter(byte[]... events) {
        return stream(Flux.just(events).concatWith(Mono.never()));
    }

    /** These events, and then what keeps the connection open for ever. */
    Behaviour keepAliveAfter(byte[]... events) {
        return stream(Flux.just(events)
                .concatWith(Flux.interval(Duration.ofMillis(50)).map(tick -> keepAlive())));
    }

    /** After these events, and the time they need to leave, the connection is reset. */
    Behaviour cutAfter(byte[]... events) {
        return (call, response) -> stream(
                        Flux.just(events).concatWith(Mono.delay(TO_LEAVE).then(Mono.defer(() -> {
                            response.withConnection(Answers::reset);
                            return Mono.never();
                        }))))
                .answer(call, response);
    }

    /** After the headers, and the time they need to leave, the connection is reset. */
    Behaviour cutAfterHeaders() {
        return (call, response) -> response.status(200)
                .header("content-type", isStreamed(call) ? contentType : "application/json")
                .sendHeaders()
                .then()
                .then(Mono.delay(TO_LEAVE))
                .then(Mono.defer(() -> {
                    response.withConnection(Answers::reset);
                    return Mono.never();
                }));
    }

    private static boolean isStreamed(FakeProvider.Call call) {
        return call.streamed() || call.path().endsWith("-stream");
    }

    static byte[] half(byte[] event) {
        return Arrays.copyOf(event, event.length / 2);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        return List.of(parts).stream()
                .reduce((one, other) -> {
                    byte[] both = Arrays.copyOf(one, one.length + other.length);
                    System.arraycopy(other, 0, both, one.length, other.length);
                    return both;
                })
                .orElseThrow();
    }
}
