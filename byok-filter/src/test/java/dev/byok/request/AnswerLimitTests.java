package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long an answer may be is written into a body that does not say it. */
class AnswerLimitTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"model":"m"}                                   | {"max_tokens":7,"model":"up"}
                     { "model" : "m" }                              | {"max_tokens":7, "model" : "up" }
                    {"models":["a"],"model":"m"}                    | {"max_tokens":7,"model":"up"}
                    {"models":["a","b"]}                            | {"max_tokens":7,"model":"up"}
                    {"provider":{},"models":[],"x":1,"model":"m"}   | {"max_tokens":7,"x":1,"model":"up"}
                    {"model":"m","stream":true}                     | {"max_tokens":7,"stream_options":{"include_usage":true},"model":"up","stream":true}
                    {"max_tokens":null,"model":"m"}                 | {"max_tokens":7,"model":"up"}
                    {"model":"m","max_completion_tokens": null }    | {"model":"up","max_completion_tokens": 7 }
                    {"model":"m","max_tokens":"900"}                | {"model":"up","max_tokens":7}
                    {"model":"m","max_tokens":-1}                   | {"model":"up","max_tokens":7}
                    {"model":"m","max_tokens":0}                    | {"model":"up","max_tokens":7}
                    {"model":"m","max_tokens":9e9}                  | {"model":"up","max_tokens":7}
                    {"model":"m","max_tokens":[9]}                  | {"model":"up","max_tokens":7}
                    {"model":"m","max_tokens":5}                    | {"model":"up","max_tokens":5}
                    {"model":"m","max_completion_tokens":5}         | {"model":"up","max_completion_tokens":5}
                    {"max_tokens":5,"max_completion_tokens":null,"model":"m"} | {"max_tokens":5,"max_completion_tokens":null,"model":"up"}
                    {"max_tokens":5,"max_completion_tokens":9e9,"model":"m"}  | {"max_tokens":5,"max_completion_tokens":7,"model":"up"}
                    """)
    void isAddedOrTakesThePlaceOfWhatLimitsNothing(String json, String expected) {
        ByteBuf body = body(json);
        BodyFacts facts = BodyScanner.scan(body);
        AnswerLimit limit = new AnswerLimit("max_tokens", 7);

        ByteBuf copied = BodySplice.splice(body, facts, "up", true, limit);
        ByteBuf shared = BodySplice.splice(body, facts, "up", true, limit, 0);

        assertThat(copied.toString(StandardCharsets.UTF_8).strip()).isEqualTo(expected);
        assertThat(shared).isEqualTo(copied);
        copied.release();
        shared.release();
        assertThat(body.release()).isTrue();
    }

    private static ByteBuf body(String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        return ByteBufAllocator.DEFAULT.directBuffer(bytes.length).writeBytes(bytes);
    }
}
