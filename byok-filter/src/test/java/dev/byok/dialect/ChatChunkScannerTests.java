package dev.byok.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChunkScannerTests {

    private final ChatChunkScanner scanner = new ChatChunkScanner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"delta\":{\"content\":\"a\"}}",
                "{\"delta\":{\"role\":\"assistant\",\"content\":\" \"}}",
                "{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}",
                "{\"delta\":{\"reasoning\":\"a\"}}",
                "{\"delta\":{\"reasoning_content\":\"a\",\"content\":null}}",
                "{\"delta\":{\"reasoning_details\":[{}]}}",
                "{\"delta\":{\"thinking\":\"a\"}}",
                "{\"delta\":{\"refusal\":\"a\"}}",
                "{\"delta\":{\"audio\":{\"id\":\"a\"}}}",
                "{\"delta\":{\"tool_calls\":[{\"index\":0}]}}",
                "{\"delta\":{\"function_call\":{\"name\":\"f\"}}}",
                "{\"text\":\"a\"}",
                "{\"delta\":{},\"finish_reason\":\"stop\"}",
                "{\"delta\":{\"\\u0063ontent\":\"a\"}}",
            })
    void takesAnythingNotEmptyForRealOutput(String choice) {
        scan("{\"choices\":[" + choice + "]}");

        assertThat(scanner.realOutput()).isTrue();
        assertThat(scanner.error()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"delta\":{}}",
                "{\"delta\":null,\"finish_reason\":null,\"text\":null}",
                "{\"delta\":{\"role\":\"assistant\"},\"finish_reason\":\"\"}",
                "{\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}}",
                "{\"delta\":{\"content\":[],\"tool_calls\":[],\"audio\":{},\"function_call\":null}}",
                "{\"delta\":{\"x\":{\"content\":\"a\"},\"content\":false,\"audio\":1}}",
                "{\"message\":{\"content\":\"a\"},\"content\":\"a\",\"text\":\"\"}",
                "{\"delta\":\"content\"}",
                "[{\"delta\":{\"content\":\"a\"}}]",
                "\"content\"",
            })
    void takesNothingElseForRealOutput(String choice) {
        scan("{\"content\":\"a\",\"delta\":{\"content\":\"a\"},\"choices\":[" + choice + "]}");

        assertThat(scanner.realOutput()).isFalse();
        assertThat(scanner.malformed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"message\":\"m\"}}",
                "{\"error\":\"m\"}",
                "{\"error\":[1]}",
                "{\"error\":true}",
                "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"error\"}],\"error\":{\"code\":502}}",
                "{\"choices\":[{\"finish_reason\":\"error\"}]}",
                "{\"choices\":[{\"finish_reason\":\"\\u0065rror\"}]}",
                "{\"\\u0065rror\":{\"message\":\"m\"}}",
                " { \"type\" : \"error\" , \"error\" : { \"message\" : \"m\" } } ",
            })
    void seesAnError(String payload) {
        scan(payload);

        assertThat(scanner.error()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":null}",
                "{\"error\":{}}",
                "{\"error\":\"\"}",
                "{\"error\":[]}",
                "{\"error\":false}",
                "{\"x\":{\"error\":{\"message\":\"m\"}}}",
                "{\"choices\":[{\"error\":{\"message\":\"m\"},\"delta\":{\"error\":\"m\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\\\",\\\"error\\\":{\\\"message\\\":1}\"}}]}",
                "{\"x\":\"\\\\\",\"y\":\"error\"}",
                "{\"error\\u0000\":1,\"errors\":1,\"Error\":1}",
                "\"error\"",
                "[{\"error\":1}]",
            })
    void isNotFooledIntoSeeingAnError(String payload) {
        scan(payload);

        assertThat(scanner.error()).isFalse();
        assertThat(scanner.malformed()).isFalse();
    }

    @Test
    void findsTheUsageObjectAtTheTopOnly() {
        byte[] payload = scan("{\"choices\":[],\"x\":{\"usage\":{\"a\":1}},\"usage\": {\"b\":[2]} }");

        assertThat(scanner.hasUsage()).isTrue();
        assertThat(scanner.choicesEmpty()).isTrue();
        assertThat(Arrays.copyOfRange(payload, scanner.usageFrom(), scanner.usageTo()))
                .asString()
                .isEqualTo("{\"b\":[2]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"usage\":null}", "{\"usage\":{}}", "{\"x\":{\"usage\":{\"a\":1}}}", "{\"usage\":7}"})
    void findsNoUsageWhereThereIsNone(String payload) {
        scan(payload);

        assertThat(scanner.hasUsage()).isFalse();
        assertThat(scanner.choicesEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "[1,]",
                "[1 2]",
                "{a:1}",
                "nul",
                "nulll",
                "tru",
                "01",
                "1.",
                "1e",
                "-",
                "+1",
                ".5",
                "\"\\x\"",
                "\"\\u12g4\"",
                "\"\\",
                "\"a",
                "\"\t\"",
                "{} {}",
                "[DONE",
                "{\"a\":1}]",
                " ",
            })
    void callsMalformedWhatIsNoJson(String payload) {
        scan("{\"error\":1,\"usage\":{\"a\":1},\"choices\":[{\"text\":\"a\",\"finish_reason\":\"stop\"}],\"x\":"
                + payload);

        assertThat(scanner.malformed()).isTrue();
        assertThat(scanner.error() || scanner.realOutput() || scanner.hasUsage())
                .isFalse();
        assertThat(scanner.choices().allFinished()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"C380", "DFBF", "E0A080", "ED9FBF", "EE8080", "EFBFBF", "F0908080", "F48FBFBF"})
    void takesTheEdgesOfEveryLengthOfUtf8(String character) {
        assertAgrees(withText(character), character);

        assertThat(scanner.malformed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0AF",
                "C1BF",
                "C3",
                "C341",
                "E09FBF",
                "EDA080",
                "EDBFBF",
                "E282",
                "E28241",
                "F08FBFBF",
                "F4908080",
                "F5808080",
                "F09F98",
                "FF",
                "FE"
            })
    void callsMalformedWhatIsNoUtf8(String character) {
        assertAgrees(withText(character), character);

        assertThat(scanner.malformed()).isTrue();
    }

    private static byte[] withText(String hexadecimal) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        json.writeBytes("{\"choices\":[{\"text\":\"".getBytes(StandardCharsets.UTF_8));
        json.writeBytes(HexFormat.of().parseHex(hexadecimal));
        json.writeBytes("\"}]}".getBytes(StandardCharsets.UTF_8));
        return json.toByteArray();
    }

    @Test
    void callsMalformedWhatIsNestedBeyondReason() {
        scan("[".repeat(500) + "]".repeat(500));
        assertThat(scanner.malformed()).isFalse();

        scan("[".repeat(100_000) + "]".repeat(100_000));
        assertThat(scanner.malformed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[DONE]", " [DONE] "})
    void knowsTheTerminator(String payload) {
        scan(payload);

        assertThat(scanner.done()).isTrue();
        assertThat(scanner.malformed()).isFalse();
    }

    @Test
    void keepsFinishReasonsByChoice() {
        scan("{\"choices\":[{\"index\":70,\"finish_reason\":\"stop\"},{\"finish_reason\":\"length\"},{\"index\":2}]}");
        assertThat(scanner.choices().allFinished()).isFalse();

        scan("{\"choices\":[{\"finish_reason\":\"stop\",\"index\":70},{\"finish_reason\":\"length\"}]}");
        assertThat(scanner.choices().allFinished()).isTrue();

        scan("{\"choices\":[{\"index\":99999999999999,\"finish_reason\":\"stop\"},{\"index\":-1},{\"index\":\"1\"}]}");
        assertThat(scanner.choices().allFinished()).isFalse();
    }

    @Test
    void agreesWithAParserOnAnyChunk() {
        long seed = System.nanoTime();
        RandomChunks chunks = new RandomChunks(new Random(seed));

        for (int round = 0; round < 20_000; round++) {
            byte[] json = chunks.next();

            assertAgrees(json, "seed " + seed + " round " + round);
        }
    }

    @Test
    void agreesWithAParserOnDamagedChunks() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RandomChunks chunks = new RandomChunks(random);
        int malformed = 0;

        for (int round = 0; round < 20_000; round++) {
            byte[] json = chunks.damaged();
            if (ChunkOracle.ambiguous(json)) {
                continue;
            }

            assertAgrees(json, "seed " + seed + " round " + round);
            malformed += scanner.malformed() ? 1 : 0;
        }

        assertThat(malformed).as("both kinds occur, seed %s", seed).isBetween(1_000, 19_900);
    }

    private void assertAgrees(byte[] json, String where) {
        String about = where + ": " + new String(json, StandardCharsets.UTF_8);
        byte[] padded = new byte[json.length + 10];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(json, 0, padded, 5, json.length);
        ChunkOracle oracle = ChunkOracle.of(json);

        scanner.scan(padded, 5, 5 + json.length);

        assertThat(scanner.malformed()).as(about).isEqualTo(oracle.malformed());
        assertThat(scanner.error()).as(about).isEqualTo(oracle.error());
        assertThat(scanner.realOutput()).as(about).isEqualTo(oracle.realOutput());
        assertThat(scanner.choicesEmpty()).as(about).isEqualTo(oracle.choicesEmpty());
        assertThat(scanner.hasUsage()).as(about).isEqualTo(oracle.usage() != null);
        if (oracle.usage() != null) {
            byte[] usage = Arrays.copyOfRange(padded, scanner.usageFrom(), scanner.usageTo());
            assertThat(ChunkOracle.JSON.readTree(usage)).as(about).isEqualTo(oracle.usage());
        }
        assertThat(scanner.choices().allFinished())
                .as(about)
                .isEqualTo(!oracle.finished().isEmpty() && !oracle.finished().containsValue(false));
    }

    private byte[] scan(String payload) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        scanner.scan(bytes, 0, bytes.length);
        return bytes;
    }
}
