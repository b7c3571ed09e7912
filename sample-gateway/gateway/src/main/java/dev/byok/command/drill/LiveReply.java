package dev.byok.command.drill;

import dev.byok.policy.document.Shown;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What a gateway answered.
 *
 * @param status 0 where no answer came
 * @param receipt the {@code x-byok-*} headers
 * @param body missing where it is no JSON
 * @param failure why no answer came; empty where one did
 */
record LiveReply(int status, Map<String, String> receipt, JsonNode body, String failure) {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> RECEIPT =
            List.of("x-byok-key", "x-byok-tier", "x-byok-provider", "x-byok-model", "x-byok-policy");

    static LiveReply of(HttpResponse<String> response) {
        Map<String, String> receipt = new LinkedHashMap<>();
        RECEIPT.forEach(name -> response.headers().firstValue(name).ifPresent(value -> receipt.put(name, value)));
        return new LiveReply(response.statusCode(), receipt, json(response.body()), "");
    }

    static LiveReply none(String failure) {
        return new LiveReply(0, Map.of(), MissingNode.getInstance(), failure);
    }

    private static JsonNode json(String body) {
        try {
            return JSON.readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }

    boolean served() {
        return status == 200;
    }

    /** Returns a header of the receipt; null where there is none. */
    @Nullable
    String receipt(String name) {
        return receipt.get("x-byok-" + name);
    }

    String errorCode() {
        return body.path("error").path("code").asString("");
    }

    /** Returns the error, safe to print. */
    String told() {
        if (status == 0) {
            return failure;
        }
        String message = body.path("error").path("message").asString("");
        return Shown.text(status + " " + errorCode()) + (message.isEmpty() ? "" : ": " + Shown.text(message));
    }

    /** Returns the attempts of an error that asked a provider. */
    List<Row> realAttempts() {
        return Row.of(body.path("error").path("metadata").path("attempts")).stream()
                .filter(row -> !row.simulated())
                .toList();
    }

    /** One attempt as a gateway tells of it. */
    record Row(@Nullable String key, String tier, String provider, String model, boolean simulated) {

        static List<Row> of(JsonNode list) {
            List<Row> rows = new ArrayList<>();
            for (JsonNode row : list) {
                rows.add(new Row(
                        row.has("key") ? row.path("key").asString() : null,
                        row.path("tier").asString(""),
                        row.path("provider").asString(""),
                        row.path("model").asString(""),
                        row.path("simulated").asBoolean(false)));
            }
            return rows;
        }

        /** Returns it as people are told. */
        String told() {
            return (key == null ? "a key" : Shown.text(key)) + " (" + Shown.text(tier) + " at " + Shown.text(provider)
                    + ")";
        }

        boolean isCalled(String name) {
            return name.equals(tier) || name.equals(provider) || name.equals(key);
        }
    }
}
