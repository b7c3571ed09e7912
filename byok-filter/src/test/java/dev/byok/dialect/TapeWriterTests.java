package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class TapeWriterTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void saysValuesOfAnotherTapeAndWordsOfItsOwn() {
        JsonTape source = Tapes.of("{ \"a\" : [1, {\"b\":\"\\u00e9\\n\"}], \"c\":{ } }");
        TapeWriter out = new TapeWriter(source);
        int object = out.object();
        out.name("said").copy(source.member(JsonTape.ROOT, "a"));
        int array = out.name("list").array();
        out.text("word").literal("true").copy(source.member(JsonTape.ROOT, "c"));
        out.end(array);
        out.name("put").beginText().ascii("a").inner(source, source.first(JsonTape.ROOT));
        out.endText();
        int empty = out.name("empty").object();
        out.end(empty);
        out.end(object);

        assertThat(Tapes.text(out.tape()))
                .isEqualTo(
                        "{\"said\":[1, {\"b\":\"\\u00e9\\n\"}],\"list\":[\"word\",true,{ }],\"put\":\"aa\",\"empty\":{}}");
    }

    @Test
    void whatIsSaidIsFoundAsIfItHadBeenRead() {
        JsonTape source = Tapes.of("{\"value\":{\"inner\":[\"x\\ty\",2]},\"last\":null}");
        TapeWriter out = new TapeWriter(source);
        int object = out.object();
        out.name("first").text("one").name("second").copy(source.member(JsonTape.ROOT, "value"));
        int empty = out.name("third").array();
        out.end(empty);
        out.end(object);
        JsonTape tape = out.tape();

        int inner = tape.member(tape.member(JsonTape.ROOT, "second"), "inner");
        assertThat(tape.size(inner)).isEqualTo(2);
        assertThat(tape.text(tape.first(inner))).isEqualTo("x\ty");
        assertThat(tape.count(tape.after(inner, tape.first(inner)))).isEqualTo(2);
        assertThat(tape.is(tape.member(JsonTape.ROOT, "first"), "one")).isTrue();
        assertThat(tape.isEmpty(tape.member(JsonTape.ROOT, "third"))).isTrue();
        assertThat(tape.member(JsonTape.ROOT, "fourth")).isEqualTo(JsonTape.NONE);
    }

    @Test
    void aWordThatWasSaidBeforeIsSaidAgainHoweverManyOthersWereMeanwhile() {
        Random random = new Random(7);
        TapeWriter out = new TapeWriter(Tapes.of("{}"));
        int array = out.array();
        StringBuilder expected = new StringBuilder("[");
        for (int i = 0; i < 1000; i++) {
            String word = "word" + random.nextInt(150);
            out.text(word);
            expected.append(i == 0 ? "\"" : ",\"").append(word).append('"');
        }
        out.end(array);

        assertThat(Tapes.text(out.tape())).isEqualTo(expected.append(']').toString());
    }

    @Test
    void saysMuchMoreThanTheOtherTapeHolds() {
        JsonTape source = Tapes.of("[" + "1,".repeat(400) + "\"two\"]");
        TapeWriter out = new TapeWriter(source);
        int array = out.array();
        StringBuilder expected = new StringBuilder("[");
        for (int i = 0; i < 500; i++) {
            out.text("word-" + i).copy(JsonTape.ROOT);
            expected.append(i == 0 ? "" : ",")
                    .append("\"word-")
                    .append(i)
                    .append("\",[")
                    .append("1,".repeat(400))
                    .append("\"two\"]");
        }
        out.end(array);

        assertThat(Tapes.text(out.tape())).isEqualTo(expected.append("]").toString());
    }

    /** Whatever is taken over, piece by piece or as a whole, means what it meant. */
    @Test
    void anyValueThatIsTakenApartAndSaidAgainIsTheSame() {
        for (int seed = 0; seed < 2_000; seed++) {
            JsonNode value = random(new Random(seed), 4);
            JsonTape source = Tapes.of(value.toString());
            TapeWriter out = new TapeWriter(source);
            again(source, JsonTape.ROOT, out, new Random(seed));
            JsonTape said = out.tape();
            TapeWriter twice = new TapeWriter(said);
            twice.copy(JsonTape.ROOT);

            assertThat(JSON.readTree(Tapes.text(said))).as("seed " + seed).isEqualTo(value);
            assertThat(JSON.readTree(Tapes.text(twice.tape())))
                    .as("seed " + seed)
                    .isEqualTo(value);
        }
    }

    private static void again(JsonTape tape, int value, TapeWriter out, Random random) {
        if (random.nextInt(3) == 0 || !(tape.isObject(value) || tape.isArray(value))) {
            out.copy(value);
            return;
        }
        boolean object = tape.isObject(value);
        int container = object ? out.object() : out.array();
        for (int at = tape.first(value); at != JsonTape.NONE; ) {
            int element = object ? tape.valueOf(at) : at;
            if (object) {
                out.name(tape.text(at));
            }
            again(tape, element, out, random);
            at = tape.after(value, element);
        }
        out.end(container);
    }

    private static JsonNode random(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (random.nextInt(depth == 0 ? 4 : 6)) {
            case 0 -> nodes.numberNode(random.nextInt(100));
            case 1 -> nodes.booleanNode(random.nextBoolean());
            case 2 -> nodes.nullNode();
            case 3 -> nodes.stringNode("\"é\n".repeat(random.nextInt(3)));
            case 4 -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    array.add(random(random, depth - 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = nodes.objectNode();
                for (int i = random.nextInt(4); i > 0; i--) {
                    object.set("n" + i, random(random, depth - 1));
                }
                yield object;
            }
        };
    }
}
