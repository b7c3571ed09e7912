package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.JsonTape;
import dev.byok.dialect.anthropic.AnthropicMessages;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrivalCheckTests {

    private static final Keys KEYS = new Keys("byok_caller", "sk-provider", "sk-limited");

    @ParameterizedTest
    @EnumSource(
            value = Load.class,
            names = {"CHAT_1K", "CHAT_16K", "CHAT_256K"})
    void acceptsABodyWithTheProvidersModelAgainAndAgain(Load load) {
        ArrivalCheck check = byok(load);

        for (int i = 0; i < 3; i++) {
            assertThat(arrives(check, KEYS.provider(), ChatBodies.rewritten(load)))
                    .isTrue();
        }

        assertThat(check.counts(0, 0)).isEqualTo(new Counts(3, 0, 0, 0, 0, "none"));
    }

    @Test
    void acceptsABodyInSeveralPieces() {
        ArrivalCheck check = byok(Load.CHAT_16K);
        byte[] bytes = ChatBodies.rewritten(Load.CHAT_16K);
        ByteBuf pieces = Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(bytes, 0, 100), Unpooled.copiedBuffer(bytes, 100, bytes.length - 100));

        check.arrived("Bearer " + KEYS.provider(), pieces);

        assertThat(check.counts(0, 0).wrong()).isZero();
    }

    @Test
    void countsABodyThatStillNamesTheCallersModel() {
        ArrivalCheck check = byok(Load.CHAT_1K);

        arrives(check, KEYS.provider(), ChatBodies.sent(Load.CHAT_1K));

        assertThat(check.counts(0, 0).wrong()).isEqualTo(1);
        assertThat(check.counts(0, 0).problem()).contains("1024 bytes");
    }

    @Test
    void countsABodyInWhichOneByteDiffersEachTimeItArrives() {
        ArrivalCheck check = byok(Load.CHAT_1K);
        byte[] bytes = ChatBodies.rewritten(Load.CHAT_1K);
        bytes[bytes.length - 10] ^= 1;

        arrives(check, KEYS.provider(), ChatBodies.rewritten(Load.CHAT_1K));
        arrives(check, KEYS.provider(), bytes);
        arrives(check, KEYS.provider(), bytes);

        assertThat(check.counts(0, 0).served()).isEqualTo(3);
        assertThat(check.counts(0, 0).wrong()).isEqualTo(2);
    }

    @Test
    void countsABodyOfAnotherLoad() {
        ArrivalCheck check = byok(Load.CHAT_1K);

        arrives(check, KEYS.provider(), ChatBodies.rewritten(Load.CHAT_16K));

        assertThat(check.counts(0, 0).wrong()).isEqualTo(1);
    }

    @Test
    void countsARequestWithTheCallersCredential() {
        ArrivalCheck check = byok(Load.CHAT_1K);

        arrives(check, KEYS.caller(), ChatBodies.rewritten(Load.CHAT_1K));
        arrives(check, null, ChatBodies.rewritten(Load.CHAT_1K));

        assertThat(check.counts(0, 0).wrong()).isEqualTo(2);
        assertThat(check.counts(0, 0).problem()).contains("credential").doesNotContain(KEYS.provider());
    }

    @Test
    void acceptsAnthropicsWordsWithTheKeyInAHeaderOfItsOwn() {
        ArrivalCheck check = byok(Load.STREAM_TRANSLATED);
        ByteBuf body = Unpooled.wrappedBuffer(new AnthropicMessages()
                .request(JsonTape.of(ChatBodies.sent(Load.STREAM_TRANSLATED)), null)
                .body(ByteBufAllocator.DEFAULT, ChatBodies.UPSTREAM_MODEL));

        check.arrived(KEYS.provider(), body);
        assertThat(check.counts(0, 0)).isEqualTo(new Counts(1, 0, 0, 0, 0, "none"));
        check.arrived("Bearer " + KEYS.provider(), body);
        arrives(check, KEYS.provider(), ChatBodies.rewritten(Load.STREAM_TRANSLATED));

        assertThat(check.counts(0, 0).wrong()).isEqualTo(2);
    }

    @Test
    void refusesTheLimitedKeyEachTimeAndServesTheOther() {
        ArrivalCheck check = byok(Load.FAILOVER);
        byte[] body = ChatBodies.rewritten(Load.FAILOVER);

        for (int i = 0; i < 2; i++) {
            assertThat(arrives(check, KEYS.limited(), body)).isFalse();
            assertThat(arrives(check, KEYS.provider(), body)).isTrue();
        }

        assertThat(check.counts(1, 1)).isEqualTo(new Counts(2, 2, 0, 1, 1, "none"));
    }

    @Test
    void countsARefusedRequestWhoseBodyIsWrong() {
        ArrivalCheck check = byok(Load.FAILOVER);

        assertThat(arrives(check, KEYS.limited(), ChatBodies.sent(Load.FAILOVER)))
                .isFalse();

        assertThat(check.counts(0, 0).wrong()).isEqualTo(1);
    }

    @Test
    void countsTheLimitedKeyInALoadThatDoesNotFailOver() {
        ArrivalCheck check = byok(Load.CHAT_1K);

        arrives(check, KEYS.limited(), ChatBodies.rewritten(Load.CHAT_1K));

        assertThat(check.counts(0, 0).wrong()).isEqualTo(1);
    }

    @Test
    void acceptsAStreamThatAsksForUsageInAnyPlaceAndNoOther() {
        ArrivalCheck check = byok(Load.STREAM);
        String stream = new String(ChatBodies.rewritten(Load.STREAM), StandardCharsets.UTF_8);
        String asking = "{\"stream_options\":{\"include_usage\":true}," + stream.substring(1);

        arrives(check, KEYS.provider(), asking.getBytes(StandardCharsets.UTF_8));
        assertThat(check.counts(0, 0).wrong()).isZero();

        arrives(check, KEYS.provider(), stream.getBytes(StandardCharsets.UTF_8));
        assertThat(check.counts(0, 0).wrong()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Load.class)
    void wantsTheBareRoutesBodiesAsTheyWereSent(Load load) {
        ArrivalCheck bare = new ArrivalCheck(Variant.BARE, load, KEYS);

        arrives(bare, KEYS.caller(), ChatBodies.sent(load));
        assertThat(bare.counts(0, 0).wrong()).isZero();

        arrives(bare, KEYS.caller(), ChatBodies.rewritten(load));
        assertThat(bare.counts(0, 0).wrong()).isEqualTo(1);
    }

    @Test
    void allowsAPeerThatWritesJsonAnewOtherBytesButNoOtherContent() {
        ArrivalCheck peer = new ArrivalCheck(Variant.PORTKEY, Load.CHAT_1K, KEYS);
        String sent = new String(ChatBodies.sent(Load.CHAT_1K), StandardCharsets.UTF_8);

        arrives(peer, KEYS.caller(), sent.replace("{", "{ ").getBytes(StandardCharsets.UTF_8));
        assertThat(peer.counts(0, 0).wrong()).isZero();

        arrives(peer, KEYS.caller(), sent.replace("0.2", "0.3").getBytes(StandardCharsets.UTF_8));
        assertThat(peer.counts(0, 0).wrong()).isEqualTo(1);
    }

    private static ArrivalCheck byok(Load load) {
        return new ArrivalCheck(Variant.BYOK, load, KEYS);
    }

    private static boolean arrives(ArrivalCheck check, @Nullable String credential, byte[] body) {
        return check.arrived(credential == null ? null : "Bearer " + credential, Unpooled.wrappedBuffer(body));
    }
}
