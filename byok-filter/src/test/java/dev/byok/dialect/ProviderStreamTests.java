package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What single vendors do in their streams, and others do not. */
class ProviderStreamTests {

    private static final String DONE = "data: [DONE]\n\n";
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}";
    private static final String TEXT = event("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]");

    @Test
    void azuresFilterResultsWithoutChoicesAreNotTheUsageEvent() {
        String filter = event("\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]");
        String withNull = event("\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}],\"usage\":null");
        String stop = event("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":null");

        StreamFeed.Result result =
                split(filter + withNull + TEXT + stop + event("\"choices\":[]," + USAGE) + DONE, true);

        assertThat(result.forwarded())
                .isEqualTo((filter + withNull + TEXT + stop + DONE).replace(",\"usage\":null", ""));
        assertThat(result.usage()).isEqualTo(new Usage(5, 7, 12, null, null, null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stop",
                "length",
                "eos",
                "model_length",
                "content_filter",
                "sensitive",
                "insufficient_system_resource"
            })
    void usageThatComesWithTheLastChoiceStaysUnlessOnlyTheGatewayAskedForIt(String finish) {
        String last = event("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"" + finish
                + "\"}]," + USAGE);

        StreamFeed.Result result = split(TEXT + last, false);

        assertThat(result.forwarded()).isEqualTo(TEXT + last + DONE);
        assertThat(split(TEXT + last, true).forwarded()).isEqualTo(TEXT + last.replace("," + USAGE, "") + DONE);
        assertThat(result.complete()).isTrue();
        assertThat(result.usage()).isEqualTo(new Usage(5, 7, 12, null, null, null));
    }

    @Test
    void mistralsToolCallWithoutATypeIsOutput() {
        String call = event(
                "\"choices\":[{\"index\":0,\"delta\":{\"content\":null,\"tool_calls\":[{\"id\":\"gSIMJiOkT\",\"function\":{\"name\":\"weather\",\"arguments\":\"{}\"}}]},\"finish_reason\":\"tool_calls\"}],"
                        + USAGE);

        StreamFeed.Result result = split(call + DONE, false);

        assertThat(result.forwarded()).isEqualTo(call + DONE);
        assertThat(result.realOutputs()).isEqualTo(1);
    }

    @Test
    void deepSeeksCommentsPassAndAreNoOutput() {
        String alive = ": keep-alive\n\n: keep-alive\n\n";

        StreamFeed.Result result = split(alive, false);

        assertThat(result.forwarded()).isEqualTo(alive);
        assertThat(result.events()).isZero();
        assertThat(result.realOutput()).isFalse();
    }

    @Test
    void googlesCrLfAndUsageInEveryChunkPassUnchanged() {
        String stop = event("\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]," + USAGE);
        String wire = (event("\"choices\":[{\"index\":0,\"delta\":{\"content\":\"grün\"}}]," + USAGE) + stop)
                .replace("\n", "\r\n");

        StreamFeed.Result result = split(wire, false);

        assertThat(result.forwarded()).isEqualTo(wire + DONE);
        assertThat(result.complete()).isTrue();
    }

    /** Returns what comes of it whole, after checking that pieces make no difference. */
    private static StreamFeed.Result split(String wire, boolean stripUsage) {
        byte[] bytes = wire.getBytes(StandardCharsets.UTF_8);
        StreamFeed.Result whole = StreamFeed.whole(wire, stripUsage);
        assertThat(StreamFeed.pieces(bytes, stripUsage, 1)).isEqualTo(whole);
        assertThat(StreamFeed.random(bytes, stripUsage, new Random(20261121))).isEqualTo(whole);
        return whole;
    }

    private static String event(String members) {
        return "data: {\"id\":\"1\",\"object\":\"chat.completion.chunk\"," + members + "}\n\n";
    }
}
