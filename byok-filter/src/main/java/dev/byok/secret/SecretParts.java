package dev.byok.secret;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The credentials in a secret that is a JSON text, as that of an AWS access key: none of them is sent as it stands there. */
final class SecretParts {

    /** What is shorter says where something is, rather than open it. */
    private static final int SHORTEST = 16;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    static {
        // The first reading of a mapper makes what others wait for, behind a lock.
        JSON.readTree("{}");
    }

    private SecretParts() {}

    /** Returns them; none where the value is no JSON object or array. */
    static List<byte[]> of(byte[] value) {
        List<byte[]> parts = new ArrayList<>();
        int first = 0;
        while (first < value.length && value[first] == ' ') {
            first++;
        }
        if (first < value.length && (value[first] == '{' || value[first] == '[')) {
            try {
                addAll(JSON.readTree(value), parts);
            } catch (JacksonException e) {
                return List.of();
            }
        }
        return parts;
    }

    private static void addAll(JsonNode node, List<byte[]> parts) {
        if (node.isString()) {
            String text = node.stringValue();
            if (text.length() >= SHORTEST) {
                parts.add(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (JsonNode inner : node) {
            addAll(inner, parts);
        }
    }
}
