package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same bytes mean the same, wherever they are cut and however their lines end. */
class ChatStreamSplitTests {

    private static final String ROLE = "data: {\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private static final String TEXT =
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"grüße 😀 日本\"}}]}\n\n";
    private static final String STOP = "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}]}\n\n";
    private static final String USAGE =
            "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5}}\n\n";
    private static final String BESIDE =
            "data: {\"choices\":[{\"index\":0,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":7},\"x\":\"é\"}\n\n";
    private static final String NULL =
            "id: 1\ndata: {\"usage\":null,\"x_groq\":{\"usage\":{},\"id\":1},\"choices\":[{\"index\":0}]}\n\n";
    private static final String ERROR = "data: {\"error\":{\"message\":\"no\"}}\n\n";
    private static final String DONE = "data: [DONE]\n\n";

    private static final List<String> STREAMS = List.of(
            ROLE + TEXT + TEXT + STOP + USAGE + DONE,
            "\uFEFF" + TEXT + STOP + DONE,
            "\uFEFF: ping\n\n" + TEXT + DONE,
            ": OPENROUTER PROCESSING\n\n\n\n" + ROLE + ": x\n" + TEXT + "\n" + STOP + USAGE,
            USAGE + ROLE + USAGE + TEXT + USAGE + STOP + USAGE,
            USAGE + USAGE,
            BESIDE + TEXT + BESIDE + BESIDE + ": x\n\n" + NULL + STOP + NULL + USAGE + NULL + DONE,
            NULL + BESIDE.substring(0, BESIDE.length() - 1),
            "data: {\"usage\":\ndata:{\ndata: \"a\":1}\ndata: ,\"choices\":[]}\n\n" + NULL + DONE,
            ROLE + ERROR + TEXT + DONE,
            TEXT + STOP + ERROR,
            "event: error\ndata: broken\n\n" + DONE,
            TEXT + DONE + TEXT + ERROR,
            TEXT + STOP + USAGE.substring(0, USAGE.length() - 1),
            TEXT + STOP.substring(0, STOP.length() - 1),
            TEXT + STOP + STOP.substring(0, STOP.length() - 9),
            TEXT + ROLE,
            "data: {\"choices\":\ndata:[{\"delta\"\ndata: :{\"content\":\"a\"}}]}\n\nid:1\ndata\n\n" + DONE,
            "data: {oops\n\n" + TEXT + STOP + DONE,
            "");

    static Stream<Arguments> streams() {
        return STREAMS.stream()
                .flatMap(stream -> Stream.of("\n", "\r\n", "\r").flatMap(lineEnd -> Stream.of(true, false)
                        .map(strip -> Arguments.of(stream.replace("\n", lineEnd), strip))));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void givesTheSameInWhateverPieces(String stream, boolean stripUsage) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        StreamFeed.Result whole = StreamFeed.whole(stream, stripUsage);

        assertThat(StreamFeed.pieces(bytes, stripUsage, 1)).isEqualTo(whole);
        assertThat(StreamFeed.pieces(bytes, stripUsage, 2)).isEqualTo(whole);
        assertThat(StreamFeed.pieces(bytes, stripUsage, 7)).isEqualTo(whole);
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 8; round++) {
            assertThat(StreamFeed.random(bytes, stripUsage, random))
                    .as("seed %s", seed)
                    .isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @MethodSource("streams")
    void meansTheSameWithAnyLineEnd(String stream, boolean stripUsage) {
        String plain = stream.replace("\r\n", "\n").replace("\r", "\n");

        StreamFeed.Result result = StreamFeed.whole(stream, stripUsage);

        StreamFeed.Result expected = StreamFeed.whole(plain, stripUsage);
        assertThat(result)
                .usingRecursiveComparison()
                .ignoringFields("forwarded")
                .isEqualTo(expected);
        assertThat(withLineFeeds(result.forwarded())).isEqualTo(expected.forwarded());
    }

    @ParameterizedTest
    @MethodSource("streams")
    void freesEverythingWhereverItIsLeft(String stream, boolean stripUsage) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length <= bytes.length; length += 41) {
            ChatStream left = new ChatStream(stripUsage);
            StreamFeed feed = new StreamFeed(left);
            for (int from = 0; from < length; from++) {
                feed.give(new byte[] {bytes[from]});
            }

            left.release();

            feed.assertNothingHeld();
        }
    }

    /** A stream of CRs gets the blank line it lacks, and the terminator it lacks, with LFs. */
    private static String withLineFeeds(String text) {
        return text.replace("\r\n\n", "\n\n").replace("\r\n", "\n").replace("\r", "\n");
    }
}
