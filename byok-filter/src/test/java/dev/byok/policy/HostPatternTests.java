package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPatternTests {

    @ParameterizedTest
    @CsvSource({
        "images.example.com, images.example.com, 443, true",
        "images.example.com, images.example.com, 8443, false",
        "images.example.com, a.images.example.com, 443, false",
        "images.example.com, evil-images.example.com, 443, false",
        "images.example.com:8443, images.example.com, 8443, true",
        "images.example.com:8443, images.example.com, 443, false",
        "*.example.com, a.example.com, 443, true",
        "*.example.com, a.b.example.com, 443, true",
        "*.example.com, example.com, 443, false",
        "*.example.com, .example.com, 443, false",
        "*.example.com, badexample.com, 443, false",
        "*.example.com, a.example.com.evil.com, 443, false",
        "*.example.com:444, a.example.com, 444, true",
        "localhost:8443, localhost, 8443, true",
    })
    void meansHostsAtOnePort(String pattern, String host, int port, boolean meant) {
        assertThat(of(pattern).matches(host, port)).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "*.",
                "*.com",
                "**",
                "*.*.com",
                "a.*.com",
                "*example.com",
                "Images.example.com",
                "https://example.com",
                "example.com/",
                "user@example.com",
                "example.com:",
                "example.com:0",
                "example.com:65536",
                "example.com:+1",
                "10.0.0.1",
                "127.1",
                "2130706433",
                "0x7f.1",
                "[::1]",
                "a..b",
                ".a.com",
                "a.com.",
                "-a.com",
                "a-.com",
                "a_b.com",
                "bücher.example",
                "example.com:443:1",
                "a b.com"
            })
    void isNothingElse(String text) {
        assertThat(HostPattern.of(text)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com, a.example.com, true",
        "*.example.com, *.a.example.com, true",
        "*.example.com, *.example.com, true",
        "*.a.example.com, *.example.com, false",
        "*.example.com, example.com, false",
        "*.example.com, a.example.com:444, false",
        "a.example.com, *.a.example.com, false",
        "a.example.com, a.example.com, true",
    })
    void coversWhatMeansNoMore(String one, String other, boolean covers) {
        assertThat(of(one).covers(of(other))).isEqualTo(covers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"images.example.com", "*.example.com", "localhost:8443"})
    void isSaidAsItIsWritten(String text) {
        assertThat(of(text)).hasToString(text);
    }

    private static HostPattern of(String text) {
        return Objects.requireNonNull(HostPattern.of(text), text);
    }
}
