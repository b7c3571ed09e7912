package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Chunks that look like a provider's and hold what misleads: nested names, escapes, texts that quote JSON, white space. */
final class RandomChunks {

    private static final List<String> TEXTS = List.of(
            "",
            "",
            "hello",
            "stop",
            "error",
            "\\\"error\\\":{\\\"message\\\":1}",
            "\\\\",
            "\\u0041\\ud83d\\ude00",
            "\\n\\t\\b\\/",
            "grüße",
            "日本語の文",
            "😀",
            "{\\\"choices\\\":[]}",
            "a longer text that spans more than one word of eight bytes");

    private static final List<String> DELTA_KEYS = List.of(
            "content",
            "reasoning",
            "reasoning_content",
            "reasoning_details",
            "thinking",
            "refusal",
            "audio",
            "tool_calls",
            "function_call",
            "role",
            "Content",
            "contents",
            "error",
            "\\u0063ontent");

    private final Random random;

    RandomChunks(Random random) {
        this.random = random;
    }

    byte[] next() {
        return chunk().getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a chunk with some bytes changed, inserted or left out; it may still be well-formed. */
    byte[] damaged() {
        byte[] bytes = next();
        for (int hits = random.nextInt(3); hits >= 0 && bytes.length > 0; hits--) {
            int at = random.nextInt(bytes.length);
            int cut = random.nextInt(8);
            if (cut == 0) {
                bytes = Arrays.copyOf(bytes, at);
            } else if (cut == 1) {
                System.arraycopy(bytes, at + 1, bytes, at, bytes.length - at - 1);
                bytes[bytes.length - 1] = ' ';
            } else {
                bytes[at] = damage();
            }
        }
        return bytes.length == 0 ? new byte[] {'x'} : bytes;
    }

    private byte damage() {
        String likely = "{}[]\",:\\0159.eE+-tfnu \n";
        return (byte) (random.nextInt(4) == 0 ? random.nextInt(256) : likely.charAt(random.nextInt(likely.length())));
    }

    private String chunk() {
        List<String> members = new ArrayList<>();
        members.add(member("id", string()));
        maybe(members, "object", () -> "\"chat.completion.chunk\"");
        maybe(members, "choices", this::choices);
        maybe(members, "usage", () -> oneOf("null", "{}", "{\"prompt_tokens\":" + number() + ",\"x\":" + any(2) + "}"));
        if (random.nextInt(4) == 0) {
            maybe(members, random.nextBoolean() ? "error" : "\\u0065rror", () -> any(2));
        }
        maybe(members, "x" + random.nextInt(100), () -> any(4));
        return object(members);
    }

    private String choices() {
        if (random.nextInt(6) == 0) {
            return any(1);
        }
        List<String> choices = new ArrayList<>();
        for (int index = 0, count = random.nextInt(3); index < count; index++) {
            choices.add(choice(index));
        }
        Collections.shuffle(choices, random);
        return "[" + space() + String.join(space() + "," + space(), choices) + space() + "]";
    }

    private String choice(int index) {
        List<String> members = new ArrayList<>();
        members.add(member("index", Integer.toString(index * 40)));
        maybe(members, "delta", this::delta);
        maybe(members, "finish_reason", () -> oneOf("null", "null", string()));
        if (random.nextInt(4) == 0) {
            maybe(members, "text", () -> oneOf("null", string()));
        }
        maybe(members, "logprobs", () -> any(3));
        return object(members);
    }

    private String delta() {
        List<String> keys = new ArrayList<>(DELTA_KEYS);
        keys.remove(random.nextBoolean() ? "content" : "\\u0063ontent");
        Collections.shuffle(keys, random);
        List<String> members = new ArrayList<>();
        for (String key : keys.subList(0, random.nextInt(4))) {
            members.add(member(key, random.nextBoolean() ? oneOf("null", "\"\"", "[]", "{}") : any(2)));
        }
        return object(members);
    }

    private String any(int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 5);
        if (kind < 3) {
            return kind == 0 ? number() : string();
        }
        if (kind < 5) {
            return oneOf("null", "true", "false");
        }
        List<String> inner = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            String key = oneOf("error", "usage", "choices", "content") + i;
            inner.add(kind == 5 ? any(depth - 1) : member(random.nextBoolean() ? key : key.replace("" + i, ""), "1"));
            if (kind != 5) {
                break;
            }
        }
        return kind == 5 ? "[" + String.join(",", inner) + "]" : object(inner);
    }

    private void maybe(List<String> members, String key, Supplier<String> value) {
        if (random.nextInt(3) > 0) {
            members.add(member(key, value.get()));
        }
    }

    private String object(List<String> members) {
        Collections.shuffle(members, random);
        return "{" + space() + String.join(space() + "," + space(), members) + space() + "}";
    }

    private String member(String key, String value) {
        return "\"" + key + "\"" + space() + ":" + space() + value;
    }

    private String string() {
        return "\"" + TEXTS.get(random.nextInt(TEXTS.size())) + "\"";
    }

    private String number() {
        return oneOf("0", "-0", "17", "-3.25", "1e9", "2E-3", "0.5e+1", "12345678901234567890");
    }

    private String space() {
        return random.nextInt(5) == 0 ? oneOf(" ", "\n", "\t ", "\r") : "";
    }

    private String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
