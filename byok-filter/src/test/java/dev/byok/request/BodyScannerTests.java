package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyScannerTests {

    @Test
    void readsEveryFactOfARequest() {
        String json = """
                {"model": "openai/gpt-5.2", "models": ["a/b", "c/d"], "stream": true, "reasoning_effort": "high",
                 "messages": [{"role": "user", "content": "model\\" \\u0000 {[é漢😀"}], "max_tokens": 12,
                 "max_completion_tokens": 34, "stream_options": {"x": [1], "include_usage": true}, "n": -0.5e+3}
                """;

        BodyFacts facts = Bodies.scan(json);

        assertThat(facts.model()).isEqualTo("openai/gpt-5.2");
        assertThat(facts.models()).containsExactly("a/b", "c/d");
        assertThat(facts.stream()).isTrue();
        assertThat(facts.includeUsage()).isTrue();
        assertThat(facts.reasoning()).isTrue();
        assertThat(facts.maxTokens()).isEqualTo(34);
        assertThat(facts.length()).isEqualTo(json.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void takesWhatIsNotSaidAsNotAskedFor() {
        BodyFacts facts = Bodies.scan("{\"model\":\"m\"}");

        assertThat(facts.models()).isNull();
        assertThat(facts.stream()).isFalse();
        assertThat(facts.includeUsage()).isFalse();
        assertThat(facts.reasoning()).isFalse();
        assertThat(facts.maxTokens()).isNull();
    }

    @Test
    void comparesNamesDecoded() {
        assertThat(Bodies.scan("{\"mod\\u0065l\":\"\\u006d\\n\\uD83D\\uDE00é\"}")
                        .model())
                .isEqualTo("m\n😀é");
    }

    @Test
    void ignoresFieldsOfTheSameNameFurtherInside() {
        BodyFacts facts = Bodies.scan("{\"x\":{\"model\":1,\"stream\":2},\"model\":\"m\",\"y\":[{\"model\":3}]}");

        assertThat(facts.model()).isEqualTo("m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "stream":null                    | false
                    "reasoning_effort":"low"         | true
                    "reasoning_effort":"none"        | false
                    "reasoning_effort":"minimal"     | false
                    "reasoning_effort":null          | false
                    "reasoning":{"effort":"low"}     | true
                    "reasoning":{ }                  | false
                    "reasoning":null                 | false
                    "reasoning":true                 | false
                    "thinking":{"type":"enabled"}    | true
                    "thinking":{"type":"adaptive"}   | true
                    "thinking":{"type":"disabled"}   | false
                    "thinking":{"budget_tokens":1}   | false
                    "thinking":null                  | false
                    "thinking":"enabled"             | false
                    "provider":null                  | false
                    "provider":{ }                   | false
                    "route":null                     | false
                    "route":"fallback"               | false
                    "stream_options":null            | false
                    """)
    void seesReasoningWhereItIsAskedFor(String member, boolean reasoning) {
        assertThat(Bodies.scan("{\"model\":\"m\"," + member + "}").reasoning()).isEqualTo(reasoning);
    }

    @ParameterizedTest
    @CsvSource({
        "0,",
        "-5,",
        "1.0,",
        "1e3,",
        "null,",
        "[7],",
        "'\"7\"',",
        "1, 1",
        "2147483647, 2147483647",
        "9999999e9999999999999,",
        "99999999999999999999999, 2147483647"
    })
    void takesOnlyAPositiveIntegerAsTokenLimit(String value, Integer expected) {
        assertThat(Bodies.scan("{\"model\":\"m\",\"max_tokens\":" + value + "}").maxTokens())
                .isEqualTo(expected);
    }

    @Test
    void takesTheFirstOfSeveralModelsWhereNoneIsNamedBesideThem() {
        BodyFacts facts = Bodies.scan("{\"models\":[\"a\",\"b\"],\"stream\":true}");

        assertThat(facts.model()).isEqualTo("a");
        assertThat(facts.models()).containsExactly("a", "b");
        assertThat(facts.stream()).isTrue();
    }

    @Test
    void takesTheLargerOfTwoTokenLimits() {
        assertThat(Bodies.scan("{\"max_completion_tokens\":9,\"model\":\"m\",\"max_tokens\":5}")
                        .maxTokens())
                .isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    []                                          | the body must be a JSON object
                    ``                                          | the body must be a JSON object
                    "model"                                     | the body must be a JSON object
                    {}                                          | 'model' is missing
                    {"models":[]}                               | 'model' is missing
                    {"models":null}                             | 'model' is missing
                    {"models":["m"],"model":null}               | 'model' must be a string
                    {"model":null}                              | 'model' must be a string
                    {"model":["m"]}                             | 'model' must be a string
                    {"model":""}                                | 'model' must not be empty
                    {"model":"m","mod\\u0065l":"m"}             | 'model' appears twice
                    {"stream":true,"model":"m","stream":true}   | 'stream' appears twice
                    {"model":"m","stream":"true"}               | 'stream' must be a boolean
                    {"model":"m","stream":1}                    | 'stream' must be a boolean
                    {"model":"m","models":"n"}                  | 'models' must be a list of strings
                    {"model":"m","models":["n",1]}              | 'models' must be a list of strings
                    {"model":"m","models":["n",null]}           | 'models' must be a list of strings
                    {"model":"m","models":[""]}                 | 'models' must not hold an empty string
                    {"model":"m","models":null,"models":null}   | 'models' appears twice
                    {"model":"m","stream_options":[]}           | 'stream_options' must be an object
                    {"model":"m","stream_options":true}         | 'stream_options' must be an object
                    {"model":"m","stream_options":{"include_usage":null}} | 'stream_options.include_usage' must be a boolean
                    {"model":"m","stream_options":{"include_usage":true,"include_usage":true}} | 'stream_options.include_usage' appears twice
                    {"model":"m","stream_options":{},"stream_options":{}} | 'stream_options' appears twice
                    {"model":"m","provider":"x"}                | 'provider' must be an object
                    {"model":"m","provider":[]}                 | 'provider' must be an object
                    {"model":"m","session_id":7}                | 'session_id' must be a string
                    {"model":"m","session_id":""}               | 'session_id' must have 1 to 256 characters
                    {"model":"m","session_id":"s","session_id":"s"} | 'session_id' appears twice
                    {"model":"m","usage":true}                  | 'usage' must be an object
                    {"model":"m","usage":{"include":1}}         | 'usage.include' must be a boolean
                    {"model":"m","usage":{"include":true,"include":true}} | 'usage.include' appears twice
                    {"model":"m","plugins":{}}                  | 'plugins' must be a list of objects
                    {"model":"m","plugins":["web"]}             | 'plugins' must be a list of objects
                    {"model":"m","plugins":[{"id":"web"}]}      | 'plugins' is not supported by this version: expected none that is enabled
                    {"model":"m","preset":"x"}                  | 'preset' is not supported by this version: say here what it says
                    {"model":"m","debug":{"echo_upstream_body":true}} | 'debug' is not supported by this version
                    {"model":"m","debug":1}                     | 'debug' must be an object
                    {"model":"m","provider":{},"provider":null} | 'provider' appears twice
                    {"model":"m","route":"lowest"}              | 'route' is not supported by this version
                    {"model":"m","route":{}}                    | 'route' is not supported by this version
                    {"model":"m","route":null,"route":null}     | 'route' appears twice
                    {"model":"m","max_tokens":1,"max_tokens":1} | 'max_tokens' appears twice
                    {"max_completion_tokens":1,"model":"m","max_completion_tokens":1} | 'max_completion_tokens' appears twice
                    {"model":"m","reasoning":{},"reasoning":{}} | 'reasoning' appears twice
                    {"model":"m","reasoning_effort":1,"reasoning_effort":1} | 'reasoning_effort' appears twice
                    {"model":"m","thinking":{},"thinking":{}} | 'thinking' appears twice
                    {"model":"m" "x":1}                         | malformed JSON at byte 13: expected ',' or '}'
                    {"model":"m",}                              | malformed JSON at byte 13: expected a field name
                    {"model" "m"}                               | malformed JSON at byte 9: expected ':'
                    {"model":"m","x":[1 2]}                     | malformed JSON at byte 20: expected ',' or ']'
                    {"model":"m","x":[1,]}                      | malformed JSON at byte 20: expected a value
                    {"model":"m","x":{"y":1,}}                  | malformed JSON at byte 24: expected a field name
                    {"model":"m","x":"                          | malformed JSON at byte 18: the string does not end
                    {"model":"m","x":"\\x"}                     | malformed JSON at byte 19: invalid escape
                    {"model":"m","x":"\\u12g4"}                 | malformed JSON at byte 22: expected four hexadecimal digits
                    {"model":"m","x":tru}                       | malformed JSON at byte 20: expected 'true'
                    {"model":"m","x":01}                        | malformed JSON at byte 18: expected ',' or '}'
                    {"model":"m","x":-}                         | malformed JSON at byte 18: expected a digit
                    {"model":"m","x":1.}                        | malformed JSON at byte 19: expected a digit
                    {"model":"m","x":1e+}                       | malformed JSON at byte 20: expected a digit
                    {"model":"m"}}                              | malformed JSON at byte 13: expected the end of the body
                    {"model":"m"} x                             | malformed JSON at byte 14: expected the end of the body
                    """)
    void refusesWithAClearMessage(String json, String message) {
        assertThatThrownBy(() -> Bodies.scan(json))
                .isInstanceOfSatisfying(
                        InvalidBodyException.class, e -> assertThat(e.message()).isEqualTo(message))
                .hasMessage(message)
                .satisfies(e -> assertThat(e.getStackTrace()).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0AF",
                "C1BF",
                "C3",
                "C328",
                "E080AF",
                "E28228",
                "E282",
                "EDA080",
                "EDBFBF",
                "F0808080",
                "F48FBF",
                "F4908080",
                "F5808080",
                "FF",
                "F8888080AF",
                "1F",
                "00",
                "0A"
            })
    void refusesBytesThatAreNoTextInsideAString(String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        ByteBuf value = Unpooled.wrappedBuffer(
                Bodies.heap("{\"model\":\"m\",\"x\":\"long enough"), Unpooled.wrappedBuffer(bad), Bodies.heap("\"}"));
        ByteBuf name = Unpooled.wrappedBuffer(
                Bodies.heap("{\"model\":\"m\",\""), Unpooled.wrappedBuffer(bad), Bodies.heap("\":1}"));

        assertThatThrownBy(() -> BodyScanner.scan(value)).isInstanceOf(InvalidBodyException.class);
        assertThatThrownBy(() -> BodyScanner.scan(name)).isInstanceOf(InvalidBodyException.class);
    }

    @Test
    void acceptsTheEdgesOfEveryLengthOfUtf8() {
        String edges = "\u0080\u07ff\u0800\ud7ff\ue000\uffff\ud800\udc00\udbff\udfff\u007f";

        assertThat(Bodies.scan("{\"model\":\"" + edges + "\"}").model()).isEqualTo(edges);
    }

    @Test
    void findsEverySpecialByteAtEveryPlaceOfABlock() {
        for (int at = 4060; at < 4140; at++) {
            String text = "a".repeat(at);

            assertThat(Bodies.scan("{\"x\":\"" + text + "\\\"é😀\\u00e9\",\"model\":\"m\\\"é😀\\u00e9\"}")
                            .model())
                    .isEqualTo("m\"é😀é");
            assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"x\":\"" + text + "\u001f\"}"))
                    .hasMessage("malformed JSON at byte " + (18 + text.length()) + ": control character in a string");
            assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"x\":\"" + text + "\"\"}"))
                    .hasMessage("malformed JSON at byte " + (19 + text.length()) + ": expected ',' or '}'");
        }
    }

    @Test
    void boundsTheDepthWithoutRecursion() {
        String deepest = "[".repeat(499) + "]".repeat(499);
        String deeper = "{\"a\":[".repeat(250) + "]}".repeat(250);
        String endless = "[".repeat(1_000_000);

        assertThat(Bodies.scan("{\"model\":\"m\",\"x\":" + deepest + "}").model())
                .isEqualTo("m");
        for (String tooDeep : List.of(deeper, endless)) {
            assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"x\":" + tooDeep + "}"))
                    .hasMessageEndingWith(": nested deeper than 500 levels");
        }
    }

    @Test
    void boundsTheNamesOfModels() {
        String longest = "m".repeat(1024);
        String full = "\"m\",".repeat(31) + "\"m\"";

        assertThat(Bodies.scan("{\"model\":\"" + longest + "\",\"models\":[" + full + "]}")
                        .models())
                .hasSize(32);
        assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m" + longest + "\"}"))
                .hasMessage("'model' has a name longer than 1024 characters");
        assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"models\":[" + full + ",\"m\"]}"))
                .hasMessage("'models' has more than 32 entries");
    }

    @Test
    void doesNotTakeALongNameForAKnownOne() {
        assertThatThrownBy(() -> Bodies.scan("{\"" + "model".repeat(500) + "\":\"m\"}"))
                .hasMessage("'model' is missing");
    }

    @Test
    void neitherMovesNorReleasesTheBody() {
        ByteBuf body = Bodies.pieces("{\"model\":\"m\",\"x\":[1,2,3]}".getBytes(StandardCharsets.UTF_8), new Random(4));
        int index = body.readerIndex();

        BodyScanner.scan(body);

        assertThat(body.readerIndex()).isEqualTo(index);
        assertThat(body.refCnt()).isEqualTo(1);
        body.release();
    }

    @Test
    void neverRepeatsContent() {
        assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"x\":[sk-secret]}"))
                .hasMessageNotContaining("sk-");
        assertThatThrownBy(() -> Bodies.scan("{\"model\":\"m\",\"sk-secret\" 1}"))
                .hasMessageNotContaining("sk-");
    }
}
