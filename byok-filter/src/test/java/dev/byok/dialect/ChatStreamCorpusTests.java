package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recorded streams, each event also read by Jackson. */
@Tag("corpus")
class ChatStreamCorpusTests {

    private static final int FIXTURES = 18;
    private static final int CASSETTES = 5;

    /** A recording as it came over the wire, and the data of its events without the terminator. */
    private record Recording(String name, String wire, List<String> data) {}

    private static final List<Recording> RECORDINGS = new ArrayList<>();

    @BeforeAll
    static void readRecordings() throws IOException {
        String folder = System.getenv("BYOK_CORPUS");
        boolean present = folder != null && Files.isDirectory(Path.of(folder));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: recorded chat streams, since BYOK_CORPUS names no folder");
        assertThat(present)
                .as("BYOK_CORPUS must name a folder, it is %s", folder)
                .isTrue();
        Path corpus = Path.of(Objects.requireNonNull(folder));
        try (Stream<Path> files = Files.walk(corpus.resolve("vercel-ai-fixtures"))) {
            files.filter(file -> file.toString().endsWith(".chunks.txt"))
                    .sorted()
                    .forEach(ChatStreamCorpusTests::fixture);
        }
        assertThat(RECORDINGS).as("fixtures").hasSizeGreaterThanOrEqualTo(FIXTURES);
        int fixtures = RECORDINGS.size();
        try (Stream<Path> files = Files.list(corpus.resolve("envoy-ai-gateway-openai-cassettes/cassettes"))) {
            files.filter(file -> file.getFileName().toString().matches("(chat|completion)-streaming.*\\.yaml"))
                    .sorted()
                    .forEach(ChatStreamCorpusTests::cassette);
        }
        assertThat(RECORDINGS.size() - fixtures).as("cassettes").isGreaterThanOrEqualTo(CASSETTES);
    }

    private static void fixture(Path file) {
        String text = read(file);
        if (text.contains("\"chat.completion.chunk\"") || text.contains("\"text_completion\"")) {
            List<String> data = text.lines().filter(line -> !line.isBlank()).toList();
            StringBuilder wire = new StringBuilder();
            data.forEach(line -> wire.append("data: ").append(line).append("\n\n"));
            RECORDINGS.add(new Recording(
                    file.toString(), wire.append("data: [DONE]\n\n").toString(), data));
        }
    }

    private static void cassette(Path file) {
        Map<String, Object> cassette = new Yaml().load(read(file));
        for (Object interaction : (List<?>) Objects.requireNonNull(cassette.get("interactions"))) {
            Map<?, ?> response = (Map<?, ?>) Objects.requireNonNull(((Map<?, ?>) interaction).get("response"));
            String wire = String.valueOf(response.get("body"));
            List<String> data = wire.lines()
                    .filter(line -> line.startsWith("data: {"))
                    .map(line -> line.substring("data: ".length()))
                    .toList();
            RECORDINGS.add(new Recording(file.toString(), wire, data));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void passesEveryByteOnInWhateverPieces() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Recording recording : RECORDINGS) {
            byte[] wire = recording.wire().getBytes(StandardCharsets.UTF_8);

            StreamFeed.Result whole = StreamFeed.whole(recording.wire(), false);

            assertThat(whole.forwarded()).as(recording.name()).isEqualTo(recording.wire());
            assertThat(whole.complete()).as(recording.name()).isTrue();
            assertThat(whole.doneSeen()).as(recording.name()).isTrue();
            assertThat(whole.events())
                    .as(recording.name())
                    .isEqualTo(recording.data().size() + 1);
            assertThat(whole.malformedEvents()).as(recording.name()).isZero();
            assertThat(StreamFeed.pieces(wire, false, 1)).as(recording.name()).isEqualTo(whole);
            assertThat(StreamFeed.pieces(wire, false, 7)).as(recording.name()).isEqualTo(whole);
            assertThat(StreamFeed.random(wire, false, random))
                    .as("%s, seed %s", recording.name(), seed)
                    .isEqualTo(whole);
        }
    }

    @Test
    void saysTheSameAsAParserAfterEachEvent() {
        for (Recording recording : RECORDINGS) {
            ChatStream stream = new ChatStream(false);
            StreamFeed feed = new StreamFeed(stream);
            Map<Integer, Boolean> finished = new TreeMap<>();
            JsonNode usage = null;
            long outputs = 0;
            for (String data : recording.data()) {
                ChunkOracle oracle = ChunkOracle.of(data.getBytes(StandardCharsets.UTF_8));
                oracle.finished().forEach((index, finish) -> finished.merge(index, finish, Boolean::logicalOr));
                outputs += oracle.realOutput() ? 1 : 0;
                usage = oracle.usage() != null ? oracle.usage() : usage;

                feed.give("data: " + data + "\n\n");

                String about = recording.name() + ": " + data;
                assertThat(stream.realOutputs()).as(about).isEqualTo(outputs);
                assertThat(stream.complete())
                        .as(about)
                        .isEqualTo(!finished.isEmpty() && !finished.containsValue(false));
                assertThat(stream.errorPayload()).as(about).isNull();
                assertUsage(about, stream.usage(), usage);
            }
            feed.end();
        }
    }

    @Test
    void takesEveryPrefixBeforeTheFinishReasonForACut() {
        for (Recording recording : RECORDINGS) {
            int finish = finishAt(recording.data());
            assertThat(finish).as(recording.name()).isNotNegative();
            int step = Math.max(1, finish / 40);
            for (int length = 0; length <= finish; length += step) {
                StringBuilder prefix = new StringBuilder();
                recording.data().subList(0, length).forEach(data -> prefix.append("data: ")
                        .append(data)
                        .append("\n\n"));
                String forwarded = prefix.toString();
                prefix.append("data: ").append(recording.data().get(length));

                StreamFeed.Result cut = StreamFeed.whole(prefix.toString(), false);

                assertThat(cut.complete()).as(recording.name()).isFalse();
                assertThat(cut.forwarded()).as(recording.name()).isEqualTo(forwarded);
            }
        }
    }

    @Test
    void takesOutEveryWordOnUsageAndNothingElse() {
        Map<String, Integer> cases = new TreeMap<>();
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (Recording recording : RECORDINGS) {
            List<JsonNode> expected = new ArrayList<>();
            for (String data : recording.data()) {
                JsonNode chunk = ChunkOracle.JSON.readTree(data);
                String found = withoutUsage(chunk);
                cases.merge(found, 1, Integer::sum);
                if (!found.equals("alone")) {
                    expected.add(chunk);
                }
            }

            StreamFeed.Result result = StreamFeed.whole(recording.wire(), true);

            assertThat(chunks(result.forwarded())).as(recording.name()).isEqualTo(expected);
            assertThat(result.usage())
                    .as(recording.name())
                    .isEqualTo(StreamFeed.whole(recording.wire(), false).usage());
            assertThat(StreamFeed.random(recording.wire().getBytes(StandardCharsets.UTF_8), true, random))
                    .as("%s, seed %s", recording.name(), seed)
                    .isEqualTo(result);
        }
        assertThat(cases).as("recorded").containsKeys("alone", "beside choices", "Groq's", "null", "none");
    }

    @Test
    void changesNoByteOfEventsWithoutUsage() {
        for (Recording recording : RECORDINGS) {
            String wire = recording.wire();
            boolean silent = recording.data().stream().noneMatch(data -> data.contains("usage"));

            String forwarded = StreamFeed.whole(wire, true).forwarded();

            assertThat(wire.equals(forwarded)).as(recording.name()).isEqualTo(silent);
        }
    }

    /** Takes it out of the tree, and says how it stood there. */
    private static String withoutUsage(JsonNode chunk) {
        ObjectNode object = (ObjectNode) chunk;
        JsonNode usage = object.remove("usage");
        if (object.path("x_groq") instanceof ObjectNode groq && groq.remove("usage") != null) {
            return "Groq's";
        }
        if (usage == null) {
            return "none";
        }
        if (usage.isNull()) {
            return "null";
        }
        JsonNode choices = object.path("choices");
        return choices.isArray() && choices.isEmpty() ? "alone" : "beside choices";
    }

    private static List<JsonNode> chunks(String wire) {
        List<JsonNode> chunks = new ArrayList<>();
        wire.lines()
                .filter(line -> line.startsWith("data: {"))
                .map(line -> line.substring("data: ".length()))
                .map(ChunkOracle.JSON::readTree)
                .forEach(chunks::add);
        assertThat(wire).endsWith("data: [DONE]\n\n");
        return chunks;
    }

    private static int finishAt(List<String> data) {
        for (int i = 0; i < data.size(); i++) {
            if (ChunkOracle.of(data.get(i).getBytes(StandardCharsets.UTF_8))
                    .finished()
                    .containsValue(true)) {
                return i;
            }
        }
        return -1;
    }

    private static void assertUsage(String about, @Nullable Usage usage, @Nullable JsonNode expected) {
        if (expected == null) {
            assertThat(usage).as(about).isNull();
            return;
        }
        JsonNode cached = expected.path("prompt_tokens_details").path("cached_tokens");
        JsonNode reasoning = expected.path("completion_tokens_details").path("reasoning_tokens");
        JsonNode written = expected.path("prompt_tokens_details").path("cache_write_tokens");
        assertThat(usage)
                .as(about)
                .isEqualTo(new Usage(
                        expected.path("prompt_tokens").longValue(),
                        expected.path("completion_tokens").longValue(),
                        expected.path("total_tokens").longValue(),
                        cached.isNumber() ? Long.valueOf(cached.longValue()) : null,
                        reasoning.isNumber() ? Long.valueOf(reasoning.longValue()) : null,
                        written.isNumber() ? Long.valueOf(written.longValue()) : null));
    }
}
