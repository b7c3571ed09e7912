package dev.byok.e2e;

import dev.byok.e2e.FakeProvider.Behaviour;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;

/** Further answers of providers: tools, embeddings, legacy completions, and one answer after the other. */
final class SdkAnswers {

    private static final String CALL_START =
            "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}]}";
    private static final String CALL_REST = "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"%s\"}}]}";

    private SdkAnswers() {}

    /** The behaviours in their order, the last for good. */
    static Behaviour inTurn(Behaviour... behaviours) {
        AtomicInteger turn = new AtomicInteger();
        return (call, response) ->
                behaviours[Math.min(turn.getAndIncrement(), behaviours.length - 1)].answer(call, response);
    }

    /** A call of the tool {@code weather} for Paris, whole or in pieces. */
    static Behaviour toolCall() {
        return (call, response) -> call.streamed()
                ? FakeProvider.stream(
                        response,
                        Flux.just(
                                Answers.chunk(CALL_START, "null"),
                                Answers.chunk(CALL_REST.formatted("{\\\"city\\\":"), "null"),
                                Answers.chunk(CALL_REST.formatted("\\\"Paris\\\"}"), "null"),
                                Answers.chunk("{}", "\"tool_calls\""),
                                Answers.usage(),
                                Answers.DONE))
                : Answers.json(response, 200, """
                        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"upstream-model",
                        "choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[
                        {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Paris\\"}"}}]},
                        "logprobs":null,"finish_reason":"tool_calls"}]}""");
    }

    static Behaviour embedding() {
        return Answers.status(200, """
                {"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5,-0.25,1.0]}],
                "model":"embed-upstream","usage":{"prompt_tokens":2,"total_tokens":2}}""");
    }

    /** A legacy completion of two words, whole or streamed. */
    static Behaviour completion() {
        return (call, response) -> call.streamed()
                ? FakeProvider.stream(
                        response,
                        Flux.just(
                                "data: " + text("hello ", "null") + "\n\n",
                                "data: " + text("world", "\"stop\"") + "\n\n",
                                Answers.DONE))
                : Answers.json(response, 200, text("hello world", "\"stop\""));
    }

    private static String text(String text, String finish) {
        return "{\"id\":\"cmpl-1\",\"object\":\"text_completion\",\"created\":1700000000,\"model\":\"instruct-upstream\","
                + "\"choices\":[{\"index\":0,\"text\":\"" + text + "\",\"logprobs\":null,\"finish_reason\":" + finish
                + "}]}";
    }
}
