package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageLinksTests {

    private static final String CHAT =
            "{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"https://no\"},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"https://no\"},"
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a/1\",\"detail\":\"low\"}},"
                    + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}},"
                    + "{\"type\":\"image_url\",\"image_url\":\"HTTPS:\\/\\/b\\/2\"}]},"
                    + "{\"role\":\"tool\",\"content\":[{\"type\":\"file\",\"file\":{\"file_data\":\"http://c\"}},"
                    + "{\"type\":\"image_url\"},{\"type\":\"image_url\",\"image_url\":{\"url\":1}},7]}]}";

    @Test
    void findsThemInTheirOrder() {
        assertThat(of(CHAT).all())
                .extracting(link -> link.field() + " " + link.url() + (link.document() ? " document" : ""))
                .containsExactly(
                        "messages[1].content[1].image_url.url https://a/1",
                        "messages[1].content[3].image_url.url HTTPS://b/2",
                        "messages[2].content[0].file.file_data http://c document");
    }

    @Test
    void knowsTheirFields() {
        assertThat(of(CHAT).isAt("messages[1].content[3].image_url.url")).isTrue();
        assertThat(of(CHAT).isAt("messages[1].content[2].image_url.url")).isFalse();
    }

    @Test
    void putsSomethingElseInTheirPlaceAndNothingElsewhere() {
        JsonTape changed = of(CHAT).replaced(link -> link.document() ? null : "X".getBytes(StandardCharsets.UTF_8));

        assertThat(Tapes.text(changed))
                .isEqualTo(CHAT.replace("https://a/1", "X").replace("HTTPS:\\/\\/b\\/2", "X"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"messages\":1}", "{\"messages\":[1,{},{\"content\":null}]}"})
    void findsNoneWhereThereAreNone(String chat) {
        assertThat(of(chat).all()).isEmpty();
        assertThat(Tapes.text(of(chat).replaced(link -> new byte[0]))).isEqualTo(chat);
    }

    private static ImageLinks of(String chat) {
        return ImageLinks.of(Tapes.of(chat));
    }
}
