package dev.byok.e2e;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a gateway says that it would do with a request. */
record DryRun(JsonNode plan) {

    static final String HEADER = "x-byok-dry-run";

    /** Asks for the plan of a chat request with these headers. */
    static DryRun of(Client client, String body, String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = HEADER;
        all[headers.length + 1] = "true";
        return new DryRun(client.chat(body, all).json());
    }

    /** Returns the attempts in their order, each as its model, provider, key and tier. */
    List<String> attempts() {
        return rows(plan.path("attempts"));
    }

    /** Returns a row of a plan, or of an error's {@code attempts[]}, as its model, provider, key and tier. */
    static List<String> rows(JsonNode list) {
        List<String> rows = new ArrayList<>();
        for (JsonNode row : list) {
            rows.add(row.path("model").asString() + " " + row.path("provider").asString() + " "
                    + row.path("key").asString("?") + " " + row.path("tier").asString());
        }
        return rows;
    }

    /** Returns the status and code of the error that the request itself would get at once; empty if none. */
    String refusal() {
        JsonNode refusal = plan.path("refusal");
        return refusal.isObject()
                ? refusal.path("status").asInt() + " " + refusal.path("code").asString()
                : "";
    }
}
