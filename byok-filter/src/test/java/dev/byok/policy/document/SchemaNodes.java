package dev.byok.policy.document;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The schemas as trees, and what a validator makes of them. */
final class SchemaNodes {

    private static final Map<String, PolicySchema> OF_FILES = Map.of(
            Layout.MANIFEST, PolicySchema.MANIFEST,
            Layout.PROVIDERS, PolicySchema.PROVIDERS,
            Layout.MODELS, PolicySchema.MODELS,
            Layout.PROFILES, PolicySchema.PROFILES);

    /** Editors show {@code patternErrorMessage} in the place of a pattern; to a validator it says nothing. */
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(Dialect.builder(Dialects.getDraft7())
            .keyword(new NonValidationKeyword("patternErrorMessage"))
            .build());

    private static final Map<PolicySchema, JsonNode> ROOTS = new EnumMap<>(PolicySchema.class);
    private static final Map<PolicySchema, Schema> VALIDATORS = new EnumMap<>(PolicySchema.class);

    static {
        for (PolicySchema schema : PolicySchema.values()) {
            JsonNode root = JsonMapper.shared().readTree(schema.text());
            ROOTS.put(schema, root);
            VALIDATORS.put(schema, REGISTRY.getSchema(root));
        }
    }

    private SchemaNodes() {}

    /** Returns the schema of a policy's file. */
    static PolicySchema ofFile(String file) {
        return OF_FILES.getOrDefault(file, Layout.isScenarios(file) ? PolicySchema.SCENARIOS : PolicySchema.WORKSPACE);
    }

    static JsonNode root(PolicySchema schema) {
        JsonNode root = ROOTS.get(schema);
        if (root == null) {
            throw new IllegalArgumentException("no tree of " + schema);
        }
        return root;
    }

    /** Returns what the schema of a file says against its content; empty where it accepts it. */
    static List<String> objections(String file, JsonNode content) {
        Schema validator = VALIDATORS.get(ofFile(file));
        if (validator == null) {
            throw new IllegalArgumentException("no schema of " + file);
        }
        return validator.validate(content).stream().map(Object::toString).toList();
    }
}
