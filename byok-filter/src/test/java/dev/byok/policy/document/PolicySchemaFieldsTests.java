package dev.byok.policy.document;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Every field that a reader takes is in the schemas, and no other: neither misspelt nor not supported yet. */
class PolicySchemaFieldsTests {

    /** Where a schema says what a reader's section may hold. A new section of a reader belongs here. */
    private static final Map<String, List<String>> SECTIONS = Map.ofEntries(
            entry("ManifestReader.ROOT", List.of("policy.json#")),
            entry("ManifestReader.DEFAULTS", List.of("policy.json#/properties/defaults")),
            entry("ManifestReader.SECRETS", List.of("policy.json#/properties/secrets")),
            entry("ImageSourcesReader.FIELDS", List.of("policy.json#/properties/images")),
            entry("ManifestReader.WORKSPACE", List.of("policy.json#/definitions/grant")),
            entry(
                    "ManifestReader.SHARED_CAPACITY",
                    List.of("policy.json#/definitions/grant/properties/shared-capacity")),
            entry("ProvidersReader.ROOT", List.of("providers.json#")),
            entry("ProvidersReader.FIELDS", List.of("providers.json#/definitions/provider")),
            entry(
                    "ProvidersReader.DATA_POLICY",
                    List.of("providers.json#/definitions/provider/properties/data-policy")),
            entry("KeyReader.SHARED", List.of("providers.json#/definitions/key")),
            entry("KeyReader.OWN", List.of("workspace.json#/definitions/key")),
            entry(
                    "TimeoutsReader.FIELDS",
                    List.of("providers.json#/definitions/timeouts", "profiles.json#/definitions/timeouts")),
            entry("ModelsReader.ROOT", List.of("models.json#")),
            entry("ModelsReader.MODEL", List.of("models.json#/definitions/model")),
            entry("ModelsReader.ENDPOINT", List.of("models.json#/definitions/endpoint")),
            entry("PriceReader.PRICE", List.of("models.json#/definitions/price")),
            entry("ProfilesReader.ROOT", List.of("profiles.json#")),
            entry("ProfilesReader.FIELDS", List.of("profiles.json#/definitions/profile")),
            entry("DataClassesReader.FIELDS", List.of("profiles.json#/definitions/data-class")),
            entry("WorkspaceReader.ROOT", List.of("workspace.json#")),
            entry("EnvironmentsReader.FIELDS", List.of("workspace.json#/properties/environments/additionalProperties")),
            entry("WorkspaceReader.MEMBER", List.of("workspace.json#/properties/members/additionalProperties")),
            entry("WorkspaceReader.GUARDRAILS", List.of("workspace.json#/properties/guardrails")),
            entry(
                    "EndpointBoundsReader.MAX_PRICE",
                    List.of("profiles.json#/definitions/max-price", "workspace.json#/definitions/max-price")),
            entry("WorkspaceReader.KEYS", List.of("workspace.json#/definitions/keys")),
            entry("CallersReader.CALLER", List.of("workspace.json#/definitions/caller")),
            entry("CallersReader.KEY", List.of("workspace.json#/definitions/gateway-key")),
            entry("Scenarios.ROOT", List.of("scenarios.json#")),
            entry("Scenarios.SCENARIO", List.of("scenarios.json#/definitions/scenario")),
            entry("GivenReader.GIVEN", List.of("scenarios.json#/definitions/given")),
            entry("ExpectReader.EXPECT", List.of("scenarios.json#/definitions/expect")));

    private static final Map<String, Fields> READERS = readers();

    private static Map<String, Fields> readers() {
        Map<String, Fields> readers = new TreeMap<>();
        new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(PolicyCompiler.class.getPackageName())
                        .stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Fields.class))
                        .map(JavaField::reflect)
                        .forEach(field -> readers.put(
                                field.getDeclaringClass().getSimpleName() + "." + field.getName(), constant(field)));
        return readers;
    }

    private static Fields constant(Field field) {
        try {
            field.setAccessible(true);
            return (Fields) field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field + " is not to be read", e);
        }
    }

    @Test
    void everySectionOfTheReadersStandsInTheSchemas() {
        assertThat(READERS.keySet()).isEqualTo(new TreeSet<>(SECTIONS.keySet()));
    }

    @Test
    void everySectionOfTheSchemasIsReadByAReader() {
        Set<String> closed = new TreeSet<>();
        for (PolicySchema schema : PolicySchema.values()) {
            collectClosed(schema.fileName() + "#", SchemaNodes.root(schema), closed);
        }

        assertThat(closed)
                .isEqualTo(new TreeSet<>(
                        SECTIONS.values().stream().flatMap(List::stream).toList()));
    }

    private static void collectClosed(String pointer, JsonNode schema, Set<String> closed) {
        if (schema.isObject()
                && (schema.has("properties")
                        || schema.path("additionalProperties").isBoolean())) {
            closed.add(pointer);
        }
        schema.properties().forEach(field -> collectClosed(pointer + "/" + field.getKey(), field.getValue(), closed));
    }

    @Test
    void sectionsHoldWhatTheirReaderSupportsAndNothingElse() {
        SECTIONS.forEach((reader, pointers) -> pointers.forEach(pointer -> {
            JsonNode schema = at(pointer);
            assertThat(new TreeSet<>(schema.path("properties").propertyNames()))
                    .as("%s as %s", reader, pointer)
                    .isEqualTo(new TreeSet<>(
                            READERS.getOrDefault(reader, Fields.of()).supported()));
            assertThat(schema.path("additionalProperties").asBoolean(true))
                    .as("%s accepts other fields", pointer)
                    .isFalse();
        }));
    }

    @Test
    void everyFieldIsDescribed() {
        for (PolicySchema schema : PolicySchema.values()) {
            described(schema.fileName() + "#", SchemaNodes.root(schema), SchemaNodes.root(schema));
        }
    }

    private static void described(String pointer, JsonNode root, JsonNode schema) {
        if (schema.has("type") || schema.has("$ref")) {
            String reference = schema.path("$ref").asString("");
            JsonNode resolved = reference.isEmpty() ? schema : root.at(reference.substring(1));
            assertThat(schema.path("description")
                            .asString(resolved.path("description").asString("")))
                    .as(pointer)
                    .isNotBlank();
        }
        schema.properties().stream()
                .filter(field -> field.getValue().isObject() && !field.getKey().equals("not"))
                .forEach(field -> described(pointer + "/" + field.getKey(), root, field.getValue()));
    }

    @Test
    void definitionsOfOneNameAreTheSameInAllSchemas() {
        Map<String, JsonNode> definitions = new TreeMap<>();
        Set<String> ofTheirOwn = Set.of("key");
        for (PolicySchema schema : PolicySchema.values()) {
            SchemaNodes.root(schema).path("definitions").properties().stream()
                    .filter(field -> !ofTheirOwn.contains(field.getKey()))
                    .forEach(field -> assertThat(field.getValue())
                            .as("%s in %s", field.getKey(), schema.fileName())
                            .isEqualTo(definitions.computeIfAbsent(field.getKey(), name -> field.getValue())));
        }
    }

    private static JsonNode at(String pointer) {
        for (PolicySchema schema : PolicySchema.values()) {
            if (pointer.startsWith(schema.fileName() + "#")) {
                return SchemaNodes.root(schema)
                        .at(pointer.substring(schema.fileName().length() + 1));
            }
        }
        throw new IllegalArgumentException(pointer);
    }
}
