package dev.byok.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.dialect.Tapes;
import dev.byok.dialect.TranslatedRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** Requests of OpenAI's callers in Converse's words, by the table of requests.txt. */
class ConverseRequestTests {

    static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final BedrockConverse DIALECT = new BedrockConverse();

    record Case(
            String name,
            String model,
            String asked,
            @Nullable String told,
            @Nullable String obstacle) {
        @Override
        public String toString() {
            return name + " @ " + model;
        }
    }

    /** A case may be told to several models, each by a line of its own before what comes of it. */
    static Stream<Case> cases() throws IOException {
        List<Case> cases = new ArrayList<>();
        String name = "";
        String model = "";
        String asked = "";
        for (String line : lines()) {
            if (line.startsWith("== ")) {
                name = line.substring(3);
                model = CLAUDE;
            } else if (line.startsWith("@ ")) {
                model = line.substring(2);
            } else if (line.startsWith("> ")) {
                asked = line.substring(2);
            } else if (line.startsWith("< ")) {
                cases.add(new Case(name, model, asked, line.substring(2), null));
            } else if (line.startsWith("! ")) {
                cases.add(new Case(name, model, asked, null, line.substring(2)));
            }
        }
        return cases.stream();
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = ConverseRequestTests.class.getResourceAsStream("requests.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    static String told(TranslatedRequest request, String model) {
        ByteBuf body = request.body(ByteBufAllocator.DEFAULT, model);
        try {
            return new String(ByteBufUtil.getBytes(body), StandardCharsets.UTF_8);
        } finally {
            body.release();
        }
    }

    private static TranslatedRequest request(String asked, @Nullable Integer mostTokens) {
        return DIALECT.request(Tapes.of(asked), mostTokens);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysWhatItCanAndNamesWhatItCannot(Case one) {
        TranslatedRequest request = request(one.asked(), null);

        assertThat(request.obstacle(one.model())).isEqualTo(one.obstacle());
        if (one.told() != null) {
            String told = told(request, one.model());
            assertThat(JSON.readTree(told)).as(told).isEqualTo(JSON.readTree(one.told()));
        }
    }

    @Test
    @Tag("corpus")
    void allThatIsSaidFitsTheServicesModel() throws IOException {
        ServiceModel service = ServiceModel.ofCorpus();
        int bodies = 0;
        for (Case one : cases().toList()) {
            if (one.told() != null) {
                String told = told(request(one.asked(), null), one.model());
                assertThat(service.flaws("ConverseRequest", JSON.readTree(told)))
                        .as("%s: %s", one, told)
                        .isEmpty();
                bodies++;
            }
        }
        assertThat(bodies).isGreaterThanOrEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "us.anthropic.claude-sonnet-4-5-20250929-v1:0, CLAUDE",
        "arn:aws:bedrock:ap-southeast-4:123456789012:inference-profile/au.anthropic.claude-opus-4-6-v1, CLAUDE",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3, OTHER",
        "eu.amazon.nova-pro-v1:0, NOVA",
        "amazon.titan-text-express-v1, TITAN",
        "us.meta.llama3-3-70b-instruct-v1:0, LLAMA",
        "mistral.mistral-large-2407-v1:0, MISTRAL",
        "cohere.command-r-v1:0, COHERE",
        "ai21.jamba-1-5-large-v1:0, JAMBA",
        "us.deepseek.r1-v1:0, DEEPSEEK",
        "openai.gpt-oss-120b-1:0, OPENAI",
        "qwen.qwen3-32b-v1:0, OTHER",
        "anthropic.claude-sonnet-4.5, CLAUDE",
        "amazon.nova-2-lite, NOVA"
    })
    void knowsWhoseAModelIs(String model, BedrockFamily family) {
        assertThat(BedrockFamily.of(model)).isEqualTo(family);
    }

    @Test
    void asksForNoMoreThanItMay() {
        String asked = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        assertThat(told(request(asked, 500), CLAUDE)).contains("\"inferenceConfig\":{\"maxTokens\":500}");
        assertThat(told(request(asked, 500), "amazon.nova-lite-v1:0")).contains("\"maxTokens\":500");
        assertThat(told(request(asked, 100_000), "anthropic.claude-3-haiku-20240307-v1:0"))
                .contains("\"maxTokens\":4096");
    }
}
