package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code completions}, whole or streamed. */
final class CompletionAnswer implements Answer {

    private final String provider;
    private final InstantSource clock;

    CompletionAnswer(String provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public ResponseDefinitionBuilder to(ObjectNode request, DemoKey key) {
        DemoText text = DemoText.of(provider, key, request, "prompt");
        ObjectNode head = Json.object()
                .put("id", "cmpl-" + Ids.next())
                .put("object", "text_completion")
                .put("created", clock.instant().getEpochSecond())
                .put("model", request.path("model").stringValue());
        return Streaming.wanted(request) ? streamed(head, request, text, key) : whole(head, text);
    }

    private static ResponseDefinitionBuilder whole(ObjectNode head, DemoText text) {
        ObjectNode answer = withChoice(head, text.whole(), text.finishReason());
        answer.set("usage", text.usage());
        return okJson(answer.toPrettyString());
    }

    private static ResponseDefinitionBuilder streamed(ObjectNode head, ObjectNode request, DemoText text, DemoKey key) {
        boolean withUsage = Streaming.usageWanted(request);
        EventStream stream = new EventStream();
        for (String token : text.tokens()) {
            stream.add(chunk(head, token, null, withUsage));
        }
        stream.add(chunk(head, "", text.finishReason(), withUsage));
        if (withUsage) {
            ObjectNode last = head.deepCopy();
            last.putArray("choices");
            last.set("usage", text.usage());
            stream.add(last);
        }
        return stream.spreadOver(key.behaviour().streamDuration());
    }

    private static ObjectNode chunk(ObjectNode head, String token, @Nullable String finishReason, boolean withUsage) {
        ObjectNode chunk = withChoice(head, token, finishReason);
        return withUsage ? chunk.putNull("usage") : chunk;
    }

    private static ObjectNode withChoice(ObjectNode head, String text, @Nullable String finishReason) {
        ObjectNode answer = head.deepCopy();
        answer.putArray("choices")
                .addObject()
                .put("text", text)
                .put("index", 0)
                .putNull("logprobs")
                .put("finish_reason", finishReason);
        return answer;
    }
}
