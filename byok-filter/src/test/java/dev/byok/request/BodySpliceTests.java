package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodySpliceTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"m"}                              | {"model":"up"}
                    {"model":"up"}                             | {"model":"up"}
                    {"model":"u\\u0070"}                       | {"model":"u\\u0070"}
                    { "a" : 1 , "model" :\t"m" , "b":[ ] }     | { "a" : 1 , "model" :\t"up" , "b":[ ] }
                    {"models":["a"],"model":"m"}               | {"model":"up"}
                    {"models":["a","b"]}                       | {"model":"up"}
                    { "models" : ["a"] , "x":1}                | { "model":"up" , "x":1}
                    {"provider":{},"models":["a"],"route":null} | {"model":"up"}
                    {"x":1,"models":["a"],"provider":{}}       | {"x":1,"model":"up"}
                    { "models" : [] , "model":"m"}             | {  "model":"up"}
                    {"model":"m","models":["a"]}               | {"model":"up"}
                    {"model":"m" , "models":null , "x":1}      | {"model":"up"  , "x":1}
                    {"x":1,"models":["a"],"model":"m"}         | {"x":1,"model":"up"}
                    {"model":"m","stream":false}               | {"model":"up","stream":false}
                    """)
    void exchangesTheModelAndDropsTheList(String json, String expected) {
        assertThat(splice(json, "up", false)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"m","stream":true}                            | {"stream_options":{"include_usage":true},"model":"m","stream":true}
                    { "models":[],"model":"m","stream":true}               | {"stream_options":{"include_usage":true}, "model":"m","stream":true}
                    {"models":[],"model":"m","stream":true}                | {"stream_options":{"include_usage":true},"model":"m","stream":true}
                    {"stream_options":null,"model":"m","stream":true}      | {"stream_options":{"include_usage":true},"model":"m","stream":true}
                    {"model":"m","stream":true,"stream_options":{ }}       | {"model":"m","stream":true,"stream_options":{"include_usage":true }}
                    {"model":"m","stream":true,"stream_options":{ "x":1}}  | {"model":"m","stream":true,"stream_options":{"include_usage":true, "x":1}}
                    {"model":"m","stream":true,"stream_options":{"include_usage": false,"x":1}} | {"model":"m","stream":true,"stream_options":{"include_usage": true,"x":1}}
                    {"model":"m","stream":true,"stream_options":{"x":1,"include_usage":false}} | {"model":"m","stream":true,"stream_options":{"x":1,"include_usage":true}}
                    {"model":"m","stream":true,"stream_options":{"include_usage":true}} | {"model":"m","stream":true,"stream_options":{"include_usage":true}}
                    {"model":"m","stream":false}                           | {"model":"m","stream":false}
                    {"model":"m","stream_options":{"include_usage":false}} | {"model":"m","stream_options":{"include_usage":false}}
                    """)
    void asksForUsageInEveryShapeOfTheOption(String json, String expected) {
        assertThat(splice(json, "m", true)).isEqualTo(expected);
        assertThat(splice(json, "m", false)).isEqualTo(json.replaceFirst("\"models\":\\[],", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"provider":{"only":["x"]},"model":"m"}                 | {"model":"m"}
                    {"models":[],"provider":{},"route":null,"model":"m"}    | {"model":"m"}
                    { "models":[] , "provider":{} ,"x":1, "model":"m"}      | {  "x":1, "model":"m"}
                    {"model":"m","provider":{"zdr":true},"session_id":"s"}  | {"model":"m"}
                    {"model":"m","provider":{},"x":1,"session_id":"s","y":2} | {"model":"m","x":1,"y":2}
                    {"x":1,"usage":{"include":true},"model":"m"}            | {"x":1,"model":"m"}
                    {"model":"m","transforms":["middle-out"],"trace":{"trace_id":"t"}} | {"model":"m"}
                    {"model":"m","plugins":[],"preset":null,"debug":{}}     | {"model":"m"}
                    {"model":"m","plugins":[{"id":"context-compression"},{"id":"web","enabled":false}]} | {"model":"m"}
                    {"model":"m","prompt_cache_key":"k","tools":[{}]}       | {"model":"m","prompt_cache_key":"k","tools":[{}]}
                    """)
    void keepsFromAProviderWhatOnlyARouterUnderstands(String json, String expected) {
        assertThat(splice(json, "m", false)).isEqualTo(expected);
    }

    @Test
    void writesTheModelWhereAListOfModelsStoodForIt() {
        assertThat(splice("{\"models\":[\"m\"],\"stream\":true}", "m", true))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"m\",\"stream\":true}");
    }

    @Test
    void asksForUsageWhereTheCallerAskedForItInOpenRoutersWay() {
        String json = "{\"usage\":{\"include\":true},\"model\":\"m\",\"stream\":true}";

        assertThat(Bodies.scan(json).includeUsage()).isTrue();
        assertThat(splice(json, "m", true))
                .isEqualTo("{\"stream_options\":{\"include_usage\":true},\"model\":\"m\",\"stream\":true}");
    }

    @Test
    void escapesTheNameOfTheUpstreamModel() {
        String name = "a\"b\\c\n\u0001é漢😀\ud800";

        String spliced = splice("{\"model\":\"m\"}", name, false);

        assertThat(spliced).isEqualTo("{\"model\":\"a\\\"b\\\\c\\u000a\\u0001é漢\\ud83d\\ude00\\ud800\"}");
        assertThat(Bodies.scan(spliced).model()).isEqualTo(name);
    }

    @Test
    void copiesAShortBodyIntoOnePieceOfDirectMemory() {
        ByteBuf body = direct("{\"model\":\"m\",\"stream\":true,\"x\":\"" + "a".repeat(10_000) + "\"}");
        BodyFacts facts = BodyScanner.scan(body);

        ByteBuf spliced = BodySplice.splice(body, facts, "other", true);

        assertThat(spliced.isDirect()).isTrue();
        assertThat(spliced.nioBufferCount()).isEqualTo(1);
        assertThat(body.release()).isTrue();
        assertThat(spliced.release()).isTrue();
    }

    @Test
    void sharesALongBodyAndStaysDirectMemory() {
        ByteBuf body = direct("{\"model\":\"m\",\"stream\":true,\"x\":\"" + "a".repeat(100_000) + "\"}");
        BodyFacts facts = BodyScanner.scan(body);

        ByteBuf spliced = BodySplice.splice(body, facts, "other", true);

        assertThat(spliced.isDirect()).isTrue();
        assertThat(spliced.refCnt()).isEqualTo(1);
        body.setByte(body.writerIndex() - 5, 'b');
        assertThat(spliced.getByte(spliced.writerIndex() - 5)).isEqualTo((byte) 'b');
        spliced.release();
        assertThat(body.release()).isTrue();
    }

    @Test
    void makesIndependentBodiesForSeveralAttempts() {
        ByteBuf body =
                Bodies.pieces("{\"model\":\"m\",\"models\":[\"n\"]}".getBytes(StandardCharsets.UTF_8), new Random(1));
        BodyFacts facts = BodyScanner.scan(body);

        ByteBuf first = BodySplice.splice(body, facts, "one", false);
        ByteBuf second = BodySplice.splice(body, facts, "two", false);
        first.skipBytes(first.readableBytes()).release();
        ByteBuf third = BodySplice.splice(body, facts, "m", false);

        assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"two\"}");
        assertThat(third.toString(StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"m\"}");
        assertThat(second.release()).isTrue();
        assertThat(third.release()).isTrue();
        assertThat(body.refCnt()).isEqualTo(1);
        body.release();
    }

    @Test
    void keepsTheBodyAliveUntilTheLastAttemptIsReleased() {
        ByteBuf body = direct("{\"model\":\"m\"}");
        BodyFacts facts = BodyScanner.scan(body);
        ByteBuf same = BodySplice.splice(body, facts, "m", true);
        ByteBuf other = BodySplice.splice(body, facts, "n", true);

        body.release();

        assertThat(body.refCnt()).isPositive();
        assertThat(same.toString(StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"m\"}");
        same.release();
        assertThat(other.toString(StandardCharsets.UTF_8)).isEqualTo("{\"model\":\"n\"}");
        other.release();
        assertThat(body.refCnt()).isZero();
    }

    @Test
    void refusesFactsOfAnotherBody() {
        BodyFacts facts = Bodies.scan("{\"model\":\"m\"}");
        ByteBuf other = Bodies.heap("{\"model\":\"mm\"}");

        assertThatIllegalArgumentException().isThrownBy(() -> BodySplice.splice(other, facts, "n", false));
        assertThat(other.refCnt()).isEqualTo(1);
    }

    private static ByteBuf direct(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }

    private static String splice(String json, String model, boolean forceUsage) {
        ByteBuf body = direct(json);
        BodyFacts facts = BodyScanner.scan(body);
        ByteBuf copied = BodySplice.splice(body, facts, model, forceUsage);
        ByteBuf shared = BodySplice.splice(body, facts, model, forceUsage, null, 0);
        String text = copied.toString(StandardCharsets.UTF_8);
        assertThat(shared).as("sharing the body makes no difference").isEqualTo(copied);
        copied.release();
        shared.release();
        assertThat(body.release()).isTrue();
        return text;
    }
}
