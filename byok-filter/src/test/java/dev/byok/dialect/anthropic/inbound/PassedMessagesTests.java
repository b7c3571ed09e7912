package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PassedMessagesTests {

    private static final String START =
            event("message_start", ",\"message\":{\"id\":\"m\",\"usage\":{\"input_tokens\":43,\"output_tokens\":1}}");
    private static final String BLOCK =
            event("content_block_start", ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
    private static final String TEXT =
            event("content_block_delta", ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}");
    private static final String STOP = event("message_stop", "");

    private static String event(String type, String members) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"" + members + "}\n\n";
    }

    private static String end(String usage) {
        return event("message_delta", ",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{" + usage + "}");
    }

    private static MessageFeed feed(String... events) {
        return MessageFeed.whole(new AnthropicInbound().passing(), String.join("", events));
    }

    @Test
    void passesAsItIsAndKnowsTheUsageOfAllItsParts() {
        String wire = START + BLOCK + event("ping", "") + TEXT + TEXT + end("\"output_tokens\":7") + STOP;
        MessageFeed feed = feed(wire);

        assertThat(feed.forwarded()).isEqualTo(wire);
        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.stream().realOutputs()).isEqualTo(3);
        assertThat(feed.stream().usage()).isEqualTo(new Usage(43, 7, 50, null, null, null));
    }

    @Test
    void whatIsSaidLastHolds() {
        assertThat(feed(START, TEXT, end("\"input_tokens\":61,\"output_tokens\":7"), STOP).stream()
                        .usage())
                .isEqualTo(new Usage(61, 7, 68, null, null, null));
    }

    @Test
    void eventsWithoutATypeBesideThemAreToldByTheirData() {
        String wire = (START + BLOCK + TEXT + end("\"output_tokens\":7") + STOP).replaceAll("event: .*\n", "");
        MessageFeed feed = feed(wire);

        assertThat(feed.forwarded()).isEqualTo(wire);
        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.stream().realOutputs()).isEqualTo(2);
    }

    @Test
    void nothingFollowsTheEnd() {
        assertThat(feed(START, TEXT, end(""), STOP, START, TEXT).forwarded()).endsWith(STOP);
    }

    @Test
    void anEndThatIsMissingIsAdded() {
        MessageFeed feed = feed(START, TEXT, end(""));

        assertThat(feed.stream().complete()).isTrue();
        assertThat(feed.forwarded()).endsWith(STOP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event: error\n", ""})
    void anErrorIsNotPassed(String type) {
        String data = "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}";
        MessageFeed feed = feed(START, type + "data: " + data + "\n\n", TEXT);

        assertThat(feed.forwarded()).isEqualTo(START);
        assertThat(feed.stream().errorPayload()).asString().isEqualTo(data);
        assertThat(feed.stream().realOutput()).isFalse();
        assertThat(feed.stream().complete()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}",
                "\"content_block\":{\"type\":\"redacted_thinking\",\"data\":\"x\"}"
            })
    void whatBeginsWithSomethingIsOutput(String block) {
        assertThat(feed(START, event("content_block_start", ",\"index\":0," + block)).stream()
                        .realOutput())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"delta\":{\"type\":\"text_delta\",\"text\":\"\"}",
                "\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"
            })
    void whatIsEmptyIsNone(String delta) {
        assertThat(feed(START, BLOCK, event("content_block_delta", ",\"index\":0," + delta)).stream()
                        .realOutput())
                .isFalse();
    }

    @Test
    void whatIsNoJsonIsNotPassed() {
        MessageFeed feed = feed(
                START,
                "event: content_block_delta\ndata: {\"type\":\n\n",
                TEXT,
                "event: content_block_delta\ndata: nonsense\n\n",
                end(""),
                STOP);

        assertThat(feed.forwarded()).isEqualTo(START + TEXT + end("") + STOP);
        assertThat(feed.stream().malformedEvents()).isEqualTo(2);
    }
}
