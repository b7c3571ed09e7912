package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Server-sent events in the making, ended by OpenAI's terminator. */
final class EventStream {

    private final StringBuilder events = new StringBuilder();
    private int count;

    EventStream add(ObjectNode event) {
        return addData(event.toString());
    }

    /**
     * Returns the answer, sent in as many pieces as it has events. A piece need not end where an event ends: readers of
     * real streams meet that too.
     */
    ResponseDefinitionBuilder spreadOver(Duration duration) {
        addData("[DONE]");
        return aResponse()
                .withStatus(200)
                .withHeader("content-type", "text/event-stream; charset=utf-8")
                .withBody(events.toString())
                .withChunkedDribbleDelay(count, (int) duration.toMillis());
    }

    private EventStream addData(String data) {
        events.append("data: ").append(data).append("\n\n");
        count++;
        return this;
    }
}
