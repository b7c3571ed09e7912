package dev.byok.e2e;

import com.anthropic.core.ObjectMappers;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.Usage;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an answer comes to in any dialect, so that one can be compared with its translation.
 *
 * @param calls the calls of the caller's own tools: id, name, arguments
 * @param stop why it ended, in the words of OpenAI
 * @param input the tokens of the prompt, with those of a cache
 * @param cached those of them that were read from a cache
 */
record Said(String text, String thought, List<String> calls, String stop, long input, long cached, long output) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Reads the events of one of Anthropic's streams; what was summed up before the answer counts as well. */
    static Said ofMessages(Iterable<JsonNode> events) {
        Draft said = new Draft();
        for (JsonNode block : StreamedMessage.content(events)) {
            switch (block.path("type").asString()) {
                case "text" -> said.text.append(block.path("text").asString());
                case "thinking" -> said.thought.append(block.path("thinking").asString());
                case "tool_use" ->
                    said.call(
                            block.path("id"),
                            block.path("name"),
                            block.path("input").toString());
                default -> {
                    // what Anthropic runs by itself is no part of an answer in another dialect
                }
            }
        }
        long[] usage = new long[4];
        for (JsonNode event : events) {
            JsonNode reported = event.has("message") ? event.at("/message/usage") : event.path("usage");
            usage[0] = reported.path("input_tokens").asLong(usage[0]);
            usage[1] = reported.path("cache_creation_input_tokens").asLong(usage[1]);
            usage[2] = reported.path("cache_read_input_tokens").asLong(usage[2]);
            usage[3] = reported.path("output_tokens").asLong(usage[3]);
            for (JsonNode each : reported.path("iterations")) {
                if (each.path("type").asString().equals("compaction")) {
                    usage[0] += each.path("input_tokens").asLong();
                    usage[3] += each.path("output_tokens").asLong();
                }
            }
            said.stop = event.at("/delta/stop_reason").asString(said.stop);
        }
        return said.as(finish(said.stop), usage[0] + usage[1] + usage[2], usage[2], usage[3]);
    }

    /** Reads what Anthropic's own client has made of a stream. */
    static Said of(Message message) {
        Draft said = new Draft();
        message.content().forEach(block -> {
            block.text().ifPresent(each -> said.text.append(each.text()));
            block.thinking().ifPresent(each -> said.thought.append(each.thinking()));
            block.toolUse()
                    .ifPresent(each -> said.calls.add(each.id() + " " + each.name() + " " + json(each._input())));
        });
        Usage usage = message.usage();
        long cached = usage.cacheReadInputTokens().orElse(0L);
        return said.as(
                finish(message.stopReason().orElseThrow().asString()),
                usage.inputTokens() + usage.cacheCreationInputTokens().orElse(0L) + cached,
                cached,
                usage.outputTokens());
    }

    private static String json(Object input) {
        try {
            return ObjectMappers.jsonMapper().writeValueAsString(input);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String finish(String stopReason) {
        return switch (stopReason) {
            case "end_turn", "stop_sequence" -> "stop";
            case "tool_use" -> "tool_calls";
            case "max_tokens" -> "length";
            case "refusal" -> "content_filter";
            default -> stopReason;
        };
    }

    /** Reads chunks of OpenAI's dialect: some hold their text in parts, some count thoughts in the sum alone. */
    static Said ofChat(Iterable<JsonNode> chunks) {
        Draft said = new Draft();
        JsonNode usage = JSON.missingNode();
        for (JsonNode chunk : chunks) {
            JsonNode delta = chunk.at("/choices/0/delta");
            JsonNode content = delta.path("content");
            said.text.append(content.asString(""));
            content.forEach(part -> {
                said.text.append(part.path("text").asString(""));
                part.path("thinking")
                        .forEach(each -> said.thought.append(each.path("text").asString("")));
            });
            JsonNode thought = delta.path("reasoning_content");
            said.thought.append((thought.isString() ? thought : delta.path("reasoning")).asString(""));
            said.stop = chunk.at("/choices/0/finish_reason").asString(said.stop);
            usage = chunk.path("usage").isObject() ? chunk.path("usage") : usage;
        }
        for (JsonNode call : StreamedChat.message(chunks).path("tool_calls")) {
            said.call(
                    call.path("id"),
                    call.at("/function/name"),
                    call.at("/function/arguments").asString(""));
        }
        long input = usage.path("prompt_tokens").asLong(0);
        return said.as(
                said.stop,
                input,
                usage.at("/prompt_tokens_details/cached_tokens").asLong(0),
                usage.path("total_tokens").asLong(input) - input);
    }

    /** Reads the events of one of Bedrock's streams, each in an object under its name. */
    static Said ofConverse(Iterable<JsonNode> events) {
        Draft said = new Draft();
        List<JsonNode> starts = new ArrayList<>();
        StringBuilder input = new StringBuilder();
        JsonNode usage = JSON.missingNode();
        for (JsonNode event : events) {
            JsonNode delta = event.at("/contentBlockDelta/delta");
            said.text.append(delta.path("text").asString(""));
            said.thought.append(delta.at("/reasoningContent/text").asString(""));
            input.append(delta.at("/toolUse/input").asString(""));
            JsonNode start = event.at("/contentBlockStart/start/toolUse");
            if (start.isObject()) {
                starts.add(start);
            } else if (event.has("contentBlockStop") && !starts.isEmpty()) {
                said.call(starts.get(0).path("toolUseId"), starts.get(0).path("name"), input.toString());
                starts.clear();
                input.setLength(0);
            }
            said.stop = event.at("/messageStop/stopReason").asString(said.stop);
            usage = event.has("metadata") ? event.at("/metadata/usage") : usage;
        }
        long cached = usage.path("cacheReadInputTokens").asLong(0);
        return said.as(
                finish(said.stop),
                usage.path("inputTokens").asLong(0)
                        + usage.path("cacheWriteInputTokens").asLong(0)
                        + cached,
                cached,
                usage.path("outputTokens").asLong(0));
    }

    private static final class Draft {

        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thought = new StringBuilder();
        private final List<String> calls = new ArrayList<>();
        private String stop = "";

        private void call(JsonNode id, JsonNode name, String arguments) {
            calls.add(id.asString("") + " " + name.asString("") + " "
                    + JSON.readTree(arguments.isEmpty() ? "{}" : arguments));
        }

        private Said as(String finish, long input, long cached, long output) {
            return new Said(text.toString(), thought.toString(), calls, finish, input, cached, output);
        }
    }
}
