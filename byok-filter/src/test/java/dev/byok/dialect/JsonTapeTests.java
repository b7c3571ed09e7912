package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTapeTests {

    private static final JsonTape TAPE = Tapes.of("""
            {"model":"m","messages":[{"role":"user","content":[{"type":"text"},{"type":"image","source":{"data":"x"}}]},
            {"role":"user","content":"hi"}],"a\\u0062c":[[1,[2]],{}],"stop":[]}""");

    @ParameterizedTest
    @CsvSource({
        "m,model",
        "image,messages[0].content[1].type",
        "x,messages[0].content[1].source.data",
        "hi,messages[1].content",
        "1,abc[0][0]",
        "2,abc[0][1][0]"
    })
    void whereAValueStandsIsSaidFromTheRoot(String value, String path) {
        assertThat(TAPE.path(placeOf(value))).isEqualTo(path);
    }

    @Test
    void whereAMemberWouldStandIsSaidToo() {
        assertThat(TAPE.path(JsonTape.ROOT)).isEmpty();
        assertThat(TAPE.path(JsonTape.ROOT, "tools")).isEqualTo("tools");
        int messages = TAPE.member(JsonTape.ROOT, "messages");
        assertThat(TAPE.path(TAPE.first(messages), "name")).isEqualTo("messages[0].name");
    }

    @Test
    void aMemberThatIsSaidTwiceStandsWhereItsNameDoes() {
        JsonTape tape = Tapes.of("{\"a\":[1],\"a\":[2,3]}");
        int last = tape.member(JsonTape.ROOT, "a");
        assertThat(tape.path(tape.after(last, tape.first(last)))).isEqualTo("a[1]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "xy", "temperature", "max_tokens", "max_completion_tokens", "messages"})
    void aTextIsOneOfSomeWordsWhereverItStands(String word) {
        Words words = Words.of("x", "xy", "temperature", "max_tokens", "max_completion_tokens", "messages");
        for (String text : new String[] {"\"" + word + "\"", "[\"" + word + "\",1234567890]"}) {
            JsonTape tape = Tapes.of(text);
            int place = tape.isText(JsonTape.ROOT) ? JsonTape.ROOT : tape.first(JsonTape.ROOT);
            assertThat(tape.isOneOf(place, words)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "y", "xz", "temperaturf", "uemperature", "max_token", "max_tokens_", "messagez", "xy\\u0000"
            })
    void whatDiffersInOneByteIsNoneOfThem(String other) {
        Words words = Words.of("x", "xy", "temperature", "max_tokens", "max_completion_tokens", "messages");
        for (String text : new String[] {"\"" + other + "\"", "[\"" + other + "\",1234567890]"}) {
            JsonTape tape = Tapes.of(text);
            int place = tape.isText(JsonTape.ROOT) ? JsonTape.ROOT : tape.first(JsonTape.ROOT);
            assertThat(tape.isOneOf(place, words)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "\\", "\\u12g4", "\\u123", "\\\u00e9"})
    void whatIsNoEscapeIsNoJson(String escape) {
        byte[] json = ("{\"a\":\"" + escape + "\"}").getBytes(StandardCharsets.UTF_8);
        assertThat(new JsonTape().read(json, 0, json.length)).isFalse();
    }

    @Test
    void aTapeThatReadAShortTextReadsALongOne() {
        JsonTape tape = Tapes.of("[]");
        byte[] json = ("[" + "1,".repeat(100_000) + "1]").getBytes(StandardCharsets.UTF_8);
        assertThat(tape.read(json, 0, json.length)).isTrue();
        assertThat(tape.size(JsonTape.ROOT)).isEqualTo(100_001);
    }

    private static int placeOf(String raw) {
        for (int at = 0; ; at += JsonTape.WORDS) {
            if (TAPE.raw(at).equals(raw) || TAPE.raw(at).equals("\"" + raw + "\"")) {
                return at;
            }
        }
    }
}
