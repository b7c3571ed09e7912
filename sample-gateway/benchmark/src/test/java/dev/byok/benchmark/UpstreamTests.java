package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.anthropic.AnthropicMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UpstreamTests {

    private static final Keys KEYS = new Keys("byok_caller", "sk-provider", "sk-limited");

    private final Upstream upstream = new Upstream(0, KEYS);
    private final String base = "http://127.0.0.1:" + upstream.port();

    @AfterEach
    void close() {
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(Load.class)
    void answersEachLoadWhole(Load load) {
        expect(Variant.BARE, load);

        HttpResponse<byte[]> answer = chat(KEYS.caller(), ChatBodies.sent(load));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(ProviderAnswers.expected(load));
        assertThat(counts().served()).isEqualTo(1);
        assertThat(counts().wrong()).isZero();
    }

    @Test
    void speaksAnthropicsWordsToo() {
        expect(Variant.BYOK, Load.STREAM_TRANSLATED);

        HttpResponse<byte[]> answer = Http.chat(
                base + Upstream.MESSAGES,
                KEYS.caller(),
                Map.of("x-api-key", KEYS.provider()),
                ChatBodies.translated(Load.STREAM_TRANSLATED).toString().getBytes(StandardCharsets.UTF_8));

        assertThat(counts().wrong()).isZero();
        AnswerStream stream = new AnthropicMessages().stream(new AnswerForm(1_787_000_000, false));
        ByteBuf chunks = Objects.requireNonNull(stream.accept(Unpooled.wrappedBuffer(answer.body())));
        assertThat(StreamText.of(ByteBufUtil.getBytes(chunks))).isEqualTo(ProviderAnswers.textOfMessages());
        chunks.release();
        stream.release();
    }

    @Test
    void refusesTheLimitedKeyInWordsThatSayNothingAboutItsNextRequest() {
        expect(Variant.BYOK, Load.FAILOVER);

        HttpResponse<byte[]> refused = chat(KEYS.limited(), ChatBodies.rewritten(Load.FAILOVER));
        HttpResponse<byte[]> served = chat(KEYS.provider(), ChatBodies.rewritten(Load.FAILOVER));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(new String(refused.body(), StandardCharsets.UTF_8)).contains("Request too large");
        assertThat(refused.headers().firstValue("retry-after")).isEmpty();
        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(counts().refused()).isEqualTo(1);
        assertThat(counts().served()).isEqualTo(1);
        assertThat(counts().wrong()).isZero();
    }

    @Test
    void countsAnewWhenToldWhatToExpect() {
        expect(Variant.BARE, Load.CHAT_1K);
        chat(KEYS.provider(), ChatBodies.sent(Load.CHAT_1K));
        assertThat(counts().wrong()).isEqualTo(1);

        expect(Variant.BARE, Load.CHAT_1K);

        assertThat(counts().served()).isZero();
        assertThat(counts().wrong()).isZero();
        assertThat(counts().opened()).isZero();
        assertThat(counts().open()).isPositive();
    }

    @Test
    void aStreamsFirstByteIsTimedAndTheRestReadToItsEnd() throws Exception {
        expect(Variant.BARE, Load.TTFB);
        byte[] body = ChatBodies.sent(Load.TTFB);
        String head = "POST " + Upstream.CHAT + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + KEYS.caller()
                + "\r\nContent-Length: " + body.length + "\r\n\r\n";
        byte[] request = (head + new String(body, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);

        try (FirstByteClient client = new FirstByteClient(upstream.port())) {
            for (int i = 0; i < 3; i++) {
                FirstByteClient.Timing timing = client.ask(request);

                assertThat(timing.ok()).isTrue();
                assertThat(timing.firstByte()).isPositive();
                assertThat(timing.bytes()).isGreaterThan(ProviderAnswers.expected(Load.TTFB).length);
            }
        }

        assertThat(counts().served()).isEqualTo(3);
        assertThat(counts().opened()).isEqualTo(1);
        assertThat(counts().wrong()).isZero();
    }

    private void expect(Variant variant, Load load) {
        Http.post(base + Upstream.EXPECT + variant.name() + "/" + load.name());
    }

    private HttpResponse<byte[]> chat(String key, byte[] body) {
        return Http.chat(base + Upstream.CHAT, key, Map.of(), body);
    }

    private Counts counts() {
        return Counts.of(Http.get(base + Upstream.COUNTS));
    }
}
