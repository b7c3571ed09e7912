package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Capability;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

class ModelsAnswerTests {

    private static final SourceLocation HERE = new SourceLocation("models.yml", 1);
    private static final Provider OPENAI = new Provider(
            "openai",
            ProviderPreset.COMPATIBLE,
            URI.create("http://openai.test"),
            Provider.AuthScheme.NONE,
            Timeouts.NONE,
            HERE);

    @Test
    void saysWhatThePolicySays() {
        Endpoint dear = endpoint(price("2", "8"), Set.of(Capability.TOOLS));
        Endpoint cheap = endpoint(price("1.25", "10"), Set.of(Capability.VISION, Capability.REASONING));

        assertThat(answer("openai/gpt", 128000, dear, cheap))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"id\":\"openai/gpt\",\"object\":\"model\",\"created\":0,"
                        + "\"owned_by\":\"openai\",\"name\":\"openai/gpt\",\"canonical_slug\":\"openai/gpt\","
                        + "\"context_length\":128000,\"architecture\":{\"modality\":null,"
                        + "\"input_modalities\":[\"text\",\"image\"],\"output_modalities\":[]},"
                        + "\"pricing\":{\"prompt\":\"0.00000125\",\"completion\":\"0.00001\",\"request\":\"0.01\","
                        + "\"input_cache_read\":\"0.0000001\"},"
                        + "\"top_provider\":{\"context_length\":128000,\"max_completion_tokens\":null,\"is_moderated\":false},"
                        + "\"supported_parameters\":[\"tools\",\"tool_choice\",\"reasoning\",\"reasoning_effort\"],"
                        + "\"supported_voices\":null,\"default_parameters\":null,\"per_request_limits\":null,"
                        + "\"links\":{\"details\":\"\"}}],\"total_count\":1,\"links\":{\"next\":null}}");
    }

    @Test
    void inventsNothing() {
        assertThat(answer("gpt", null, endpoint(null, Set.of())))
                .contains("\"owned_by\":\"byok\"", "\"context_length\":null", "\"supported_parameters\":[]")
                .contains("\"pricing\":{\"prompt\":\"-1\",\"completion\":\"-1\"}");
        assertThat(answer("gpt", null, endpoint(price("1", null), Set.of())))
                .contains("\"pricing\":{\"prompt\":\"0.000001\",\"completion\":\"-1\",");
    }

    @ParameterizedTest
    @CsvSource({", , 0 1 2", "1, , 1 2", "3, , ''", "99, 1, ''", "1, 1, 1", ", 2, 0 1", "-1, -1, ''", "a, b, 0 1 2"})
    void givesAPartOfThemToWhoeverAsksForOne(String offset, String limit, String slugs) {
        List<Endpoint> endpoints = List.of(endpoint(null, Set.of()));
        List<UsableModel> models = IntStream.range(0, 3)
                .mapToObj(i -> new UsableModel(new Model(String.valueOf(i), null, endpoints, HERE), endpoints))
                .toList();
        MultiValueMap<String, String> query = new LinkedMultiValueMap<>();
        query.add("offset", offset);
        query.add("limit", limit);

        String answer = new String(ModelsAnswer.of(models, query).body(), StandardCharsets.UTF_8);

        assertThat(Pattern.compile("\"id\":\"(.)\"")
                        .matcher(answer)
                        .results()
                        .map(found -> found.group(1))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(slugs);
        assertThat(answer).contains("\"total_count\":3");
    }

    private static String answer(String slug, @Nullable Integer context, Endpoint... endpoints) {
        Model model = new Model(slug, context, List.of(endpoints), HERE);
        LocalAnswer answer =
                ModelsAnswer.of(List.of(new UsableModel(model, List.of(endpoints))), new LinkedMultiValueMap<>());
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static Endpoint endpoint(@Nullable Price price, Set<Capability> capabilities) {
        return new Endpoint(OPENAI, "gpt", price, "unknown", capabilities, HERE);
    }

    private static Price price(String prompt, @Nullable String completion) {
        return new Price(
                new BigDecimal(prompt),
                completion == null ? null : new BigDecimal(completion),
                new BigDecimal("0.10"),
                null,
                null,
                new BigDecimal("0.010"));
    }
}
