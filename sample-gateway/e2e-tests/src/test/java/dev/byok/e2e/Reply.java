package dev.byok.e2e;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An answer as the caller got it. */
record Reply(int status, HttpHeaders headers, String body) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static Reply of(HttpResponse<String> response) {
        return new Reply(response.statusCode(), response.headers(), response.body());
    }

    @Nullable
    String header(String name) {
        return headers.firstValue(name).orElse(null);
    }

    JsonNode json() {
        return JSON.readTree(body);
    }

    JsonNode error() {
        return json().path("error");
    }

    String errorCode() {
        return error().path("code").asString();
    }

    String errorMessage() {
        return error().path("message").asString();
    }

    /** Returns {@code error.metadata.attempts[]}, each as its key, status and outcome. */
    List<String> attempts() {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : error().path("metadata").path("attempts")) {
            rows.add(row.path("key").asString("?") + " " + row.path("status").asInt(0) + " "
                    + row.path("outcome").asString());
        }
        return rows;
    }

    /** Returns the keys of {@code error.metadata.attempts[]} in their order. */
    List<String> keysTried() {
        List<String> names = new ArrayList<>();
        for (JsonNode row : error().path("metadata").path("attempts")) {
            names.add(row.path("key").asString("?"));
        }
        return names;
    }

    /** Returns those of {@code error.metadata.excluded_by[]} that are left out with all their keys, each with its reason. */
    List<String> excludedEndpoints() {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : error().path("metadata").path("excluded_by")) {
            if (!row.has("tier")) {
                rows.add(row.path("model").asString() + " "
                        + row.path("provider").asString() + " "
                        + row.path("reason").asString() + " " + row.path("file").asString());
            }
        }
        return rows;
    }

    /** Returns {@code error.metadata.excluded_by[]}, each as its key, tier and reason. */
    List<String> exclusions() {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : error().path("metadata").path("excluded_by")) {
            rows.add(row.path("key").asString("?") + " " + row.path("tier").asString("?") + " "
                    + row.path("reason").asString());
        }
        return rows;
    }
}
