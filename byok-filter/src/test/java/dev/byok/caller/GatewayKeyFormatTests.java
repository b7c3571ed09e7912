package dev.byok.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayKeyFormatTests {

    /** 32 zero bytes; the checksum is zlib's crc32 of the 48 characters before it, in base 62. */
    private static final String KNOWN = "byok_" + "A".repeat(43) + "0mahOJ";

    @Test
    void makesWellFormedTokensThatDiffer() {
        SecureRandom random = new SecureRandom();

        assertThat(IntStream.range(0, 200).mapToObj(i -> GatewayKeyFormat.generate(random)))
                .doesNotHaveDuplicates()
                .allMatch(GatewayKeyFormat::isWellFormed)
                .allMatch(token -> token.matches("byok_[A-Za-z0-9_-]{43}[0-9A-Za-z]{6}"));
    }

    @Test
    void checksumIsTheCrc32OfAllBeforeIt() {
        assertThat(GatewayKeyFormat.isWellFormed(KNOWN)).isTrue();
    }

    @Test
    void noticesEachSingleMistypedCharacter() {
        for (int i = 0; i < KNOWN.length(); i++) {
            char other = KNOWN.charAt(i) == 'x' ? 'y' : 'x';
            assertThat(GatewayKeyFormat.isWellFormed(KNOWN.substring(0, i) + other + KNOWN.substring(i + 1)))
                    .as("changed at %d", i)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "byok_", "sk-abc", "byok_ééééééééééééééééééééééééééééééééééééééééééééééééé"})
    void refusesWhatHasAnotherForm(String text) {
        assertThat(GatewayKeyFormat.isWellFormed(text)).isFalse();
    }

    @Test
    void refusesATokenWithAnythingAroundIt() {
        assertThat(GatewayKeyFormat.isWellFormed(KNOWN + " ")).isFalse();
        assertThat(GatewayKeyFormat.isWellFormed(" " + KNOWN)).isFalse();
        assertThat(GatewayKeyFormat.isWellFormed(KNOWN.substring(1))).isFalse();
    }

    @Test
    void hashesTheTokenAsItIsSent() {
        assertThat(HexFormat.of().formatHex(GatewayKeyFormat.sha256("abc")))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
