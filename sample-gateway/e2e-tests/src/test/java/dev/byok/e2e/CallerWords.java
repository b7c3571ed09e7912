package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dialects of callers: how each asks, and how its clients read what they get. */
enum CallerWords {
    OPENAI("/chat/completions") {

        @Override
        String text(Reply whole) {
            return whole.json().at("/choices/0/message/content").asString();
        }

        @Override
        String text(JsonNode event) {
            return event.at("/choices/0/delta/content").asString("");
        }

        @Override
        void isWhole(List<String> events) {
            assertThat(events).last().isEqualTo(Answers.DONE);
            assertThat(events).filteredOn(Answers.DONE::equals).hasSize(1);
            assertThat(read(events))
                    .filteredOn(event -> event.at("/choices/0/finish_reason").isString())
                    .hasSize(1);
            assertThat(read(events)).noneMatch(event -> event.has("error"));
        }

        @Override
        void isBroken(List<String> events, String code, String generation) {
            JsonNode last = last(events);
            assertThat(last.at("/error/code").asString()).isEqualTo(code);
            assertThat(last.at("/error/message").asString()).isNotEmpty();
            assertThat(last.toString()).contains(generation);
            assertThat(read(events)).filteredOn(event -> event.has("error")).hasSize(1);
            assertThat(events).doesNotContain(Answers.DONE);
            assertThat(read(events))
                    .noneMatch(event -> event.at("/choices/0/finish_reason").isString());
        }

        @Override
        void isRefusal(Reply reply, String code) {
            assertThat(reply.errorCode()).isEqualTo(code);
            assertThat(reply.error().path("type").asString()).isNotEmpty();
            assertThat(reply.json().has("type")).isFalse();
        }
    },

    ANTHROPIC("/messages") {

        @Override
        String text(Reply whole) {
            return whole.json().at("/content/0/text").asString();
        }

        @Override
        String text(JsonNode event) {
            return event.at("/delta/text").asString("");
        }

        @Override
        void isWhole(List<String> events) {
            List<String> types =
                    types(events).stream().filter(type -> !type.equals("ping")).toList();
            assertThat(types).startsWith("message_start").endsWith("message_delta", "message_stop");
            assertThat(types).filteredOn("message_start"::equals).hasSize(1);
            assertThat(types).filteredOn("message_delta"::equals).hasSize(1);
            assertThat(types)
                    .filteredOn(type -> type.equals("content_block_start"))
                    .hasSameSizeAs(types.stream()
                            .filter(type -> type.equals("content_block_stop"))
                            .toList());
            assertThat(types).doesNotContain("error");
        }

        @Override
        void isBroken(List<String> events, String code, String generation) {
            JsonNode last = last(events);
            assertThat(events).last().asString().startsWith("event: error\n");
            assertThat(last.path("type").asString()).isEqualTo("error");
            assertThat(last.at("/error/type").asString()).isEqualTo(TYPES.get(code));
            assertThat(last.at("/error/code").asString()).isEqualTo(code);
            assertThat(last.path("request_id").asString()).isEqualTo(generation);
            assertThat(types(events)).filteredOn("error"::equals).hasSize(1);
            assertThat(types(events)).doesNotContain("message_stop", "message_delta");
        }

        @Override
        void isRefusal(Reply reply, String code) {
            assertThat(reply.json().path("type").asString()).isEqualTo("error");
            assertThat(reply.error().path("type").asString()).isEqualTo(TYPES.get(code));
            assertThat(reply.errorCode()).isEqualTo(code);
        }

        private static List<String> types(List<String> events) {
            return read(events).stream()
                    .map(event -> event.path("type").asString())
                    .toList();
        }
    };

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DATA = "data: ";
    private static final Map<String, String> TYPES = Map.of(
            "upstream_error", "api_error",
            "upstream_timeout", "timeout_error",
            "invalid_request", "invalid_request_error",
            "context_length_exceeded", "invalid_request_error");

    private final String path;

    CallerWords(String path) {
        this.path = path;
    }

    String path() {
        return path;
    }

    static String ask(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"max_tokens\":9," + (stream ? "\"stream\":true," : "")
                + "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /** Returns what an answer says that is not streamed. */
    abstract String text(Reply whole);

    abstract String text(JsonNode event);

    /** Returns what a stream says. */
    final String text(List<String> events) {
        StringBuilder text = new StringBuilder();
        read(events).forEach(event -> text.append(text(event)));
        return text.toString();
    }

    /** Expects that a stream ends as one that is whole, once. */
    abstract void isWhole(List<String> events);

    /** Expects that a stream ends with an error, that nothing follows it, and that nothing says that it was whole. */
    abstract void isBroken(List<String> events, String code, String generation);

    abstract void isRefusal(Reply reply, String code);

    private static JsonNode last(List<String> events) {
        List<JsonNode> read = read(events);
        assertThat(read).isNotEmpty();
        return read.get(read.size() - 1);
    }

    /** Every event that has data, the terminator excepted, is JSON. */
    private static List<JsonNode> read(List<String> events) {
        List<JsonNode> read = new ArrayList<>();
        for (String event : events) {
            int data = event.startsWith(DATA) ? 0 : event.indexOf("\n" + DATA) + 1;
            if ((data > 0 || event.startsWith(DATA)) && !event.equals(Answers.DONE)) {
                read.add(JSON.readTree(event.substring(data + DATA.length())));
            }
        }
        return read;
    }
}
