package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenRouterAnswersTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"choices":[]} | {"choices":[],"system_fingerprint":null}
                    {"usage":null,"choices":[],"system_fingerprint":"fp"} | {"choices":[],"system_fingerprint":"fp"}
                    {"system_fingerprint":null,"choices":[{"message":{"tool_calls":null,"content":null}}]} | {"system_fingerprint":null,"choices":[{"message":{"content":null},"finish_reason":null}]}
                    """)
    void completesAnAnswerThatCameWhole(String before, String after) {
        assertThat(whole(before)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{ \"choices\":[], \"system_fingerprint\":null, \"cost\": 1.10 }",
                "{\"data\":[]}",
                "{\"choices\":7}",
                "[]",
                "no JSON",
                ""
            })
    void leavesWhatLacksNothingAsItIs(String answer) {
        assertThat(whole(answer)).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"choices":[],"usage":null,"system_fingerprint":null} | {"choices":[]}
                    {"choices":[{"index":0,"delta":{"role":null,"tool_calls":null,"content":"a"}}]} | {"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":null}]}
                    {"choices":[{"delta":{"tool_calls":[{"id":"a"},{"id":"b","index":7}]},"finish_reason":null}]} | {"choices":[{"delta":{"tool_calls":[{"id":"a","index":0},{"id":"b","index":7}]},"finish_reason":null}]}
                    {"choices":[{"delta":{},"finish_reason":null,"logprobs":{"p":-0.10}}],"usage":null} | {"choices":[{"delta":{},"finish_reason":null,"logprobs":{"p":-0.10}}]}
                    """)
    void completesAChunk(String before, String after) {
        assertThat(events("data: " + before + "\n\n")).isEqualTo("data: " + after + "\n\n");
    }

    @Test
    void changesOnlyTheEventsThatNeedIt() {
        String kept = ": comment\r\n\r\nid: 7\r\ndata:  {\"choices\": [], \"x\": 1}\r\n\r\n";
        String changed = "data:{\"choices\":[],\"usage\":null}\r\n\r\n";
        String end = "data: {not json\n\ndata: [DONE]\n\n";

        assertThat(events(kept + changed + kept + end)).isEqualTo(kept + "data: {\"choices\":[]}\r\n\r\n" + kept + end);
        assertThat(events("")).isEmpty();
    }

    private static String whole(String json) {
        return text(OpenRouterAnswers.whole(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static String events(String events) {
        return text(OpenRouterAnswers.events(events.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
