package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * How one vendor behaves, in its own words.
 *
 * @param basePath the path of its base URL
 * @param options what its entry in the policy says beside preset and base URL
 * @param requestPath where chat requests arrive
 * @param authHeader the header of its keys
 * @param events a stream of "Hello there" as it comes when usage was not asked for by the caller
 */
record ProviderScript(
        String name,
        String preset,
        String basePath,
        String options,
        String requestPath,
        String authHeader,
        Events events,
        Refusal limit,
        Refusal rejection,
        Refusal tooLong) {

    /**
     * A stream on the wire.
     *
     * @param forwarded of these bytes, what the caller is to get
     */
    record Events(String contentType, String wire, String forwarded) {}

    /** An error with its headers, as name and value in turn. */
    record Refusal(int status, String body, String... headers) {

        Behaviour behaviour() {
            return Answers.status(status, body, headers);
        }
    }

    /** The provider under which a test case keeps its keys' memory to itself. */
    String at(String situation) {
        return name + "-" + situation;
    }

    List<String> places(String... situations) {
        return Flux.just(situations).map(this::at).collectList().blockOptional().orElseThrow();
    }

    /** Returns the value of the header that its keys travel in. */
    String credentialHeader(String secret) {
        return authHeader.equals("authorization") ? "Bearer " + secret : secret;
    }

    /** The answer as the request asks for it. */
    Behaviour ok() {
        return (call, response) -> call.streamed()
                ? response.status(200)
                        .header("content-type", events.contentType())
                        .sendGroups(Flux.fromArray(events.wire().split("(?<=\\G.{60})", -1))
                                .map(piece -> Mono.just(Unpooled.copiedBuffer(piece, StandardCharsets.UTF_8))))
                : Answers.json(response, 200, Answers.chat("Hello there"));
    }

    @Override
    public String toString() {
        return name;
    }
}
