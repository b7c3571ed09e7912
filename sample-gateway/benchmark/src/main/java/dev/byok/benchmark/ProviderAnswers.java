package dev.byok.benchmark;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the upstream says: a chat completion, a stream of chunks, or that a key may not send this much. */
final class ProviderAnswers {

    /** Chunks of a stream, the last of which says why it ended. */
    static final int CHUNKS = 200;

    static final int CHUNK_LENGTH = 250;

    private static final String START =
            "data: {\"id\":\"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG\",\"object\":\"chat.completion.chunk\","
                    + "\"created\":1787000000,\"model\":\"" + ChatBodies.UPSTREAM_MODEL + "\",";
    private static final String TEXT = "o".repeat(110);
    private static final String DONE = "data: [DONE]\n\n";

    private ProviderAnswers() {}

    static String completion() {
        return """
                {"id":"chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG","object":"chat.completion","created":1787000000,\
                "model":"%s","choices":[{"index":0,"message":{"role":"assistant","content":"%s","refusal":null},\
                "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":231,"completion_tokens":96,\
                "total_tokens":327,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},\
                "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0}},"service_tier":"default"}
                """.formatted(ChatBodies.UPSTREAM_MODEL, "The supplier owes 240 kg a month, by the 5th. ".repeat(8));
    }

    /** Returns a refusal, with status 429, that says nothing about the key's next request: so each one meets it anew. */
    static String refusal() {
        return """
                {"error":{"message":"Request too large for %s in organization org-bench on tokens per min (TPM): \
                Limit 30000, Requested 30001. The input or output tokens must be reduced in order to run successfully.",\
                "type":"tokens","param":null,"code":"rate_limit_exceeded"}}
                """.formatted(ChatBodies.UPSTREAM_MODEL);
    }

    /** Returns the pieces of a stream; with the chunk that reports usage if that was asked for. */
    static List<String> stream(boolean usage) {
        List<String> pieces = new ArrayList<>();
        pieces.add(chunk("{\"role\":\"assistant\",\"content\":\"", "\"},\"logprobs\":null,\"finish_reason\":null}"));
        while (pieces.size() < CHUNKS - 1) {
            pieces.add(chunk("{\"content\":\"", "\"},\"logprobs\":null,\"finish_reason\":null}"));
        }
        pieces.add(chunk("{\"content\":\"", "\"},\"logprobs\":null,\"finish_reason\":\"stop\"}"));
        if (usage) {
            pieces.add(START + "\"choices\":[],\"usage\":{\"prompt_tokens\":231,\"completion_tokens\":600,"
                    + "\"total_tokens\":831}}\n\n");
        }
        pieces.add(DONE);
        return pieces;
    }

    /** Returns the pieces of a stream in Anthropic's dialect; {@link #CHUNKS} of them carry text. */
    static List<String> messages() {
        List<String> pieces = new ArrayList<>();
        pieces.add(event("message_start", """
                "message":{"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"%s",\
                "content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":231,"output_tokens":1}}\
                """.formatted(ChatBodies.UPSTREAM_MODEL)));
        pieces.add(event("content_block_start", "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"));
        for (int i = 0; i < CHUNKS; i++) {
            pieces.add(event(
                    "content_block_delta",
                    "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + TEXT + "\"}"));
        }
        pieces.add(event("content_block_stop", "\"index\":0"));
        pieces.add(event("message_delta", """
                "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":600}\
                """));
        pieces.add("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        return pieces;
    }

    private static String event(String type, String rest) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + rest + "}\n\n";
    }

    /** Returns all text of a stream in Anthropic's dialect. */
    static String textOfMessages() {
        return TEXT.repeat(CHUNKS);
    }

    /** Returns the whole body that the caller must get. */
    static byte[] expected(Load load) {
        String text = load.streamed() ? String.join("", stream(false)) : completion();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String chunk(String before, String after) {
        String start = START + "\"choices\":[{\"index\":0,\"delta\":" + before;
        String end = after + "]}\n\n";
        return start + "o".repeat(CHUNK_LENGTH - start.length() - end.length()) + end;
    }
}
