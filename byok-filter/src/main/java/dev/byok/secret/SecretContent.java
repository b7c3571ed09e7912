package dev.byok.secret;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a reference selects of the bytes it points to: the whole, or one field of a JSON object. */
public final class SecretContent {

    private static final JsonMapper JSON = JsonMapper.shared();

    private SecretContent() {}

    /**
     * Returns what the reference selects of its content.
     *
     * @throws SecretUnavailableException if it selects nothing that could be a credential; the content is not quoted
     */
    public static Secret select(SecretReference reference, byte[] content) {
        String field = reference.field();
        return whole(
                reference,
                field == null ? content : field(reference, field, content).getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #select}, for references whose field is no part of the content. */
    public static Secret whole(SecretReference reference, byte[] content) {
        try {
            return Secret.of(content);
        } catch (IllegalArgumentException e) {
            throw new SecretUnavailableException(reference, String.valueOf(e.getMessage()));
        }
    }

    private static String field(SecretReference reference, String field, byte[] content) {
        JsonNode value = parse(reference, content).get(field);
        if (value == null) {
            throw new SecretUnavailableException(reference, "there is no such field");
        }
        if (!value.isString()) {
            throw new SecretUnavailableException(reference, "the field is not text");
        }
        return value.stringValue();
    }

    private static JsonNode parse(SecretReference reference, byte[] content) {
        try {
            JsonNode node = JSON.readTree(content);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Its message may quote the content.
            throw new SecretUnavailableException(reference, "a field is asked for, but the content is not JSON");
        }
        throw new SecretUnavailableException(reference, "a field is asked for, but the content is not a JSON object");
    }
}
