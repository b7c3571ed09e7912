package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import dev.byok.e2e.FakeProvider.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A provider of each dialect, for what clients do alike at all of them: what it answers and has been asked. */
enum AnyUpstream {
    GPT("sk-g1", "call_") {
        @Override
        Behaviour says(String text) {
            return Answers.ok(text);
        }

        @Override
        Behaviour answers(JsonNode answer) {
            return (call, response) -> call.streamed()
                    ? FakeProvider.stream(response, Flux.fromIterable(NativeStreams.openai(answer)))
                    : Answers.json(response, 200, answer.toString());
        }

        @Override
        Behaviour goesOn() {
            return Answers.events(
                    Flux.just(Answers.role(), Answers.content("Hello")).concatWith(Flux.never()));
        }

        @Override
        JsonNode schema(JsonNode asked) {
            return asked.at("/response_format/json_schema/schema");
        }
    },
    CLAUDE("sk-c1", "toolu_01") {
        @Override
        Behaviour says(String text) {
            return AnthropicAnswers.ok(text);
        }

        @Override
        Behaviour answers(JsonNode answer) {
            return (call, response) -> call.streamed()
                    ? FakeProvider.stream(response, Flux.fromIterable(NativeStreams.anthropic(answer)))
                    : Answers.json(response, 200, answer.toString());
        }

        @Override
        Behaviour goesOn() {
            return Answers.events(
                    Flux.just(AnthropicAnswers.start(), AnthropicAnswers.textStart(), AnthropicAnswers.text("Hello"))
                            .concatWith(Flux.never()));
        }

        @Override
        JsonNode schema(JsonNode asked) {
            return asked.at("/output_config/format/schema");
        }
    },
    BEDROCK("sk-b1", "tooluse_01") {
        @Override
        Behaviour says(String text) {
            return BedrockAnswers.ok(text);
        }

        @Override
        Behaviour answers(JsonNode answer) {
            return (call, response) -> call.path().endsWith("/converse-stream")
                    ? BedrockAnswers.events(Flux.fromIterable(NativeStreams.bedrock(answer)))
                            .answer(call, response)
                    : Answers.json(response, 200, answer.toString());
        }

        @Override
        Behaviour goesOn() {
            return BedrockAnswers.events(Flux.just(BedrockAnswers.start(), BedrockAnswers.text("Hello"))
                    .concatWith(Flux.never()));
        }

        @Override
        JsonNode schema(JsonNode asked) {
            return JSON.readTree(asked.at("/outputConfig/textFormat/structure/jsonSchema/schema")
                    .asString("null"));
        }
    };

    /** Claude, as Bedrock calls it. */
    static final String CLAUDE_OF_BEDROCK = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    /** What {@link #calls} is asked. */
    static final String QUESTION = "Compare the weather in Lisbon and Porto.";

    /** What {@link #calls} says when it has been told the weather. */
    static final String COMPARED = "Lisbon is warmer.";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String credential;
    private final String ids;

    AnyUpstream(String credential, String ids) {
        this.credential = credential;
        this.ids = ids;
    }

    /** Returns its name on the stage. */
    String provider() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Sets what it does on a stage. */
    FakeProvider on(Stage stage, Behaviour behaviour) {
        return stage.upstream(provider()).on(credential, behaviour);
    }

    /** A whole or streamed answer with this text, as it stands between the quotes of JSON. */
    abstract Behaviour says(String text);

    /** This answer, whole or as the stream that it would have been. */
    abstract Behaviour answers(JsonNode answer);

    /** A stream that says Hello and does not end. */
    abstract Behaviour goesOn();

    /** Returns the schema by which it has been asked to answer. */
    abstract JsonNode schema(JsonNode asked);

    JsonNode schema(Call call) {
        return schema(JSON.readTree(call.body()));
    }

    /** Calls {@code get_weather} for Lisbon and for Porto, as recorded, and compares what it is told. */
    Behaviour calls() {
        JsonNode recorded = Recordings.answers(this == GPT ? "openai" : this == CLAUDE ? "anthropic" : "bedrock");
        Behaviour call = answers(recorded.get(2));
        Behaviour answer = answers(recorded.get(3));
        return (asked, response) -> (results(asked).isEmpty() ? call : answer).answer(asked, response);
    }

    /** Returns what it has been told when the two calls came to this. */
    List<String> told(String lisbon, String porto) {
        return List.of(ids + "A: " + lisbon, ids + "B: " + porto);
    }

    /** Returns the results of calls in a request, each after the call's id. */
    static List<String> results(Call call) {
        JsonNode body = JSON.readTree(call.body());
        List<String> results = new ArrayList<>();
        for (String id : List.of("tool_call_id", "tool_use_id", "toolUseId")) {
            for (JsonNode result : body.findParents(id)) {
                if (result.has("content")) {
                    results.add(result.path(id).asString() + ": " + text(result.path("content")));
                }
            }
        }
        return results;
    }

    private static String text(JsonNode content) {
        StringBuilder text = new StringBuilder(content.asString(""));
        content.forEach(part -> text.append(part.path("text").asString("")));
        return text.toString();
    }
}
