package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import reactor.core.publisher.Flux;

/** What a provider answers that says the credential back wherever it can. */
final class EchoingAnswers {

    private EchoingAnswers() {}

    /** The same answer, with the credential in every header that a provider may think of. */
    static Behaviour echoing(Behaviour behaviour) {
        return (call, response) -> {
            for (String name : List.of(
                    "x-request-id",
                    "set-cookie",
                    "openai-organization",
                    "openai-project",
                    "www-authenticate",
                    "via",
                    "x-ratelimit-remaining-requests",
                    "x-ratelimit-reset-tokens",
                    "server",
                    "link",
                    "x-echo")) {
                response.header(name, call.credential());
            }
            return behaviour.answer(call, response);
        };
    }

    static Flux<String> halves(String text) {
        int half = text.length() / 2;
        return Flux.just(text.substring(0, half), text.substring(half)).delayElements(Duration.ofMillis(50));
    }

    static String error(String key) {
        return Answers.error(said(key), "type of " + key, "code of " + key);
    }

    static String errorEvent(String key) {
        return Answers.errorEvent(said(key), "server_error", "code of " + key);
    }

    /** Plain, masked, as a header and as a URL say it. */
    static String said(String key) {
        String masked = key.substring(0, 6) + "****" + key.substring(key.length() - 16);
        String basic = Base64.getEncoder().encodeToString(key.getBytes(StandardCharsets.US_ASCII));
        return "sent with the key " + key + " (Bearer " + key + ", ?api_key=" + key + ", " + masked + ", " + "Basic "
                + basic + ")";
    }

    /**
     * How a provider refuses.
     *
     * @param answer the status that the caller gets of it
     */
    record Refusing(int answer, int status, String type, String code) {

        /** Whether no other key is asked. */
        boolean isReturned() {
            return answer == 400 || answer == 422;
        }

        Behaviour behaviour(String key) {
            return echoing(Answers.status(status, Answers.error(said(key), type, code)));
        }
    }
}
