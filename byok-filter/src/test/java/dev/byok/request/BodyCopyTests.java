package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BodyCopyTests {

    private final BufferedBytes room = new BufferedBytes(DataSize.ofBytes(12));
    private final BodyCopy copy = new BodyCopy(DataSize.ofBytes(8), room.share());

    @AfterEach
    void givesItsShareBack() {
        copy.close();

        assertThat(room.used()).isZero();
    }

    @Test
    void keepsWhatPassedAndLeavesItAsItWas() {
        ByteBuf piece = piece("xabc").skipBytes(1);

        copy.add(piece);
        copy.add(piece("de"));

        assertThat(piece.toString(StandardCharsets.US_ASCII)).isEqualTo("abc");
        assertThat(piece.refCnt()).isOne();
        assertThat(room.used()).isEqualTo(5);
        assertThat(read()).isEqualTo("abcde");
        assertThat(room.used()).isZero();
    }

    @Test
    void keepsNothingOfWhatIsTooLong() {
        copy.add(piece("12345678"));
        copy.add(piece("9"));

        assertThat(room.used()).isZero();
        assertRefused("body_too_large");
    }

    @Test
    void keepsNothingWhereThereIsNoRoom() {
        try (BufferedBytes.Share others = room.share()) {
            others.cover(8);
            copy.add(piece("12345"));

            assertThat(room.used()).isEqualTo(8);
            assertRefused("gateway_busy");
        }
    }

    @Test
    void saysThatNothingCame() {
        copy.add(piece(""));

        assertRefused("empty_body");
    }

    @Test
    void keepsNothingOnceItIsClosed() {
        copy.add(piece("abc"));

        copy.close();
        copy.add(piece("def"));

        assertThat(room.used()).isZero();
        assertRefused("empty_body");
    }

    private String read() {
        return copy.read(bytes -> bytes.toString(StandardCharsets.US_ASCII));
    }

    private void assertRefused(String code) {
        assertThatExceptionOfType(BodyRefusedException.class)
                .isThrownBy(this::read)
                .satisfies(refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static ByteBuf piece(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }
}
