package dev.byok.idempotency;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer as it can be given again. Shows nothing of its content.
 *
 * @param headers those that belong to the answer, not to the connection or the host
 * @param body never changed
 * @param contentType the provider's; null where the gateway itself answered
 * @param generation of the request that was answered first
 */
public record StoredAnswer(
        int status,
        Map<String, List<String>> headers,
        byte[] body,
        @Nullable String contentType,
        String generation) {

    public StoredAnswer {
        Map<String, List<String>> copy = new LinkedHashMap<>();
        headers.forEach((name, values) -> copy.put(name, List.copyOf(values)));
        headers = copy;
    }

    /** Returns whether a provider gave it. */
    public boolean upstreams() {
        return contentType != null;
    }

    @Override
    public String toString() {
        return "StoredAnswer[" + status + ", " + body.length + " bytes, " + generation + "]";
    }
}
