package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What clients let a model answer by a schema. */
record Forecast(String city, int degrees) {

    static final Forecast ROME = new Forecast("Rome", 21);

    /** What a model says then, as it stands between the quotes of JSON. */
    static final String SAID = "{\\\"city\\\":\\\"Rome\\\",\\\"degrees\\\":21}";

    /** The schema, for clients that take one as it is. */
    static final Map<String, Object> SCHEMA = schema(Map.of("type", "integer"));

    private static Map<String, Object> schema(Map<String, String> degrees) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("city", Map.of("type", "string"));
        properties.put("degrees", degrees);
        return Map.of(
                "type",
                "object",
                "properties",
                properties,
                "required",
                List.of("city", "degrees"),
                "additionalProperties",
                false);
    }

    /** Fails unless a provider has been asked for just this. */
    static void assertIsSchema(JsonNode schema) {
        assertIsSchema(schema, Map.of("type", "integer"));
    }

    /** Fails unless a provider has been asked for this, with such degrees. */
    static void assertIsSchema(JsonNode schema, Map<String, String> degrees) {
        assertThat(schema.isObject()).as("%s", schema).isTrue();
        assertThat(((ObjectNode) schema).without("$schema"))
                .isEqualTo(JsonMapper.builder().build().valueToTree(schema(degrees)));
    }
}
