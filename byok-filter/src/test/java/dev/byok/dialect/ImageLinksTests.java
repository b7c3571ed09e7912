package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.ImageLinks.Link;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({
        "messages[1].content[1].image_url.url, https://a/1",
        "messages[1].content[3].image_url.url, HTTPS://b/2",
        "messages[2].content[0].file.file_data, http://c",
        "messages[1].content[2].image_url.url,",
        "messages[1].content[0].image_url.url,",
        "messages[1].content[1].file.file_data,",
        "messages[9].content[1].image_url.url,",
        "messages[1].content[9].image_url.url,",
        "messages[0].content[0].image_url.url,",
        "messages[1].content[1].image_url,",
        "messages[99999999999].content[1].image_url.url,",
        "seed,",
    })
    void findsOneByItsField(String field, @Nullable String url) {
        assertThat(ImageLinks.urlAt(Tapes.of(CHAT), field)).isEqualTo(url);
    }

    @Test
    void findsOneTooManyAndNoMore() {
        assertThat(ImageLinks.of(Tapes.of(CHAT), 1).all())
                .extracting(Link::url)
                .containsExactly("https://a/1", "HTTPS://b/2");
    }

    @Test
    void findsNoneInWhatIsNestedTooDeeply() {
        String images = "[{\"content\":[{\"type\":\"image_url\",\"image_url\":\"https://a/1\"}]}]";
        JsonTape said = Tapes.of("{\"deep\":" + "[".repeat(499) + "]".repeat(499) + ",\"messages\":" + images + "}");
        TapeWriter written = new TapeWriter(said);
        int object = written.object();
        written.name("messages").copy(said.member(JsonTape.ROOT, "messages")).name("deeper");
        int deeper = written.array();
        written.copy(said.member(JsonTape.ROOT, "deep"));
        written.end(deeper);
        written.end(object);
        JsonTape inner = written.tape();
        assertThat(ImageLinks.urlAt(inner, "messages[0].content[0].image_url.url"))
                .isEqualTo("https://a/1");
        assertThat(ImageLinks.of(inner, 1).all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{}", "{\"messages\":1}", "{\"messages\":[1,{},{\"content\":null}]}"})
    void findsNoneWhereThereAreNone(String chat) {
        assertThat(of(chat).all()).isEmpty();
        assertThat(Tapes.text(of(chat).replaced(link -> new byte[0]))).isEqualTo(chat);
    }

    private static ImageLinks of(String chat) {
        return ImageLinks.of(Tapes.of(chat), 20);
    }
}
