package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSearchTests {

    private static final String WORD = "\"signature\"";

    private static boolean isIn(String text) {
        ByteBuf bytes = Unpooled.copiedBuffer("xx" + text + "xx", StandardCharsets.UTF_8);
        return new ByteSearch(WORD).isIn(bytes, 2, bytes.readableBytes() - 2);
    }

    /** At the edge of what is looked at in one go, and around it. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4084, 4085, 4086, 4095, 4096, 4097, 8191, 10_000})
    void findsItWhereverItStands(int before) {
        assertThat(isIn("s".repeat(before) + WORD)).isTrue();
        assertThat(isIn("é".repeat(before) + WORD + "é".repeat(5000))).isTrue();
        assertThat(isIn("s".repeat(before) + WORD.substring(1))).isFalse();
    }

    @Test
    void findsNothingBeyondItsEnds() {
        assertThat(isIn("")).isFalse();
        assertThat(isIn(WORD.substring(0, 10))).isFalse();
        ByteBuf bytes = Unpooled.copiedBuffer(WORD, StandardCharsets.US_ASCII);
        assertThat(new ByteSearch(WORD).isIn(bytes, 0, WORD.length() - 1)).isFalse();
        assertThat(new ByteSearch(WORD).isIn(bytes, 1, WORD.length())).isFalse();
    }

    @Test
    void findsWhatStringsFind() {
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            while (text.length() < 300) {
                text.append(WORD, random.nextInt(4), 8 + random.nextInt(4));
            }
            assertThat(isIn(text.toString())).isEqualTo(text.toString().contains(WORD));
        }
    }
}
