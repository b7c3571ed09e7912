package dev.byok.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageUrlTests {

    @ParameterizedTest
    @CsvSource({
        "https://images.example.com/a.png, images.example.com, 443, /a.png",
        "HTTPS://Images.EXAMPLE.com:8443/a.png?x=1&y=%20, images.example.com, 8443, /a.png?x=1&y=%20",
        "https://images.example.com, images.example.com, 443, /",
        "https://images.example.com?x=/../, images.example.com, 443, /?x=/../",
        "https://images.example.com:443/a#evil.com, images.example.com, 443, /a",
        "https://images.example.com//evil.com/a, images.example.com, 443, //evil.com/a",
        "https://localhost/a, localhost, 443, /a",
    })
    void saysWhoIsAskedForWhat(String text, String host, int port, String target) {
        assertThat(ImageUrl.of(text)).isEqualTo(new ImageUrl(host, port, target));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "images.example.com/a.png",
                "//images.example.com/a.png",
                "http://images.example.com/a.png",
                "ftp://images.example.com/a.png",
                "file:///etc/passwd",
                "https:///a.png",
                "https:images.example.com",
                "https://user@images.example.com/",
                "https://user:pass@images.example.com/",
                "https://@example.com/",
                "https://images.example.com\\@evil.com/",
                "https://images.example.com:0/",
                "https://a.com:99999/",
                "https://10.0.0.1/",
                "https://127.1/",
                "https://2130706433/",
                "https://0x7f.0.0.1/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://exämple.com/",
                "https://images.example.com./",
                "https://a_b.example.com/",
                "https://images.example.com/a b",
                "https://images.example.com/a\r\nHost: evil",
                "https://images.example.com/ä",
                "https://images.example.com /",
                "https://images.example.com%2eevil.com/"
            })
    void isNothingElse(String text) {
        assertThat(ImageUrl.of(text)).isNull();
    }

    @Test
    void isNoneWhoseHostIsLongerThanNamesAre() {
        assertThat(ImageUrl.of("https://" + "a.".repeat(126) + "b/")).isNotNull();
        assertThat(ImageUrl.of("https://" + "a.".repeat(127) + "b/")).isNull();
        assertThat(ImageUrl.of("https://" + "a.".repeat(4_000) + "b/")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "https://a.com/x.pdf, true",
        "https://a.com/x.PDF?signature=1, true",
        "https://a.com/x.png?y=.pdf, false",
        "https://a.com/, false",
    })
    void saysWhetherItIsCalledPdf(String text, boolean pdf) {
        assertThat(ImageUrl.of(text))
                .satisfies(url -> assertThat(url.isCalledPdf()).isEqualTo(pdf));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a.com/secret?token=secret"})
    void showsNothingThatMayBeSecret(String text) {
        assertThat(String.valueOf(ImageUrl.of(text))).doesNotContain("secret").contains("a.com");
    }
}
