package dev.byok.request;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Writes bodies that are requests more often than not, in unusual ways, and damages some of them. */
final class RandomBody {

    private static final List<String> FIELDS = List.of(
            "model",
            "models",
            "stream",
            "stream_options",
            "provider",
            "route",
            "session_id",
            "prompt_cache_key",
            "tools",
            "functions",
            "response_format",
            "usage",
            "transforms",
            "plugins",
            "preset",
            "debug",
            "trace",
            "max_tokens",
            "max_completion_tokens",
            "reasoning",
            "reasoning_effort",
            "thinking",
            "include_usage",
            "messages",
            "x",
            "modelx",
            "mode",
            "");
    private static final List<String> PROVIDER_FIELDS = List.of(
            "order",
            "only",
            "ignore",
            "allow_fallbacks",
            "require_parameters",
            "zdr",
            "data_collection",
            "enforce_distillable_text",
            "quantizations",
            "sort",
            "preferred_min_throughput",
            "preferred_max_latency",
            "max_price",
            "max_price",
            "zd");
    private static final List<String> UNITS = List.of(
            "a",
            "b c",
            "é",
            "漢字",
            "😀",
            "\\n",
            "\\\"",
            "\\\\",
            "\\/",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud800",
            "\\u0000",
            "{",
            "]",
            ":",
            ",",
            "model",
            "\u007f",
            "ю б",
            "\u0800\ud7ff\ue000");
    private static final List<String> NUMBERS = List.of(
            "0", "-0", "1", "-7", "42", "1.5", "1e3", "0E-2", "2147483647", "2147483648", "99999999999999999999");
    private static final List<String> DAMAGE = List.of(
            "\"", "\\", ",", ":", "{", "}", "[", "]", "0", "-", ".", "e", "t", "\u0000", "\n", " ", "null", "\\u12",
            "é");

    private final Random random;
    private final StringBuilder json = new StringBuilder();

    private RandomBody(Random random) {
        this.random = random;
    }

    static byte[] write(Random random) {
        RandomBody body = new RandomBody(random);
        body.body();
        byte[] bytes = body.json.toString().getBytes(StandardCharsets.UTF_8);
        for (int damages = random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 0; damages > 0; damages--) {
            bytes = damaged(bytes, random);
        }
        return bytes;
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int to = Math.min(bytes.length, at + random.nextInt(3));
        byte[] patch = random.nextInt(4) == 0
                ? new byte[] {(byte) random.nextInt(256)}
                : pick(random, DAMAGE).getBytes(StandardCharsets.UTF_8);
        byte[] result = new byte[at + patch.length + bytes.length - to];
        System.arraycopy(bytes, 0, result, 0, at);
        System.arraycopy(patch, 0, result, at, patch.length);
        System.arraycopy(bytes, to, result, at + patch.length, bytes.length - to);
        return result;
    }

    private void body() {
        space();
        json.append('{');
        int members = 1 + random.nextInt(6);
        int model = random.nextInt(members);
        for (int i = 0; i < members; i++) {
            member(i == model ? "model" : pick(random, FIELDS.subList(1, FIELDS.size())));
            json.append(i < members - 1 ? "," : "");
        }
        json.append('}');
        space();
    }

    private void member(String name) {
        space();
        json.append('"').append(random.nextInt(8) == 0 ? escaped(name) : name).append('"');
        space();
        json.append(':');
        space();
        if (random.nextInt(25) == 0) {
            value(0);
        } else {
            fitting(name);
        }
        space();
    }

    private void fitting(String name) {
        switch (name) {
            case "model" -> string();
            case "models" -> list();
            case "stream", "include_usage" -> json.append(random.nextBoolean());
            case "stream_options" ->
                json.append(pick(
                        random,
                        List.of(
                                "null",
                                "{}",
                                "{ }",
                                "{\"x\":[1]}",
                                "{\"include_usage\":true}",
                                "{ \"include_usage\" : false , \"y\":{}}",
                                "{\"x\":1,\"include\\u005fusage\":false}",
                                "{\"include_usage\":true,\"include_usage\":true}")));
            case "provider" -> {
                if (random.nextInt(6) == 0) {
                    json.append(pick(random, List.of("null", "{}", "{ }", "{\"a\":1}")));
                } else {
                    provider();
                }
            }
            case "session_id", "prompt_cache_key" -> {
                if (random.nextInt(6) == 0) {
                    json.append('"').append("s".repeat(255 + random.nextInt(3))).append('"');
                } else {
                    string();
                }
            }
            case "tools", "functions" ->
                json.append(pick(random, List.of("null", "[]", "[ ]", "[{}]", "[{\"type\":\"function\"},{}]")));
            case "response_format" ->
                json.append(pick(
                        random,
                        List.of(
                                "null",
                                "{}",
                                "{\"type\":\"text\"}",
                                "{\"type\":7}",
                                "{\"json_schema\":{\"type\":\"x\"},\"type\":\"json_schema\"}",
                                "{\"typ\\u0065\":\"json_\\u0073chema\"}")));
            case "usage" ->
                json.append(pick(
                        random,
                        List.of(
                                "null",
                                "{}",
                                "{\"include\":true}",
                                "{ \"x\":[],\"include\" : false}",
                                "{\"include\":null}",
                                "{\"include\":1}",
                                "{\"include\":true,\"include\":true}")));
            case "plugins" ->
                json.append(pick(
                        random,
                        List.of(
                                "null",
                                "[]",
                                "[{\"id\":\"context-compression\"},{\"id\":\"web\",\"enabled\":false}]",
                                "[{\"enabled\":true,\"id\":\"context-compression\",\"engine\":[{}]}]",
                                "[{\"id\":\"web\"}]",
                                "[{}]",
                                "[7]")));
            case "preset" -> json.append(pick(random, List.of("null", "null", "\"x\"")));
            case "debug" ->
                json.append(pick(random, List.of("null", "{}", "{\"a\":false,\"b\":null}", "{\"a\":true}")));
            case "route" -> json.append(pick(random, List.of("null", "\"fallback\"", "\"f\\u0061llback\"", "\"x\"")));
            case "max_tokens", "max_completion_tokens" -> json.append(pick(random, NUMBERS));
            case "reasoning" ->
                json.append(pick(random, List.of("null", "{}", "{\"effort\":\"low\"}", "{\"a\":{},\"b\":[]}")));
            case "reasoning_effort" ->
                json.append(pick(random, List.of("null", "\"none\"", "\"high\"", "\"m\\u0069nimal\"")));
            case "thinking" ->
                json.append(pick(
                        random,
                        List.of(
                                "null",
                                "{}",
                                "{\"type\":\"enabled\",\"budget_tokens\":1024}",
                                "{\"x\":{\"type\":7},\"typ\\u0065\":\"d\\u0069sabled\"}",
                                "{\"type\":\"disabled\",\"type\":\"adaptive\"}",
                                "{\"type\":\"adaptive\",\"type\":null}")));
            default -> value(0);
        }
    }

    private void provider() {
        json.append('{');
        int fields = random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            space();
            String field = pick(random, PROVIDER_FIELDS);
            json.append('"')
                    .append(random.nextInt(8) == 0 ? escaped(field) : field)
                    .append('"');
            space();
            json.append(':');
            space();
            if (random.nextInt(15) == 0) {
                json.append("null");
            } else if (random.nextInt(25) == 0) {
                value(0);
            } else {
                providerField(field);
            }
            space();
            json.append(i < fields - 1 ? "," : "");
        }
        json.append('}');
    }

    private void providerField(String field) {
        switch (field) {
            case "order", "only", "ignore" ->
                json.append(pick(random, List.of("[]", "[\"a\"]", "[ \"a\" , \"b\\u0062\"]", "[\"a\",\"c\"]")));
            case "allow_fallbacks", "require_parameters", "zdr" -> json.append(random.nextBoolean());
            case "enforce_distillable_text" -> json.append(pick(random, List.of("false", "false", "true")));
            case "data_collection" ->
                json.append(pick(random, List.of("\"allow\"", "\"deny\"", "\"d\\u0065ny\"", "\"none\"")));
            case "quantizations" ->
                json.append(pick(
                        random,
                        List.of("[\"fp8\"]", "[\"int4\",\"unknown\",\"int4\"]", "[\"fp8\",\"fp9\"]", "[]", "[8]")));
            case "sort" ->
                json.append(pick(
                        random,
                        List.of(
                                "\"price\"",
                                "\"exacto\"",
                                "{}",
                                "{\"by\":\"latency\"}",
                                "{\"partition\":\"none\",\"by\":\"throughput\"}",
                                "{\"partition\":\"none\"}",
                                "{\"by\":null,\"partition\":\"model\"}",
                                "{\"by\":\"price\",\"by\":\"price\"}")));
            case "preferred_min_throughput", "preferred_max_latency" -> {
                if (random.nextBoolean()) {
                    json.append(pick(random, NUMBERS));
                } else {
                    json.append("{\"p").append(pick(random, List.of("50", "75", "90", "99", "99", "95")));
                    json.append("\":").append(pick(random, NUMBERS)).append(",\"p50\":null}");
                }
            }
            case "max_price" -> {
                String quote = random.nextBoolean() ? "\"" : "";
                json.append("{\"").append(pick(random, List.of("prompt", "completion", "request", "image")));
                json.append("\":").append(quote).append(pick(random, NUMBERS)).append(quote);
                json.append(random.nextInt(4) == 0 ? ",\"audio\":null}" : "}");
            }
            default -> value(0);
        }
    }

    private void list() {
        json.append('[');
        int entries = random.nextInt(20) == 0 ? 31 + random.nextInt(3) : random.nextInt(3);
        for (int i = 0; i < entries; i++) {
            space();
            string();
            json.append(i < entries - 1 ? "," : "");
        }
        json.append(']');
    }

    private void value(int depth) {
        switch (random.nextInt(depth > 4 ? 4 : 6)) {
            case 0 -> string();
            case 1 -> json.append(pick(random, NUMBERS));
            case 2 -> json.append(pick(random, List.of("true", "false", "null")));
            case 3 -> json.append(pick(random, List.of("{}", "[]", "[ ]", "{ }", "\"\"")));
            case 4 -> container(depth, '[', ']');
            default -> container(depth, '{', '}');
        }
    }

    private void container(int depth, char open, char close) {
        json.append(open);
        int entries = random.nextInt(4);
        for (int i = 0; i < entries; i++) {
            space();
            if (open == '{') {
                string();
                json.append(':');
            }
            value(depth + 1);
            space();
            json.append(i < entries - 1 ? "," : "");
        }
        json.append(close);
    }

    /** Some strings end near the edge of the scanner's block. */
    private void string() {
        json.append('"');
        if (random.nextInt(30) == 0) {
            json.append("a".repeat(Math.max(0, 4080 - json.length() % 4096 + random.nextInt(20))));
        }
        for (int units = random.nextInt(8); units > 0; units--) {
            json.append(pick(random, UNITS));
        }
        json.append('"');
    }

    private void space() {
        if (random.nextInt(4) == 0) {
            json.append(pick(random, List.of(" ", "\n", "\r\n\t", "  ")));
        }
    }

    private String escaped(String name) {
        int at = random.nextInt(name.length() + 1);
        return at == name.length()
                ? name
                : name.substring(0, at) + String.format("\\u%04X", (int) name.charAt(at)) + name.substring(at + 1);
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
