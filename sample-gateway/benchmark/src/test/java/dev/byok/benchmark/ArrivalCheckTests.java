package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArrivalCheckTests {

    private static final String KEY = "sk-provider";
    private static final String BEARER = "Bearer " + KEY;

    private final ArrivalCheck rewritten = new ArrivalCheck(KEY, true);

    @ParameterizedTest
    @EnumSource(
            value = Load.class,
            names = {"CHAT_1K", "CHAT_16K", "CHAT_256K"})
    void acceptsABodyWithTheProvidersModelAgainAndAgain(Load load) {
        for (int i = 0; i < 3; i++) {
            rewritten.arrived(BEARER, body(ChatBodies.rewritten(load)));
        }

        assertThat(rewritten.total()).isEqualTo(3);
        assertThat(rewritten.wrong()).as(rewritten.firstProblem()).isZero();
    }

    @Test
    void acceptsABodyInSeveralPieces() {
        byte[] bytes = ChatBodies.rewritten(Load.CHAT_16K);
        ByteBuf pieces = Unpooled.wrappedBuffer(
                Unpooled.copiedBuffer(bytes, 0, 100), Unpooled.copiedBuffer(bytes, 100, bytes.length - 100));

        rewritten.arrived(BEARER, pieces);

        assertThat(rewritten.wrong()).as(rewritten.firstProblem()).isZero();
    }

    @Test
    void countsABodyThatStillNamesTheCallersModel() {
        rewritten.arrived(BEARER, body(ChatBodies.sent(Load.CHAT_1K)));

        assertThat(rewritten.wrong()).isEqualTo(1);
        assertThat(rewritten.firstProblem()).contains("1024 bytes");
    }

    @Test
    void countsABodyInWhichOneByteDiffersEachTimeItArrives() {
        byte[] bytes = ChatBodies.rewritten(Load.CHAT_1K);
        bytes[bytes.length - 10] ^= 1;

        rewritten.arrived(BEARER, body(ChatBodies.rewritten(Load.CHAT_1K)));
        rewritten.arrived(BEARER, body(bytes));
        rewritten.arrived(BEARER, body(bytes));

        assertThat(rewritten.total()).isEqualTo(3);
        assertThat(rewritten.wrong()).isEqualTo(2);
    }

    @Test
    void countsARequestWithTheCallersCredential() {
        rewritten.arrived("Bearer byok_caller", body(ChatBodies.rewritten(Load.CHAT_1K)));
        rewritten.arrived(null, body(ChatBodies.rewritten(Load.CHAT_1K)));

        assertThat(rewritten.wrong()).isEqualTo(2);
        assertThat(rewritten.firstProblem()).contains("credential").doesNotContain(KEY);
    }

    @Test
    void acceptsAStreamThatAsksForUsageInAnyPlaceAndNoOther() {
        String stream = new String(ChatBodies.rewritten(Load.STREAM), StandardCharsets.UTF_8);
        String asking = "{\"stream_options\":{\"include_usage\":true}," + stream.substring(1);

        rewritten.arrived(BEARER, body(asking.getBytes(StandardCharsets.UTF_8)));
        assertThat(rewritten.wrong()).as(rewritten.firstProblem()).isZero();

        rewritten.arrived(BEARER, body(stream.getBytes(StandardCharsets.UTF_8)));
        assertThat(rewritten.wrong()).isEqualTo(1);
    }

    @Test
    void wantsTheBareRoutesBodiesAsTheyWereSent() {
        ArrivalCheck bare = new ArrivalCheck(KEY, false);

        for (Load load : Load.values()) {
            bare.arrived(BEARER, body(ChatBodies.sent(load)));
        }
        assertThat(bare.wrong()).as(bare.firstProblem()).isZero();

        bare.arrived(BEARER, body(ChatBodies.rewritten(Load.CHAT_1K)));
        assertThat(bare.wrong()).isEqualTo(1);
    }

    private static ByteBuf body(byte[] bytes) {
        return Unpooled.wrappedBuffer(bytes);
    }
}
