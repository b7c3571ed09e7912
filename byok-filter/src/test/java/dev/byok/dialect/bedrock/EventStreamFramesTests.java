package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's framing, over any split: its own vectors, and what is cut, corrupt or too large. */
class EventStreamFramesTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int RIGHT = 5;
    private static final int WRONG = 4;

    /** What was told of. */
    private static final class Told implements EventStreamFrames.Listener {

        final List<String> headers = new ArrayList<>();
        final List<byte[]> payloads = new ArrayList<>();
        final List<String> broken = new ArrayList<>();

        @Override
        public boolean message(EventStreamMessage message) {
            message.headers((name, type, bytes, from, to) ->
                    headers.add(name + " " + type + " " + value(type, Arrays.copyOfRange(bytes, from, to))));
            payloads.add(Arrays.copyOfRange(message.bytes(), message.payloadFrom(), message.payloadTo()));
            return true;
        }

        @Override
        public void broken(String why) {
            broken.add(why);
        }

        private static String value(int type, byte[] value) {
            ByteBuffer number = ByteBuffer.wrap(value);
            return switch (type) {
                case 0 -> "true";
                case 1 -> "false";
                case 2 -> String.valueOf(number.get());
                case 3 -> String.valueOf(number.getShort());
                case 4 -> String.valueOf(number.getInt());
                case 5, 8 -> String.valueOf(number.getLong());
                default -> Base64.getEncoder().encodeToString(value);
            };
        }
    }

    private static Told read(byte[] bytes, int piece) {
        Told told = new Told();
        EventStreamFrames frames = new EventStreamFrames(told);
        for (int from = 0; from < bytes.length; from += piece) {
            give(frames, bytes, from, Math.min(bytes.length, from + piece));
        }
        return told;
    }

    private static void give(EventStreamFrames frames, byte[] bytes, int from, int to) {
        ByteBuf chunk = Unpooled.directBuffer(to - from).writeBytes(bytes, from, to - from);
        frames.read(chunk);
        chunk.release();
    }

    private static List<Path> vectors(String kind) throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: AWS's framing vectors, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        Path folder = Path.of(Objects.requireNonNull(corpus), "aws-eventstream-vectors/test_vectors/encoded", kind);
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    @Tag("corpus")
    void readsAwsRightVectors() throws IOException {
        List<Path> files = vectors("positive");
        assertThat(files).hasSize(RIGHT);
        for (Path file : files) {
            JsonNode expected =
                    JSON.readTree(Files.readString(Path.of(file.toString().replace("encoded", "decoded"))));
            for (int piece : new int[] {1, 3, 7, 1000}) {
                Told told = read(Files.readAllBytes(file), piece);

                List<String> headers = new ArrayList<>();
                expected.path("headers")
                        .forEach(header -> headers.add(header.path("name").asString() + " "
                                + header.path("type").asInt() + " "
                                + header.path("value").asString()));
                assertThat(told.broken).as("%s", file).isEmpty();
                assertThat(told.headers).as("%s", file).isEqualTo(headers);
                assertThat(told.payloads).as("%s", file).hasSize(1);
                assertThat(Base64.getEncoder().encodeToString(told.payloads.get(0)))
                        .isEqualTo(expected.path("payload").asString());
            }
        }
    }

    @Test
    @Tag("corpus")
    void refusesAwsWrongVectors() throws IOException {
        List<Path> files = vectors("negative");
        assertThat(files).hasSize(WRONG);
        for (Path file : files) {
            String why = Files.readString(Path.of(file.toString().replace("encoded", "decoded")));
            for (int piece : new int[] {1, 3, 7, 1000}) {
                Told told = read(Files.readAllBytes(file), piece);

                assertThat(told.payloads).as("%s", file).isEmpty();
                assertThat(told.broken)
                        .as("%s", file)
                        .containsExactly(
                                why.startsWith("Prelude")
                                        ? "the checksum of a message's lengths is wrong"
                                        : "the checksum of a message is wrong");
            }
        }
    }

    @Test
    void readsTheSameInWhateverPieces() {
        byte[] wire = EventStreams.joined(
                EventStreams.event("a", "{}"),
                EventStreams.message(""),
                EventStreams.event("b", "x".repeat(5000)),
                EventStreams.event("c", "ä".repeat(100_000)),
                EventStreams.event("d", ""));
        Told whole = read(wire, wire.length);
        assertThat(whole.payloads).hasSize(5);

        long seed = System.nanoTime();
        Random random = new Random(seed);
        Told told = new Told();
        EventStreamFrames frames = new EventStreamFrames(told);
        int at = 0;
        while (at < wire.length) {
            int to = Math.min(wire.length, at + 1 + random.nextInt(random.nextBoolean() ? 5 : 5000));
            give(frames, wire, at, to);
            at = to;
        }

        assertThat(told.headers).as("seed %s", seed).isEqualTo(whole.headers);
        assertThat(told.payloads).hasSize(5);
        for (int i = 0; i < 5; i++) {
            assertThat(told.payloads.get(i)).as("seed %s", seed).isEqualTo(whole.payloads.get(i));
        }
        assertThat(frames.withinMessage()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {15, 16 * 1024 * 1024 + 17, -1, Integer.MAX_VALUE})
    void refusesLengthsThatMakeNoSenseBeforeItHoldsAnything(int total) {
        CRC32 crc = new CRC32();
        ByteBuffer prelude = ByteBuffer.allocate(12).putInt(total).putInt(0);
        crc.update(prelude.array(), 0, 8);
        prelude.putInt((int) crc.getValue());

        assertThat(read(prelude.array(), 5).broken)
                .containsExactly("a message's lengths make no sense, or are larger than AWS allows");
    }

    @Test
    void refusesHeadersThatDoNotFit() {
        byte[] right = EventStreams.message("{}", "n", "v");
        right[12] = 100; // the name's length
        CRC32 crc = new CRC32();
        crc.update(right, 0, right.length - 4);
        ByteBuffer.wrap(right).putInt(right.length - 4, (int) crc.getValue());

        assertThat(read(right, right.length).broken).containsExactly("a message's headers make no sense");
    }

    @Test
    void findsTextsByName() {
        byte[] wire = EventStreams.event("contentBlockDelta", "{}");
        EventStreamMessage message = new EventStreamMessage();

        assertThat(message.read(wire, 0, wire.length)).isTrue();
        assertThat(message.says(ascii(":event-type"), ascii("contentBlockDelta")))
                .isTrue();
        assertThat(message.says(ascii(":event-type"), ascii("contentBlock"))).isFalse();
        assertThat(message.value(ascii(":message-type"))).isEqualTo(ascii("event"));
        assertThat(message.value(ascii("none"))).isEmpty();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
