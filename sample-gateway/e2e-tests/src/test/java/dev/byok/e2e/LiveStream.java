package dev.byok.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A streamed answer, read event by event as the test asks for them. Closing it early closes the connection. */
final class LiveStream implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BUFFER = 64 * 1024;

    private final HttpResponse<InputStream> response;
    private final InputStream bytes;

    LiveStream(HttpResponse<InputStream> response) {
        this.response = response;
        this.bytes = new BufferedInputStream(response.body(), BUFFER);
    }

    int status() {
        return response.statusCode();
    }

    @Nullable
    String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** Waits for the next event and returns it with its blank line; null where the stream ends properly. */
    @Nullable
    String next() {
        ByteArrayOutputStream event = new ByteArrayOutputStream();
        try {
            int last = 0;
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                event.write(next);
                if (next == '\n' && last == '\n') {
                    return event.toString(StandardCharsets.UTF_8);
                }
                last = next;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (event.size() > 0) {
            throw new AssertionError("the stream ends within an event: " + event.toString(StandardCharsets.UTF_8));
        }
        return null;
    }

    /** Reads to the end. */
    List<String> rest() {
        List<String> events = new ArrayList<>();
        for (String event = next(); event != null; event = next()) {
            events.add(event);
        }
        return events;
    }

    /** Returns the text that the events carry. */
    static String text(List<String> events) {
        StringBuilder text = new StringBuilder();
        for (String event : events) {
            if (event.startsWith("data: {")) {
                text.append(JSON.readTree(event.substring("data: ".length()))
                        .path("choices")
                        .path(0)
                        .path("delta")
                        .path("content")
                        .asString(""));
            }
        }
        return text.toString();
    }

    @Override
    public void close() {
        try {
            bytes.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
