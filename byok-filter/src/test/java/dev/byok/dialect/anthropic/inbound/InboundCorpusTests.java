package dev.byok.dialect.anthropic.inbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.byok.dialect.AnswerForm;
import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.anthropic.AnthropicMessages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recorded streams and answers on their way to a caller of Anthropic's dialect, found in {@code vercel-ai-fixtures} below the
 * folder that the environment variable BYOK_CORPUS names; each also read by Jackson.
 */
@Tag("corpus")
class InboundCorpusTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final AnswerForm FORM = new AnswerForm(1_700_000_000, true);
    private static final int OWN_STREAMS = 25;
    private static final int CHAT_STREAMS = 18;
    private static final int CHAT_ANSWERS = 10;

    private static Path corpus() {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: recordings, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        return Path.of(Objects.requireNonNull(corpus), "vercel-ai-fixtures");
    }

    private static List<Path> files(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> data(Path file) throws IOException {
        return Files.readString(file)
                .lines()
                .filter(line -> !line.isBlank() && !line.equals("[DONE]"))
                .toList();
    }

    /** Some recordings go on with the answer to the next request. */
    private static String ownWire(List<String> data, boolean whole) {
        StringBuilder wire = new StringBuilder();
        for (String each : data) {
            String type = JSON.readTree(each).path("type").asString();
            wire.append("event: ").append(type).append("\ndata: ").append(each).append("\n\n");
            if (!whole && type.equals("message_stop")) {
                break;
            }
        }
        return wire.toString();
    }

    private static String chatWire(List<String> data) {
        StringBuilder wire = new StringBuilder();
        data.forEach(each -> wire.append("data: ").append(each).append("\n\n"));
        return wire.append("data: [DONE]\n\n").toString();
    }

    /** In whatever pieces it comes. */
    private static MessageFeed read(Path file, String wire, Supplier<AnswerStream> reader) {
        long seed = System.nanoTime();
        MessageFeed whole = MessageFeed.whole(reader.get(), wire);
        MessageFeed random = MessageFeed.random(reader.get(), wire, new Random(seed));
        assertThat(random.forwarded()).as("%s, seed %s", file, seed).isEqualTo(whole.forwarded());
        assertThat(random.stream().realOutputs())
                .as("%s", file)
                .isEqualTo(whole.stream().realOutputs());
        assertThat(whole.stream().malformedEvents()).as("%s", file).isZero();
        assertThat(whole.stream().complete()).as("%s", file).isTrue();
        return whole;
    }

    @Test
    void anthropicsOwnStreamsPassByteForByte() throws IOException {
        List<Path> files = files(corpus().resolve("anthropic/src/__fixtures__"), ".chunks.txt");
        assertThat(files).hasSizeGreaterThanOrEqualTo(OWN_STREAMS);
        for (Path file : files) {
            List<String> data = data(file);

            MessageFeed feed = read(file, ownWire(data, true), () -> new AnthropicInbound().passing());

            assertThat(feed.forwarded()).as("%s", file).isEqualTo(ownWire(data, false));
            assertThat(feed.stream().usage()).as("%s", file).isEqualTo(usageOf(data));
            assertThat(feed.stream().realOutput()).as("%s", file).isTrue();
        }
    }

    private static Object usageOf(List<String> data) {
        AnswerStream translated = new AnthropicMessages().stream(FORM);
        return Objects.requireNonNull(
                MessageFeed.whole(translated, ownWire(data, true)).stream().usage());
    }

    /** There and back: what callers of OpenAI's dialect are told says all that callers of Anthropic's have to know. */
    @Test
    void anthropicsStreamsSayTheSameByWayOfOpenAis() throws IOException {
        for (Path file : files(corpus().resolve("anthropic/src/__fixtures__"), ".chunks.txt")) {
            if (file.toString().contains("spliced")) {
                continue; // a block in it has no end, so that no client can say what it holds
            }
            List<String> data = data(file);

            MessageFeed feed = read(file, ownWire(data, true), () -> new AnthropicInbound()
                    .answers(new AnthropicMessages()).stream(FORM));

            assertThat(texts(feed.message().blocks())).as("%s", file).isEqualTo(texts(recorded(data)));
        }
    }

    /** What a client puts together of the recording, but for what Anthropic runs by itself. */
    private static List<String> recorded(List<String> data) {
        List<String> blocks = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String each : data) {
            JsonNode event = JSON.readTree(each);
            String type = event.path("type").asString();
            JsonNode block = event.path("content_block");
            JsonNode delta = event.path("delta");
            if (type.equals("content_block_start")) {
                open = new StringBuilder(block.path("type").asString() + ": ");
                open.append(block.path("text").asString(""))
                        .append(block.path("data").asString(""));
                if (block.path("type").asString().equals("tool_use")) {
                    open.append(block.path("id").asString() + " "
                            + block.path("name").asString() + " ");
                    JsonNode input = block.path("input");
                    open.append(input.isEmpty() ? "" : input.toString());
                }
            } else if (type.equals("content_block_delta")) {
                open.append(delta.path("text").asString(""))
                        .append(delta.path("thinking").asString(""));
                open.append(delta.path("partial_json").asString(""));
                String signature = delta.path("signature").asString("");
                open.append(signature.isEmpty() ? "" : " signed " + signature);
            } else if (type.equals("content_block_stop")) {
                blocks.add(open.toString());
            } else if (type.equals("message_stop")) {
                break;
            }
        }
        return blocks;
    }

    /** Texts that follow one another are one; a call without arguments has {@code {}}. */
    private static List<String> texts(List<String> blocks) {
        List<String> joined = new ArrayList<>();
        for (String block : blocks) {
            int last = joined.size() - 1;
            if (block.startsWith("text: ") && last >= 0 && joined.get(last).startsWith("text: ")) {
                joined.set(last, joined.get(last) + block.substring("text: ".length()));
            } else if (block.matches("(?s)(text|thinking|redacted_thinking): .+")) {
                joined.add(block);
            } else if (block.startsWith("tool_use: ")) {
                joined.add(block.endsWith(" ") ? block + "{}" : block);
            }
        }
        return joined;
    }

    @Test
    void chatStreamsSayWhatTheyHold() throws IOException {
        int read = 0;
        for (Path file : files(corpus(), ".chunks.txt")) {
            List<String> data = data(file);
            String text = Files.readString(file);
            if (!text.contains("\"chat.completion.chunk\"") || text.contains("\"error\":{")) {
                continue;
            }
            read++;

            MessageFeed feed = read(file, chatWire(data), () -> new MessageStream(null, ""));

            MessageFeed.Message message = feed.message();
            assertThat(said(message.blocks(), "text: ")).as("%s", file).isEqualTo(said(data, "content", "refusal"));
            assertThat(said(message.blocks(), "thinking: ")).as("%s", file).isEqualTo(thought(data));
            assertThat(message.blocks().stream()
                            .filter(block -> block.startsWith("tool_use: "))
                            .count())
                    .as("%s", file)
                    .isEqualTo(calls(data));
        }
        assertThat(read).isGreaterThanOrEqualTo(CHAT_STREAMS);
    }

    private static String said(List<String> blocks, String type) {
        StringBuilder said = new StringBuilder();
        blocks.stream()
                .filter(block -> block.startsWith(type))
                .forEach(block -> said.append(block.substring(type.length())));
        return said.toString();
    }

    private static Iterable<JsonNode> deltas(List<String> data) {
        List<JsonNode> deltas = new ArrayList<>();
        for (String each : data) {
            JsonNode choice = JSON.readTree(each).path("choices").path(0);
            deltas.add(choice.path("delta"));
            if (choice.path("finish_reason").isString()
                    && JSON.readTree(each).path("usage").isObject()) {
                break;
            }
        }
        return deltas;
    }

    private static String said(List<String> data, String... members) {
        StringBuilder said = new StringBuilder();
        for (JsonNode delta : deltas(data)) {
            for (String member : members) {
                said.append(delta.path(member).asString(""));
            }
            for (JsonNode part : delta.path("content")) {
                said.append(part.path("text").asString(""));
            }
        }
        return said.toString();
    }

    private static String thought(List<String> data) {
        StringBuilder said = new StringBuilder();
        for (JsonNode delta : deltas(data)) {
            JsonNode reasoning = delta.path("reasoning_content");
            said.append((reasoning.isString() ? reasoning : delta.path("reasoning")).asString(""));
            for (JsonNode part : delta.path("content")) {
                part.path("thinking")
                        .forEach(each -> said.append(each.path("text").asString("")));
            }
        }
        return said.toString();
    }

    private static long calls(List<String> data) {
        long calls = 0;
        for (JsonNode delta : deltas(data)) {
            for (JsonNode call : delta.path("tool_calls")) {
                calls += call.at("/function/name").asString("").isEmpty() ? 0 : 1;
            }
        }
        return calls;
    }

    @Test
    void chatAnswersSayWhatTheyHold() throws IOException {
        int read = 0;
        for (Path file : files(corpus(), ".json")) {
            byte[] json = Files.readAllBytes(file);
            JsonNode recorded = JSON.readTree(json);
            if (!recorded.path("object").asString("").equals("chat.completion")) {
                continue;
            }
            read++;

            byte[] said = MessageAnswer.translated(json, "");

            assertThat(said).as("%s", file).isNotNull();
            JsonNode answer = JSON.readTree(Objects.requireNonNull(said));
            JsonNode message = recorded.at("/choices/0/message");
            StringBuilder text = new StringBuilder();
            List<JsonNode> calls = new ArrayList<>();
            for (JsonNode block : answer.path("content")) {
                text.append(block.path("text").asString(""));
                if (block.path("type").asString().equals("tool_use")) {
                    calls.add(block.path("input"));
                }
            }
            StringBuilder expected = new StringBuilder(message.path("content").asString(""));
            message.path("content")
                    .forEach(part -> expected.append(part.path("text").asString("")));
            assertThat(text.toString()).as("%s", file).isEqualTo(expected.toString());
            assertThat(calls).as("%s", file).hasSize(message.path("tool_calls").size());
            for (int i = 0; i < calls.size(); i++) {
                String arguments =
                        message.at("/tool_calls/" + i + "/function/arguments").asString("{}");
                assertThat(calls.get(i)).isEqualTo(JSON.readTree(arguments));
            }
        }
        assertThat(read).isGreaterThanOrEqualTo(CHAT_ANSWERS);
    }
}
