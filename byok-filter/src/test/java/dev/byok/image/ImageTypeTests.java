package dev.byok.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTypeTests {

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, JPEG",
        "image/jpg, JPEG",
        "IMAGE/PNG, PNG",
        "image/gif;charset=x, GIF",
        "'image/webp ; q=1', WEBP",
        "application/pdf, PDF",
        "image/svg+xml,",
        "text/html,",
        "application/octet-stream,",
        "'image/png, text/html',",
        ",",
    })
    void knowsNames(@Nullable String contentType, @Nullable ImageType type) {
        assertThat(ImageType.named(contentType)).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({
        "\u00ff\u00d8\u00ff\u00e0, JPEG",
        "GIF87a.., GIF",
        "GIF89a.., GIF",
        "RIFF1234WEBPVP8, WEBP",
        "RIFF1234WAVE,",
        "RIFF1234WEB,",
        "%PDF-1.7, PDF",
        "GIF88a,",
        "<svg>,",
        "\u0089PNG,",
        "'',",
    })
    void knowsBeginnings(String text, @Nullable ImageType type) {
        assertThat(ImageType.of(text.getBytes(StandardCharsets.ISO_8859_1))).isEqualTo(type);
    }

    @Test
    void knowsThatOfAPng() {
        assertThat(ImageType.of(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}))
                .isEqualTo(ImageType.PNG);
    }

    @Test
    void isWrittenAsADataUri() {
        byte[] bytes = "%PDF-1".getBytes(StandardCharsets.US_ASCII);

        assertThat(new FetchedImage(ImageType.PDF, bytes).dataUri())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("data:application/pdf;base64,JVBERi0x");
    }
}
