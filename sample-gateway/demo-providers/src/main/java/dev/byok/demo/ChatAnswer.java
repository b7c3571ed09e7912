package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.okJson;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Answers {@code chat/completions}, whole or streamed. */
final class ChatAnswer implements Answer {

    private final String provider;
    private final InstantSource clock;

    ChatAnswer(String provider, InstantSource clock) {
        this.provider = provider;
        this.clock = clock;
    }

    @Override
    public ResponseDefinitionBuilder to(ObjectNode request, DemoKey key) {
        if (!request.path("messages").isArray()) {
            return OpenAiErrors.missing("messages");
        }
        DemoText text = DemoText.of(provider, key, request, "messages");
        return Streaming.wanted(request) ? streamed(request, text, key) : whole(request, text);
    }

    private ResponseDefinitionBuilder whole(ObjectNode request, DemoText text) {
        ObjectNode answer = head(request, "chat.completion");
        ObjectNode choice = answer.putArray("choices").addObject().put("index", 0);
        ObjectNode message = choice.putObject("message")
                .put("role", "assistant")
                .put("content", text.whole())
                .putNull("refusal");
        message.putArray("annotations");
        choice.put("finish_reason", text.finishReason());
        answer.set("usage", text.usage());
        return okJson(answer.toPrettyString());
    }

    private ResponseDefinitionBuilder streamed(ObjectNode request, DemoText text, DemoKey key) {
        ObjectNode head = head(request, "chat.completion.chunk");
        boolean withUsage = Streaming.usageWanted(request);
        EventStream stream = new EventStream();
        ObjectNode opening =
                Json.object().put("role", "assistant").put("content", "").putNull("refusal");
        stream.add(chunk(head, opening, null, withUsage));
        for (String token : text.tokens()) {
            stream.add(chunk(head, Json.object().put("content", token), null, withUsage));
        }
        stream.add(chunk(head, Json.object(), text.finishReason(), withUsage));
        if (withUsage) {
            ObjectNode last = head.deepCopy();
            last.putArray("choices");
            last.set("usage", text.usage());
            stream.add(last);
        }
        return stream.spreadOver(key.behaviour().streamDuration());
    }

    private static ObjectNode chunk(
            ObjectNode head, ObjectNode delta, @Nullable String finishReason, boolean withUsage) {
        ObjectNode chunk = head.deepCopy();
        ObjectNode choice = chunk.putArray("choices").addObject().put("index", 0);
        choice.set("delta", delta);
        choice.put("finish_reason", finishReason);
        if (withUsage) {
            chunk.putNull("usage");
        }
        return chunk;
    }

    private ObjectNode head(ObjectNode request, String object) {
        return Json.object()
                .put("id", "chatcmpl-" + Ids.next())
                .put("object", object)
                .put("created", clock.instant().getEpochSecond())
                .put("model", request.path("model").stringValue())
                .put("service_tier", "default")
                .putNull("system_fingerprint");
    }
}
