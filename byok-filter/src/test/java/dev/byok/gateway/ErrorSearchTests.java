package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ErrorSearchTests {

    private static final String WORD = "\"error\"";
    private static final String LETTERS = "\"\"error{:";

    @Test
    void findsTheWordWhereverItIsCut() {
        for (int cut = 0; cut <= WORD.length(); cut++) {
            for (int second = cut; second <= WORD.length(); second++) {
                String[] pieces = {"{" + WORD.substring(0, cut), WORD.substring(cut, second), WORD.substring(second)};

                assertThat(found(pieces)).as(String.join("|", pieces)).isTrue();
            }
        }
    }

    @Test
    void saysTheSameAsASearchInTheWholeText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int hits = 0;
        for (int round = 0; round < 20_000; round++) {
            String[] pieces = new String[1 + random.nextInt(5)];
            for (int i = 0; i < pieces.length; i++) {
                pieces[i] = text(random);
            }
            boolean expected = String.join("", pieces).contains(WORD);
            hits += expected ? 1 : 0;

            assertThat(found(pieces))
                    .as("%s, seed %s", String.join("|", pieces), seed)
                    .isEqualTo(expected);
        }
        assertThat(hits).isBetween(1_000, 19_000);
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int from = random.nextInt(WORD.length());
            int to = random.nextBoolean() ? WORD.length() : from + 1 + random.nextInt(WORD.length() - from);
            text.append(
                    random.nextInt(4) > 0
                            ? WORD.substring(random.nextBoolean() ? 0 : from, to)
                            : LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    private static boolean found(String... pieces) {
        ErrorSearch search = new ErrorSearch();
        for (String piece : pieces) {
            ByteBuf bytes = Unpooled.directBuffer()
                    .writeZero(2)
                    .skipBytes(2)
                    .writeBytes(piece.getBytes(StandardCharsets.UTF_8));
            search.look(bytes);
            bytes.release();
        }
        return search.found();
    }
}
