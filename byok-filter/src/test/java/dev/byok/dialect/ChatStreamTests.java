package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatStreamTests {

    private static final String ROLE = event("{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}");
    private static final String TEXT = event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}");
    private static final String STOP = event("{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}");
    private static final String USAGE =
            event("{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12}}");
    private static final String DONE = "data: [DONE]\n\n";
    private static final String ERROR_DATA = "{\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}";

    @Test
    void returnsTheVeryBufferWhenItHoldsWholeEvents() {
        ChatStream stream = new ChatStream(false);
        ByteBuf chunk = direct(ROLE + TEXT + ": ping\n\n");

        ByteBuf forwarded = stream.accept(chunk);

        assertThat(forwarded).isSameAs(chunk);
        assertThat(chunk.refCnt()).isOne();
        chunk.release();
    }

    @Test
    void sharesMemoryWithWhatArrivedWhenAnEventIsSplit() {
        ChatStream stream = new ChatStream(false);
        ByteBuf first = direct(ROLE + TEXT.substring(0, 9));
        ByteBuf second = direct(TEXT.substring(9) + "data");

        ByteBuf head = present(stream.accept(first));
        ByteBuf rest = present(stream.accept(second));

        assertThat(head.toString(StandardCharsets.UTF_8)).isEqualTo(ROLE);
        assertThat(head.unwrap()).isNotNull();
        assertThat(rest).isInstanceOf(CompositeByteBuf.class);
        assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo(TEXT);
        first.setByte(ROLE.length(), 'D');
        assertThat(rest.getByte(0)).as("not a copy").isEqualTo((byte) 'D');
        head.release();
        rest.release();
        stream.release();
        assertThat(first.refCnt() + second.refCnt()).isZero();
    }

    @Test
    void forwardsNothingOfAnEventThatIsNotWhole() {
        StreamFeed feed = new StreamFeed(new ChatStream(false));

        assertThat(feed.give("")).isNull();
        assertThat(feed.give("data: {\"choices\":[{\"delta\":{\"content\":\"gr\u00fc"))
                .isNull();
        assertThat(feed.give("\"}}]}\n")).isNull();
        assertThat(feed.give("\ndata: ")).endsWith("\"}}]}\n\n");
        assertThat(feed.end().realOutput()).isTrue();
    }

    @Test
    void countsRoleAndPingsAndCommentsAsNoRealOutput() {
        String quiet = "\n: OPENROUTER PROCESSING\n\n" + ROLE + "event: ping\ndata: {\"type\":\"ping\"}\n\n"
                + event("{\"choices\":[],\"prompt_filter_results\":[{}]}") + "id: 1\nretry: 5\n\ndata:\n\n";

        StreamFeed.Result before = StreamFeed.whole(quiet, false);
        StreamFeed.Result after = StreamFeed.whole(quiet + TEXT + STOP, false);

        assertThat(before.realOutput()).isFalse();
        assertThat(before.forwarded()).isEqualTo(quiet);
        assertThat(before.events()).isEqualTo(3);
        assertThat(after.realOutputs()).isEqualTo(2);
    }

    @Test
    void addsTheTerminatorThatIsMissingAfterTheFinishReason() {
        StreamFeed.Result result = StreamFeed.whole(TEXT + STOP, false);

        assertThat(result.forwarded()).isEqualTo(TEXT + STOP + DONE);
        assertThat(result.complete()).isTrue();
        assertThat(result.doneSeen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void finishesALastEventWithoutItsBlankLine(String lineEnd) {
        String cut = (TEXT + STOP).replace("\n", lineEnd);
        cut = cut.substring(0, cut.length() - lineEnd.length());

        StreamFeed.Result result = StreamFeed.whole(cut, false);

        assertThat(result.complete()).isTrue();
        assertThat(result.forwarded()).startsWith(cut).endsWith(DONE);
        assertThat(StreamFeed.whole(result.forwarded(), false))
                .as("reads as the same events")
                .extracting(StreamFeed.Result::events, StreamFeed.Result::doneSeen)
                .containsExactly(3L, true);
    }

    @Test
    void finishesATerminatorWithoutItsBlankLine() {
        assertThat(StreamFeed.whole(TEXT + "data: [DONE]\n", false).forwarded()).isEqualTo(TEXT + DONE);
    }

    @Test
    void takesAnEndWithoutFinishReasonForACut() {
        StreamFeed.Result result = StreamFeed.whole(TEXT + ROLE.substring(0, ROLE.length() - 1), false);

        assertThat(result.complete()).isFalse();
        assertThat(result.forwarded()).isEqualTo(TEXT);
    }

    @Test
    void dropsALineThatWasCut() {
        StreamFeed.Result result = StreamFeed.whole(TEXT + STOP + "data: {\"choi", false);

        assertThat(result.forwarded()).isEqualTo(TEXT + STOP + DONE);
    }

    @Test
    void waitsForTheFinishReasonOfEveryChoice() {
        String second = event("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"hi\"}}]}");
        String secondStop = event("{\"choices\":[{\"index\":1,\"finish_reason\":\"length\"}]}");

        assertThat(StreamFeed.whole(TEXT + second + STOP, false).complete()).isFalse();
        assertThat(StreamFeed.whole(TEXT + second + STOP + secondStop, false).complete())
                .isTrue();
        assertThat(StreamFeed.whole(TEXT + second + STOP + DONE, false).complete())
                .isTrue();
    }

    @Test
    void dropsWhateverFollowsTheTerminator() {
        StreamFeed feed = new StreamFeed(new ChatStream(false));

        assertThat(feed.give(TEXT + DONE + TEXT)).isEqualTo(TEXT + DONE);
        assertThat(feed.give(event(ERROR_DATA))).isNull();
        assertThat(feed.end()).satisfies(result -> {
            assertThat(result.realOutputs()).isOne();
            assertThat(result.error()).isNull();
        });
    }

    @Test
    void endsBeforeAnErrorInTheStream() {
        StreamFeed feed = new StreamFeed(new ChatStream(false));

        assertThat(feed.give(TEXT + event(ERROR_DATA) + STOP + DONE)).isEqualTo(TEXT);
        assertThat(feed.give(STOP)).isNull();
        assertThat(feed.end()).satisfies(result -> {
            assertThat(result.error()).isEqualTo(ERROR_DATA);
            assertThat(result.complete()).isFalse();
            assertThat(result.realOutputs()).isOne();
        });
    }

    @Test
    void takesAnErrorEventForAnErrorWhateverItsData() {
        StreamFeed.Result result = StreamFeed.whole("event:error\ndata: overloaded\ndata: try later\n\n" + DONE, false);

        assertThat(result.error()).isEqualTo("overloaded\ntry later");
        assertThat(result.forwarded()).isEmpty();
    }

    @Test
    void takesAChunkWithAnErrorBesideItsChoicesForAnError() {
        String data = "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],"
                + "\"error\":{\"code\":502,\"message\":\"gone\"}}";

        StreamFeed.Result result = StreamFeed.whole(ROLE + event(data), false);

        assertThat(result.error()).isEqualTo(data);
        assertThat(result.realOutput()).isFalse();
        assertThat(result.forwarded()).isEqualTo(ROLE);
    }

    @Test
    void takesAnErrorAfterTheFinishReasonForAnError() {
        StreamFeed.Result result = StreamFeed.whole(TEXT + STOP + "data: " + ERROR_DATA + "\n", false);

        assertThat(result.error()).isEqualTo(ERROR_DATA);
        assertThat(result.complete()).isFalse();
        assertThat(result.forwarded()).isEqualTo(TEXT + STOP);
    }

    @Test
    void takesOutUsageTheCallerDidNotAskFor() {
        StreamFeed.Result result = StreamFeed.whole(TEXT + STOP + USAGE + DONE, true);

        assertThat(result.forwarded()).isEqualTo(TEXT + STOP + DONE);
        assertThat(result.usage()).isEqualTo(new Usage(7, 5, 12, null, null, null));
        assertThat(StreamFeed.whole(TEXT + STOP + USAGE + DONE, false).forwarded())
                .contains(USAGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"choices\":[{}],\"usage\":{\"prompt_tokens\":1}}|{\"choices\":[{}]}",
                "{\"usage\":{\"prompt_tokens\":1},\"choices\":[{}]}|{\"choices\":[{}]}",
                "{\"id\":1,\"usage\":{\"prompt_tokens\":1},\"choices\":[{}]}|{\"id\":1,\"choices\":[{}]}",
                "{\"id\":1 , \"usage\" : null , \"choices\":[{}] }|{\"id\":1 , \"choices\":[{}] }",
                "{ \"usage\" : null , \"id\":1 }|{ \"id\":1 }",
                "{\"\\u0075sage\":{\"a\":[1,{\"usage\":2}]},\"id\":1}|{\"id\":1}",
                "{\"usage\":1,\"usage\":2,\"id\":1,\"usage\":3,\"usage\":4}|{\"id\":1}",
                "{\"usage\":null}|{}",
                "{\"usage\":{},\"usage\":0 }|{ }",
                "{\"x_groq\":{\"id\":\"r\",\"usage\":{\"a\":1}},\"usage\":{\"a\":1}}|{\"x_groq\":{\"id\":\"r\"}}",
                "{\"usage\":null,\"x_groq\":{\"usage\":{},\"id\":\"r\"}}|{\"x_groq\":{\"id\":\"r\"}}",
                "{\"x_groq\":{\"usage\":{}},\"id\":1}|{\"x_groq\":{},\"id\":1}",
                "{\"x_groq\":\"usage\",\"x\":{\"usage\":1}}|{\"x_groq\":\"usage\",\"x\":{\"usage\":1}}",
            })
    void cutsUsageTheCallerDidNotAskForOutOfAnEventWithOtherWords(String data, String expected) {
        String stream = TEXT + event(data) + ": ping\n\n" + event(data) + STOP + DONE;

        StreamFeed.Result result = StreamFeed.whole(stream, true);

        String cut = event(expected);
        assertThat(result.forwarded()).isEqualTo(TEXT + cut + ": ping\n\n" + cut + STOP + DONE);
        assertThat(StreamFeed.pieces(bytes(stream), true, 5)).isEqualTo(result);
        assertThat(StreamFeed.whole(stream, false).forwarded()).as("asked for").isEqualTo(stream);
    }

    @Test
    void readsTheUsageItCutsOut() {
        String both = event("{\"choices\":[{\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1}}");

        StreamFeed.Result result = StreamFeed.whole(TEXT + both.stripTrailing() + "\n", true);

        assertThat(result.forwarded()).isEqualTo(TEXT + event("{\"choices\":[{\"finish_reason\":\"stop\"}]}") + DONE);
        assertThat(result.usage()).isEqualTo(new Usage(1, 0, 1, null, null, null));
        assertThat(result.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void cutsUsageOutOfDataOfSeveralLines(String lineEnd) {
        String lines = "event: x\ndata: {\"id\":1\ndata:,\"usage\"\ndata: :{\ndata:}\ndata: ,\"b\":2}\nid: 7\n\n";

        String forwarded = StreamFeed.whole(lines.replace("\n", lineEnd), true).forwarded();

        assertThat(forwarded).isEqualTo("event: x\ndata: {\"id\":1\ndata: ,\"b\":2}\nid: 7\n\n".replace("\n", lineEnd));
    }

    @Test
    void givesOneBufferForEventsThatUsageIsCutOutOf() {
        ChatStream stream = new ChatStream(true);
        String nothing = event("{\"choices\":[{}],\"usage\":null}");
        ByteBuf chunk = direct(nothing + nothing + nothing);

        ByteBuf forwarded = present(stream.accept(chunk));

        assertThat(forwarded).isNotInstanceOf(CompositeByteBuf.class);
        assertThat(forwarded.toString(StandardCharsets.UTF_8))
                .isEqualTo(event("{\"choices\":[{}]}").repeat(3));
        assertThat(forwarded.release()).isTrue();
        assertThat(chunk.refCnt()).isZero();
    }

    @Test
    void keepsTheUsageReportedLast() {
        String details = event("{\"choices\":[],\"usage\":{\"prompt_tokens\":12,\"completion_tokens\":1,"
                + "\"total_tokens\":303,\"prompt_tokens_details\":{\"cached_tokens\":2},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":290}}}");

        Usage usage = StreamFeed.whole(USAGE + details + event("{\"choices\":[],\"usage\":null}"), false)
                .usage();

        assertThat(usage).isEqualTo(new Usage(12, 1, 303, 2L, 290L, null));
        assertThat(present(usage).outputTokens()).as("counted apart").isEqualTo(291);
    }

    @Test
    void readsWhatAProviderMeansByUsage() {
        assertThat(Usage.read(bytes("{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,"
                        + "\"prompt_cache_hit_tokens\":3,\"completion_tokens_details\":{\"reasoning_tokens\":4}}")))
                .isEqualTo(new Usage(9, 4, 13, 3L, 4L, null))
                .extracting(Usage::outputTokens)
                .isEqualTo(4L);
        assertThat(Usage.read(bytes("{\"prompt_tokens\":-9,\"completion_tokens\":\"4\",\"total_tokens\":null}")))
                .isEqualTo(new Usage(0, 0, 0, null, null, null));
    }

    @Test
    void keepsMalformedDataBackAndCountsIt() {
        StreamFeed.Result result = StreamFeed.whole("data: {\"choices\":[\n\n" + TEXT + "data: <html>\n\n", false);

        assertThat(result.malformedEvents()).isEqualTo(2);
        assertThat(result.realOutputs()).isOne();
        assertThat(result.forwarded()).isEqualTo(TEXT);
    }

    @Test
    void failsOnAnEventBeyondTheLimitHoweverItArrives() {
        String large = event("{\"x\":\"" + "a".repeat(200) + "\"}");

        for (int length : new int[] {1, 7, 50, large.length() - 1, large.length() + TEXT.length()}) {
            StreamFeed feed = new StreamFeed(new ChatStream(false, large.length() - 1));
            String all = TEXT + large + STOP;
            for (int from = 0; from < all.length(); from += length) {
                feed.give(all.substring(from, Math.min(all.length(), from + length)));
            }

            StreamFeed.Result result = feed.end();
            assertThat(result.forwarded()).isEqualTo(TEXT);
            assertThat(result.error()).contains("event_too_large");
        }
        StreamFeed fitting = new StreamFeed(new ChatStream(false, large.length()));
        assertThat(fitting.give(large)).isEqualTo(large);
        fitting.end();
    }

    @Test
    void holdsAnEventOfEightMebibytes() {
        String image = "{\"choices\":[{\"delta\":{\"content\":\"" + "A".repeat(8 * 1024 * 1024 - 100) + "\"}}]}";

        StreamFeed.Result result = StreamFeed.pieces(bytes(event(image) + DONE), false, 60_000);

        assertThat(result.realOutput()).isTrue();
        assertThat(result.forwarded()).isEqualTo(event(image) + DONE);
    }

    @Test
    void freesWhatItHoldsWhenReleasedInTheMiddle() {
        ChatStream stream = new ChatStream(true);
        StreamFeed feed = new StreamFeed(stream);
        TEXT.chars().forEach(c -> feed.give(new byte[] {(byte) c}));
        feed.give(TEXT + "data: {\"choi");
        feed.give("ces\":");

        stream.release();
        stream.release();

        feed.assertNothingHeld();
        assertThat(feed.give(TEXT)).isNull();
        assertThat(stream.end()).isNull();
        feed.assertNothingHeld();
    }

    @Test
    void endsOnlyOnce() {
        ChatStream stream = new ChatStream(false);
        StreamFeed feed = new StreamFeed(stream);
        feed.give(STOP);

        ByteBuf rest = present(stream.end());

        assertThat(rest.toString(StandardCharsets.UTF_8)).isEqualTo(DONE);
        rest.release();
        assertThat(stream.end()).isNull();
        assertThat(feed.give(TEXT)).isNull();
        feed.assertNothingHeld();
    }

    @Test
    void isWholeOnlyWhenAsManyAnswersHaveEndedAsWereAskedFor() {
        ChatStream stream = ChatStream.of(false, 2);
        StreamFeed feed = new StreamFeed(stream);

        feed.give(STOP);
        assertThat(stream.complete()).as("the second has not shown itself yet").isFalse();
        feed.give(STOP.replace("\"index\":0", "\"index\":1"));

        assertThat(stream.complete()).isTrue();
        stream.release();
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ByteBuf direct(String text) {
        return Unpooled.directBuffer().writeBytes(bytes(text));
    }

    private static <T> T present(@Nullable T value) {
        assertThat(value).isNotNull();
        return Objects.requireNonNull(value);
    }
}
