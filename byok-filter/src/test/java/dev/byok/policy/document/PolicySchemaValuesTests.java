package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.provider.ProviderPreset;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** What the schemas say of values is what the readers say of them: each field is tried with values that fit and do not. */
class PolicySchemaValuesTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final List<SchemaSpot> SPOTS = SchemaSpot.all(SchemaSpecimen.policy());

    /** Texts around every form that a field of the format has. */
    static final List<String> TEXTS = List.of(
            "",
            "x",
            "-x",
            "a b",
            "Über",
            "x".repeat(64),
            "x".repeat(65),
            "ab-".repeat(33) + "a",
            "ab-".repeat(33) + "ab",
            "a/b.c:d@e+f-g_h",
            "*",
            "0s",
            "000ms",
            "1s",
            "1 s",
            "500ms",
            "1d",
            "1234567890s",
            "1.5s",
            "2026-12-31",
            "2026-12-31T18:00:00Z",
            "2026-12-31t18:00:00.5z",
            "+12026-12-31T18:00:00Z",
            "31.12.2026",
            "2026-1-1",
            "/run/secrets",
            "/run/secrets/",
            "/run/../secrets",
            "/run/./secrets",
            "/run/..secrets",
            "/",
            "run/secrets",
            "/run/a*",
            "policy.yml",
            "models.yml",
            "xmodels.yml",
            ".yml",
            "workspaces/..yml",
            "workspaces/../x.yml",
            "/workspaces/x.yml",
            "workspaces//x.yml",
            "workspaces/x.yaml",
            "file:/run/secrets/acme/openai#main",
            "file:/run/secrets/acme/**",
            "file:run/secrets",
            "env:BYOK_ACME_KEY",
            "env:HOME",
            "env:",
            "vault:secret/acme#key",
            "aws-sm:acme",
            "infisical:acme#KEY",
            "cipher:abc",
            "https://llm.example.com/v1",
            "HTTPS://llm.example.com",
            "http://llm.example.com/v1",
            "https://user:secret@llm.example.com/v1",
            "https://llm.example.com/@v1",
            "https://llm.example.com/v1?x=1",
            "https://llm.example.com/v1#x",
            "ftp://llm.example.com",
            "lb://vllm",
            "llm.example.com",
            "2024-10-21",
            "2024-10-21-preview",
            "2024-10-21-beta",
            "1924-10-21",
            "5c1d7e00000000000000000000000000000000000000000000000000000000ff",
            "5C1D7E00000000000000000000000000000000000000000000000000000000FF",
            "5c1d7e00000000000000000000000000000000000000000000000000000000f",
            "anthropic",
            "true",
            "7");

    static final List<JsonNode> OTHER_TYPES = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(7),
            JSON.numberNode(new BigDecimal("1.5")),
            JSON.stringNode("zz"),
            JSON.arrayNode(),
            JSON.objectNode(),
            JSON.arrayNode().add("zz"),
            JSON.objectNode().put("zz", 1));

    @Test
    void theSpecimenIsRightAndHoldsEveryFieldOfTheSchemas() {
        Map<String, JsonNode> specimen = SchemaSpecimen.policy();
        Set<String> fields = new TreeSet<>();
        for (PolicySchema schema : PolicySchema.values()) {
            collectFields(schema.fileName() + "#", SchemaNodes.root(schema), fields);
        }

        assertThat(SchemaSpecimen.problems(specimen)).isEmpty();
        assertThat(SchemaAgreement.check("the specimen", specimen)).isTrue();
        assertThat(SPOTS.stream().map(SchemaSpot::pointer)).containsAll(fields);
    }

    private static void collectFields(String pointer, JsonNode schema, Set<String> fields) {
        schema.path("properties").propertyNames().forEach(name -> fields.add(pointer + "/properties/" + name));
        schema.properties().forEach(field -> collectFields(pointer + "/" + field.getKey(), field.getValue(), fields));
    }

    @Test
    void valuesOfOtherTypesAreRefusedByBoth() {
        for (SchemaSpot spot : everyKindOfSpot(spot -> true)) {
            OTHER_TYPES.forEach(other -> SchemaAgreement.check(spot.path() + " = " + other, spot.with(other)));
        }
    }

    @Test
    void unknownFieldsAreRefusedByBoth() {
        for (SchemaSpot spot : everyKindOfSpot(spot -> spot.isOf("object") && !spot.hasNames())) {
            assertThat(SchemaAgreement.check(spot.path() + " with zz", spot.withField("zz", JSON.objectNode())))
                    .as(spot.pointer())
                    .isFalse();
        }
    }

    @Test
    void whatIsRequiredIsSoForBoth() {
        List<SchemaSpot> spots = everyKindOfSpot(spot -> !spot.steps().isEmpty());
        long refused = spots.stream()
                .filter(spot -> !SchemaAgreement.check("without " + spot.path(), spot.without()))
                .count();

        assertThat(refused).isPositive();
    }

    /** Fields of one form are read by the same code: the first of them meets every text, the others some. */
    @Test
    void textsFitForBothOrForNeither() {
        Set<JsonNode> met = new HashSet<>();
        for (SchemaSpot spot : everyKindOfSpot(spot -> spot.isOf("string"))) {
            int step = met.add(spot.schema()) ? 1 : 6;
            for (int i = 0; i < TEXTS.size(); i += step) {
                JsonNode text = JSON.stringNode(TEXTS.get(i));
                SchemaAgreement.check(spot.path() + " = " + text, spot.with(text));
            }
        }
    }

    @Test
    void namesFitForBothOrForNeither() {
        for (SchemaSpot spot : everyKindOfSpot(SchemaSpot::hasNames)) {
            TEXTS.forEach(
                    text -> SchemaAgreement.check(spot.path() + " names '" + text + "'", spot.withFirstRenamed(text)));
        }
    }

    @Test
    void everyWordOfTheSchemasIsSupportedAndNoOther() {
        List<SchemaSpot> spots = everyKindOfSpot(
                spot -> spot.schema().has("enum") && !spot.path().endsWith(".preset") && spot.isOf("string"));
        assertThat(spots).hasSizeGreaterThan(5);
        for (SchemaSpot spot : spots) {
            Set<String> words = words(spot);
            for (String word : words) {
                assertThat(expectations(spot, JSON.stringNode(word)))
                        .as(spot.path() + " = " + word)
                        .isEmpty();
            }
            assertThat(expectations(spot, JSON.stringNode("no-such-word")))
                    .as(spot.path())
                    .singleElement()
                    .satisfies(expectation -> assertThat(Set.of(
                                    expectation.replaceFirst("expected ", "").split(" or ", -1)))
                            .isEqualTo(words));
        }
    }

    @Test
    void everyPresetOfTheSchemaIsBuiltInAndNoOther() {
        SchemaSpot preset =
                everyKindOfSpot(spot -> spot.path().endsWith(".preset")).get(0);

        assertThat(words(preset))
                .isEqualTo(Arrays.stream(ProviderPreset.values())
                        .map(ProviderPreset::presetName)
                        .collect(Collectors.toSet()));
    }

    @Test
    void numbersHaveTheRangesOfTheReaders() {
        List<SchemaSpot> spots = everyKindOfSpot(spot -> spot.schema().has("minimum"));
        assertThat(spots).hasSizeGreaterThan(5);
        for (SchemaSpot spot : spots) {
            BigDecimal least = spot.schema().path("minimum").decimalValue();
            JsonNode open = spot.schema().path("exclusiveMaximum");
            BigDecimal most = open.isMissingNode()
                    ? spot.schema().path("maximum").decimalValue()
                    : open.decimalValue().subtract(new BigDecimal("0.000000000001"));
            Stream.of(least, most).forEach(fitting -> assertThat(expectations(spot, number(fitting)))
                    .as(spot.path() + " = " + fitting)
                    .isEmpty());
            Stream.of(least.subtract(BigDecimal.ONE), most.add(BigDecimal.ONE)).forEach(beyond -> assertThat(
                            SchemaAgreement.check(spot.path() + " = " + beyond, spot.with(number(beyond))))
                    .as(spot.path() + " = " + beyond)
                    .isFalse());
        }
    }

    private static JsonNode number(BigDecimal number) {
        return number.scale() <= 0 ? JSON.numberNode(number.longValueExact()) : JSON.numberNode(number);
    }

    private static Set<String> words(SchemaSpot spot) {
        return spot.schema().path("enum").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
    }

    /** Returns what the compiler expects at a spot in the place of a value; empty where it has nothing against it. */
    private static List<String> expectations(SchemaSpot spot, JsonNode value) {
        return SchemaSpecimen.problems(spot.with(value)).stream()
                .filter(problem ->
                        problem.file().equals(spot.file()) && problem.path().equals(spot.path()))
                .map(Problem::expectation)
                .toList();
    }

    /** Returns one spot for each place of the schemas: what is said there once need not be tried at every name. */
    static List<SchemaSpot> everyKindOfSpot(Predicate<SchemaSpot> wanted) {
        Map<String, SchemaSpot> byPointer = new LinkedHashMap<>();
        SPOTS.stream().filter(wanted).forEach(spot -> byPointer.putIfAbsent(spot.pointer(), spot));
        return List.copyOf(byPointer.values());
    }
}
