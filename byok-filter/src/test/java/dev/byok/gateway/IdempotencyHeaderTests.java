package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.addOriginalRequestUrl;

import dev.byok.idempotency.Fingerprint;
import dev.byok.idempotency.Hashes;
import java.net.URI;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

class IdempotencyHeaderTests {

    private final ByokExchange call = Calls.streaming();

    @AfterEach
    void close() {
        call.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"k", "9f0c3a4e-8b7e-4d0e-9a39-0a7c1d1f1f11", "an order, with words ~!", " trimmed "})
    void takesWhatPrints(String value) {
        assertThat(IdempotencyHeader.key(headers(value), call.caller()))
                .isEqualTo(Hashes.key("acme", "agent", value.trim()));
    }

    @Test
    void takesWhatIsAsLongAsItMayBe() {
        String longest = "k".repeat(IdempotencyHeader.LONGEST);

        assertThat(IdempotencyHeader.key(headers(longest), call.caller()))
                .isEqualTo(Hashes.key("acme", "agent", longest));
    }

    static Stream<HttpHeaders> bad() {
        return Stream.of(
                headers(""),
                headers("   "),
                headers("k".repeat(IdempotencyHeader.LONGEST + 1)),
                headers("a\tb"),
                headers("a\u0000b"),
                headers("schl\u00fcssel"),
                headers("a\u007fb"),
                headers("one", "two"),
                headers("same", "same"));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void refusesWhatIsNoKey(HttpHeaders headers) {
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> IdempotencyHeader.key(headers, call.caller()))
                .satisfies(refused -> {
                    assertThat(refused.answer().status()).isEqualTo(400);
                    assertThat(refused.answer().retryPointless()).isTrue();
                    assertThat(refused.answer().error()).hasFieldOrPropertyWithValue("code", "invalid_idempotency_key");
                });
    }

    @Test
    void anotherPathOrAnotherWordOfOursIsAnotherRequest() {
        Fingerprint plain = fingerprint(post("/v1/chat/completions"));

        assertThat(fingerprint(post("/v1/chat/completions").header("user-agent", "any")))
                .isEqualTo(plain);
        assertThat(fingerprint(post("/strict/v1/chat/completions"))).isNotEqualTo(plain);
        assertThat(fingerprint(post("/v1/chat/completions").header("X-Byok-Strict", "own-keys")))
                .isNotEqualTo(plain)
                .isEqualTo(fingerprint(post("/v1/chat/completions").header("x-byok-strict", "own-keys")));
    }

    /** A provider may answer otherwise for them. */
    @ParameterizedTest
    @ValueSource(strings = {"OpenAI-Beta", "anthropic-beta", "Anthropic-Version"})
    void anotherWordToTheProviderIsAnotherRequest(String header) {
        Fingerprint plain = fingerprint(post("/v1/messages"));
        Fingerprint one = fingerprint(post("/v1/messages").header(header, "one"));

        assertThat(one)
                .isNotEqualTo(plain)
                .isNotEqualTo(fingerprint(post("/v1/messages").header(header, "two")))
                .isNotEqualTo(fingerprint(post("/v1/messages").header(header, "one", "two")))
                .isEqualTo(fingerprint(post("/v1/messages").header(header.toLowerCase(Locale.ROOT), "one")));
    }

    @Test
    void aPathIsTheOneThatWasSent() {
        MockServerWebExchange rewritten = MockServerWebExchange.from(post("/chat/completions"));
        addOriginalRequestUrl(rewritten, URI.create("http://gateway.test/v1/chat/completions"));

        assertThat(IdempotencyHeader.fingerprint(call, rewritten)).isEqualTo(fingerprint(post("/v1/chat/completions")));
    }

    private Fingerprint fingerprint(MockServerHttpRequest.BaseBuilder<?> request) {
        return IdempotencyHeader.fingerprint(call, MockServerWebExchange.from(request));
    }

    private static MockServerHttpRequest.BodyBuilder post(String path) {
        return MockServerHttpRequest.post(path);
    }

    private static HttpHeaders headers(String... values) {
        HttpHeaders headers = new HttpHeaders();
        for (String value : values) {
            headers.add("Idempotency-Key", value);
        }
        return headers;
    }
}
