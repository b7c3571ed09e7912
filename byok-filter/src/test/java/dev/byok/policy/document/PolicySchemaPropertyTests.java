package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Right policies with a few places changed at random: the schemas are never stricter than the compiler. */
class PolicySchemaPropertyTests {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int ROUNDS = 250;

    @Test
    void agreesWithTheCompilerOnWhateverIsWrittenWhereverItIsWritten() {
        long seed = Long.getLong("byok.test.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        int right = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, JsonNode> policy = SchemaSpecimen.policy();
            StringBuilder changes = new StringBuilder("seed " + seed + ", round " + round);
            for (int change = random.nextInt(1, 4); change > 0; change--) {
                List<SchemaSpot> spots = SchemaSpot.all(policy);
                policy = changed(spots.get(random.nextInt(spots.size())), spots, random, changes);
            }
            if (SchemaAgreement.check(changes.toString(), policy)) {
                right++;
            }
        }
        assertThat(right).as("seed %s", seed).isBetween(ROUNDS / 20, ROUNDS / 2);
    }

    private static Map<String, JsonNode> changed(
            SchemaSpot spot, List<SchemaSpot> spots, SplittableRandom random, StringBuilder changes) {
        int kind = random.nextInt(spot.value().isObject() ? 5 : 4);
        if (kind == 0) {
            changes.append(", without ").append(spot.file()).append(' ').append(spot.path());
            return spot.without();
        }
        JsonNode value = value(kind, spots, random);
        String name = text(random);
        changes.append(", ").append(spot.file()).append(' ').append(spot.path());
        changes.append(kind == 4 ? " with '" + name + "' = " : " = ").append(value);
        return kind == 4 ? spot.withField(name, value) : spot.with(value);
    }

    private static JsonNode value(int kind, List<SchemaSpot> spots, SplittableRandom random) {
        return switch (kind) {
            case 1 -> spots.get(random.nextInt(spots.size())).value();
            case 2 -> JSON.stringNode(text(random));
            case 3 -> JSON.numberNode(random.nextLong(-2, 120));
            default -> {
                List<JsonNode> others = PolicySchemaValuesTests.OTHER_TYPES;
                yield others.get(random.nextInt(others.size()));
            }
        };
    }

    private static String text(SplittableRandom random) {
        List<String> texts = PolicySchemaValuesTests.TEXTS;
        return texts.get(random.nextInt(texts.size()));
    }
}
