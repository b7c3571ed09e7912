package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bedrock's recorded streams through a whole gateway, in random pieces; found in {@code vercel-ai-fixtures} below the folder
 * that the environment variable BYOK_CORPUS names.
 */
@Tag("corpus")
@ExtendWith(LeakWatch.class)
class BedrockCorpusE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("bedrock", "bedrock", "", "aws-region: us-east-1", List.of("bedrock"))
            .policy(policy ->
                    policy.model("alone", "", "bedrock/amazon.nova-pro-v1:0").prioritized("bedrock", "b1"));

    @Test
    void streamsArriveWhole() throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: Bedrock's recordings, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        Path folder = Path.of(Objects.requireNonNull(corpus), "vercel-ai-fixtures/amazon-bedrock/src/__fixtures__");
        List<Path> recordings;
        try (Stream<Path> files = Files.list(folder)) {
            recordings = files.filter(file -> file.toString().endsWith(".chunks.txt"))
                    .sorted()
                    .toList();
        }
        assertThat(recordings).hasSizeGreaterThanOrEqualTo(10);
        for (Path recording : recordings) {
            long seed = System.nanoTime();
            List<JsonNode> events = Files.readString(recording)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(JSON::readTree)
                    .toList();
            STAGE.upstream("bedrock")
                    .on("sk-b1", BedrockAnswers.events(Flux.fromIterable(pieces(events, new Random(seed)))));

            Reply reply = STAGE.client().chat(Client.streamOf("alone"));

            assertThat(reply.body()).as("%s, seed %s", recording, seed).endsWith("data: [DONE]\n\n");
            StringBuilder expected = new StringBuilder();
            events.forEach(event ->
                    expected.append(event.at("/contentBlockDelta/delta/text").asString("")));
            StringBuilder content = new StringBuilder();
            for (String event : reply.body().split("\n\n", -1)) {
                if (event.startsWith("data: {")) {
                    content.append(JSON.readTree(event.substring("data: ".length()))
                            .at("/choices/0/delta/content")
                            .asString(""));
                }
            }
            assertThat(content.toString()).as("%s, seed %s", recording, seed).isEqualTo(expected.toString());
        }
    }

    private static List<byte[]> pieces(List<JsonNode> events, Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (JsonNode event : events) {
            Map.Entry<String, JsonNode> named = event.properties().iterator().next();
            all.writeBytes(BedrockAnswers.event(named.getKey(), JSON.writeValueAsString(named.getValue())));
        }
        byte[] wire = all.toByteArray();
        List<byte[]> pieces = new ArrayList<>();
        int at = 0;
        while (at < wire.length) {
            int to = Math.min(wire.length, at + 1 + random.nextInt(700));
            pieces.add(Arrays.copyOfRange(wire, at, to));
            at = to;
        }
        return pieces;
    }
}
