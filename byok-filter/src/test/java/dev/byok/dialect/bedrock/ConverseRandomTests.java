package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Tapes;
import dev.byok.dialect.TranslatedRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Random conversations: whatever a model is told fits the service's own model, and sides take turns. */
@Tag("corpus")
class ConverseRandomTests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REQUESTS = 5_000;
    private static final List<String> MODELS = List.of(
            "us.anthropic.claude-sonnet-4-5-20250929-v1:0",
            "us.anthropic.claude-opus-4-6-v1",
            "anthropic.claude-3-haiku-20240307-v1:0",
            "us.amazon.nova-2-lite-v1:0",
            "us.meta.llama3-3-70b-instruct-v1:0",
            "mistral.mistral-large-2407-v1:0",
            "openai.gpt-oss-120b-1:0",
            "qwen.qwen3-32b-v1:0");
    private static final List<String> OPTIONS = List.of(
            "\"max_tokens\":100",
            "\"max_completion_tokens\":30000",
            "\"temperature\":0.4",
            "\"top_p\":0.9",
            "\"top_k\":5",
            "\"stop\":[\"a\",\"\\n\"]",
            "\"stop\":\"ä\"",
            "\"user\":\"ada\"",
            "\"service_tier\":\"priority\"",
            "\"reasoning_effort\":\"high\"",
            "\"reasoning_effort\":\"none\"",
            "\"reasoning\":{\"max_tokens\":2000}",
            "\"response_format\":{\"type\":\"json_object\"}",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"description\":\"\",\"schema\":{\"type\":\"object\",\"properties\":{\"q\\\"\":{\"type\":\"string\",\"pattern\":\"\\\\d\"}}}}}",
            "\"thinking\":{\"type\":\"adaptive\"}",
            "\"thinking\":{\"type\":\"disabled\"}",
            "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000}",
            "\"output_config\":{\"effort\":\"high\"}",
            "\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}",
            "\"parallel_tool_calls\":false",
            "\"tool_choice\":\"none\"",
            "\"tool_choice\":\"auto\"",
            "\"tool_choice\":\"required\"",
            "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}");
    private static final List<String> PARTS = List.of(
            "{\"type\":\"text\",\"text\":\"Hello \\ud83d\\ude00\"}",
            "{\"type\":\"text\",\"text\":\"  \"}",
            "{\"type\":\"text\",\"text\":\"Long\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"5m\"}}",
            "{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/webp;base64,UklGRg==\"}}",
            "{\"type\":\"file\",\"file\":{\"filename\":\"../x.pdf\",\"file_data\":\"data:application/pdf;base64,JVBERg==\"}}");

    private final Random random;
    private final long seed = System.nanoTime();

    ConverseRandomTests() {
        this.random = new Random(seed);
    }

    private String any(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String content() {
        if (random.nextBoolean()) {
            return random.nextInt(5) == 0 ? "\" \"" : "\"text " + random.nextInt(100) + "\"";
        }
        List<String> parts = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            parts.add(any(PARTS));
        }
        return parts.toString();
    }

    private String message(int at) {
        String mark = random.nextInt(8) == 0 ? ",\"cache_control\":{\"type\":\"ephemeral\"}" : "";
        String id = random.nextBoolean() ? "call " + at : "x".repeat(60 + random.nextInt(10));
        return switch (random.nextInt(7)) {
            case 0 -> "{\"role\":\"system\",\"content\":\"Be brief.\"" + mark + "}";
            case 1, 2, 3 -> "{\"role\":\"user\",\"content\":" + content() + mark + "}";
            case 4 -> "{\"role\":\"assistant\",\"content\":\"Well, \"" + mark + "}";
            case 5 ->
                "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"" + id
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1}\"}}]"
                        + (random.nextBoolean()
                                ? ",\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm\",\"signature\":\"c2ln\"},{\"type\":\"redacted_thinking\",\"data\":\"cmVk\"}]"
                                : "")
                        + "}";
            default -> "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":" + content() + "}";
        };
    }

    private String request() {
        List<String> members = new ArrayList<>();
        List<String> messages = new ArrayList<>();
        for (int i = random.nextInt(7); i >= 0; i--) {
            messages.add(message(i));
        }
        members.add("\"messages\":" + messages);
        for (int i = random.nextInt(4); i > 0; i--) {
            String option = any(OPTIONS);
            String name = option.substring(0, option.indexOf(':'));
            if (members.stream().noneMatch(member -> member.startsWith(name))) {
                members.add(option);
            }
        }
        if (random.nextBoolean()) {
            members.add(
                    "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"F\",\"parameters\":{\"type\":\"object\"},\"strict\":"
                            + random.nextBoolean() + "}}]");
        }
        return "{" + String.join(",", members) + "}";
    }

    @Test
    void whatIsSaidFitsTheServicesModel() throws IOException {
        ServiceModel service = ServiceModel.ofCorpus();
        int told = 0;
        for (int i = 0; i < REQUESTS; i++) {
            String asked = request();
            TranslatedRequest request = new BedrockConverse().request(Tapes.of(asked), null);
            String model = any(MODELS);
            if (request.obstacle(model) == null) {
                JsonNode body = JSON.readTree(ConverseRequestTests.told(request, model));
                assertThat(service.flaws("ConverseRequest", body))
                        .as("seed %s, %s: %s", seed, model, asked)
                        .isEmpty();
                String before = "";
                for (JsonNode message : body.path("messages")) {
                    assertThat(message.path("role").asString())
                            .as("seed %s: %s", seed, asked)
                            .isNotEqualTo(before);
                    assertThat(message.path("content").size())
                            .as("seed %s: %s", seed, asked)
                            .isPositive();
                    before = message.path("role").asString();
                }
                told++;
            }
        }
        assertThat(told).as("seed %s", seed).isGreaterThan(REQUESTS / 10);
    }
}
