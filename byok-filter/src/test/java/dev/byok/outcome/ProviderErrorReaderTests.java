package dev.byok.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProviderErrorReaderTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":\"p\",\"code\":\"c\"}} | m | t | c | p",
                "{\"error\":{\"message\":\"m\",\"code\":429}} | m | - | 429 | -",
                "[{\"error\":{\"code\":400,\"message\":\"m\",\"status\":\"INVALID_ARGUMENT\"}}] | m | INVALID_ARGUMENT | 400 | -",
                "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"m\"}} | m | not_found_error | - | -",
                "{\"code\":\"c\",\"error\":\"m\"} | m | - | c | -",
                "{\"error\":\"m\"} | m | - | - | -",
                "{\"object\":\"error\",\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":400} | m | t | 400 | -",
                "{\"message\":\"m\"} | m | - | - | -",
                "{\"Message\":\"m\"} | m | - | - | -",
                "{\"detail\":\"m\"} | m | - | - | -",
                "{\"detail\":[{\"loc\":[\"body\",1],\"msg\":\"m\",\"type\":\"missing\"}]} | m | - | - | -",
                "{\"type\":\"error\",\"code\":\"c\",\"message\":\"m\",\"param\":null} | m | - | c | -",
                "{\"response\":{\"error\":{\"code\":\"c\",\"message\":\"m\"}},\"type\":\"response.failed\"} | m | - | c | -"
            })
    void readsEveryShape(String body, String message, String type, String code, String param) {
        assertThat(read(body)).isEqualTo(new ProviderError(message, type, code, param));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "<html>",
                "null",
                "42",
                "\"text\"",
                "[]",
                "{}",
                "{\"error\":null}",
                "{\"error\":{}}",
                "{\"error\":[]}",
                "{\"error\":{\"message\":\"  \"}}",
                "]",
                "}",
                "{\"a\":"
            })
    void saysNothingWhereThereIsNothingToRead(String body) {
        assertThat(read(body)).isSameAs(ProviderError.NONE);
    }

    @Test
    void keepsWhatCameBeforeTheSizeLimit() {
        String body = "{\"error\":{\"message\":\"m\",\"code\":\"c\",\"input\":\"" + "x".repeat(100_000) + "\"}}";

        assertThat(read(body)).isEqualTo(new ProviderError("m", null, "c", null));
    }

    @Test
    void survivesNestingThatIsMeantToHurt() {
        assertThat(read("[".repeat(60_000))).isSameAs(ProviderError.NONE);
        assertThat(read("{\"error\":".repeat(7_000))).isSameAs(ProviderError.NONE);
    }

    private static ProviderError read(String body) {
        return ProviderErrorReader.read(body.getBytes(StandardCharsets.UTF_8));
    }
}
