package dev.byok.command.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.byok.policy.Endpoint;
import dev.byok.policy.PolicySnapshot;
import dev.byok.price.Price;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Imports the two lists as their projects publish them, from the folder that the environment variable BYOK_CORPUS names,
 * and compares with their figures.
 */
class CatalogImportCorpusTests {

    private static final String LITELLM = "litellm-prices/model_prices_and_context_window.json";
    private static final String GENAI = "genai-prices/prices/data.json";
    private static final String DAY = "2026-11-01";

    /** What came of a list, once it has been imported. */
    private static final Map<String, PolicySnapshot> POLICIES = new ConcurrentHashMap<>();

    @ParameterizedTest
    @CsvSource({LITELLM + ", 550", GENAI + ", 550"})
    void makesAWholeListAPolicyThatCompiles(String list, int atLeast) {
        Imported imported = Imported.of("--at", DAY, corpus(list));

        assertThat(imported.code()).isZero();
        assertThat(Imported.of("--at", DAY, corpus(list))).isEqualTo(imported);
        PolicySnapshot policy = imported.compiled();
        assertThat(policy.models()).hasSizeGreaterThan(atLeast);
        assertThat(policy.models().values())
                .flatMap(model -> model.endpoints())
                .allMatch(endpoint -> endpoint.price() != null && isCharged(endpoint.price()));
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, openai, gpt-4o, 2.5, 10, 1.25, , 128000",
        "openai/gpt-4o, azure-openai, gpt-4o, 2.5, 10, 1.25, , 128000",
        "openai/gpt-4o, openrouter, openai/gpt-4o, 2.5, 10, , , 128000",
        "openai/gpt-5, openai, gpt-5, 1.25, 10, 0.125, , 272000",
        "openai/gpt-5.2, openrouter, openai/gpt-5.2, 1.75, 14, 0.175, , 272000",
        "openai/gpt-oss-120b, groq, openai/gpt-oss-120b, 0.15, 0.6, 0.075, , 131072",
        "openai/gpt-oss-120b, together, openai/gpt-oss-120b, 0.15, 0.6, , , 131072",
        "openai/text-embedding-3-small, openai, text-embedding-3-small, 0.02, 0, , , 8191",
        "groq/llama-3.3-70b-versatile, groq, llama-3.3-70b-versatile, 0.59, 0.79, , , 128000",
        "x-ai/grok-4, xai, grok-4, 3, 15, , , 256000",
        "mistralai/mistral-large-2411, mistral, mistral-large-2411, 2, 6, , , 128000",
        "deepseek/deepseek-v3, deepseek, deepseek-v3, 0.27, 1.1, 0.07, , 65536",
        "google/gemini-2.5-pro, gemini-compat, gemini-2.5-pro, 1.25, 10, 0.125, , 1048576",
        "fireworks/deepseek-v3p1, fireworks, accounts/fireworks/models/deepseek-v3p1, 0.56, 1.68, , , 128000",
        "anthropic/claude-sonnet-4.5, openrouter, anthropic/claude-sonnet-4.5, 3, 15, 0.3, 3.75, 1000000",
        "cohere/command-r-plus, cohere-compat, command-r-plus, 2.5, 10, , , 128000",
        "anthropic/claude-haiku-4-5, anthropic, claude-haiku-4-5, 1, 5, 0.1, 1.25, 200000",
        "anthropic/claude-sonnet-4-5-20250929, anthropic, claude-sonnet-4-5-20250929, 3, 15, 0.3, 3.75, 200000",
        "bedrock/amazon.nova-micro-v1:0, bedrock, amazon.nova-micro-v1:0, 0.035, 0.14, , , 128000",
        "bedrock/amazon.titan-embed-text-v2:0, bedrock, amazon.titan-embed-text-v2:0, 0.02, 0, , , 8192",
        "bedrock/global.anthropic.claude-opus-4-6-v1, bedrock, global.anthropic.claude-opus-4-6-v1, 5, 25, 0.5, 6.25, 1000000",
        "bedrock/eu.anthropic.claude-opus-4-6-v1, bedrock, eu.anthropic.claude-opus-4-6-v1, 5.5, 27.5, 0.55, 6.875, 1000000",
        "z-ai/glm-4.6, zai, glm-4.6, 0.6, 2.2, 0.11, , 200000",
        "ai21/jamba-large-1.7, ai21, jamba-large-1.7, 2, 8, , , 256000",
    })
    void takesOverLitellmsFigures(
            String slug,
            String provider,
            String model,
            BigDecimal prompt,
            BigDecimal completion,
            @Nullable BigDecimal cachedRead,
            @Nullable BigDecimal cachedWrite,
            int context) {
        PolicySnapshot policy = policy(LITELLM, "2026-07-24");

        Endpoint endpoint = Imported.endpoint(policy, slug, provider);
        assertThat(endpoint.upstreamModel()).isEqualTo(model);
        assertThat(endpoint.price()).isEqualTo(new Price(prompt, completion, cachedRead, cachedWrite, null, null));
        assertThat(policy.model(slug)).extracting(found -> found.context()).isEqualTo(context);
    }

    @ParameterizedTest
    @CsvSource({
        "openai/gpt-4o, openai, gpt-4o, 2.5, 10, 1.25,",
        "openai/gpt-5, openai, gpt-5, 1.25, 10, 0.125,",
        "openai/gpt-5.2, openai, gpt-5.2, 1.75, 14, 0.175,",
        "openai/o3, openai, o3, 2, 8, 0.5,",
        "anthropic/claude-sonnet-5, openrouter, anthropic/claude-sonnet-5, 3, 15, 0.3, 3.75",
        "anthropic/claude-sonnet-4.5, openrouter, anthropic/claude-sonnet-4.5, 3, 15, 0.3, 3.75",
        "x-ai/grok-3, xai, grok-3, 3, 15, 0.75,",
        "groq/llama-3.3-70b-versatile, groq, llama-3.3-70b-versatile, 0.59, 0.79, ,",
        "mistralai/codestral-latest, mistral, codestral-latest, 0.3, 0.9, ,",
        "fireworks/deepseek-v3p2, fireworks, accounts/fireworks/models/deepseek-v3p2, 0.56, 1.68, 0.28,",
        "google/gemini-2.5-pro, gemini-compat, gemini-2.5-pro, 1.25, 10, 0.125,",
        "google/gemini-2.5-flash, gemini-compat, gemini-2.5-flash, 0.3, 2.5, 0.03,",
        "meta-llama/Llama-3.3-70B-Instruct-Turbo, together, meta-llama/Llama-3.3-70B-Instruct-Turbo, 0.88, 0.88, ,",
        "cohere/command-r-plus, cohere-compat, command-r-plus, 2.5, 10, ,",
        "anthropic/claude-haiku-4-5, anthropic, claude-haiku-4-5, 1, 5, 0.1, 1.25",
        "bedrock/amazon.nova-lite-v1:0, bedrock, amazon.nova-lite-v1:0, 0.06, 0.24, 0.015,",
        "bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0, bedrock, global.anthropic.claude-sonnet-4-5-20250929-v1:0, 3, 15, 0.3, 3.75",
        "bedrock/eu.anthropic.claude-sonnet-4-5-20250929-v1:0, bedrock, eu.anthropic.claude-sonnet-4-5-20250929-v1:0, 3.3, 16.5, 0.33, 4.125",
    })
    void takesOverGenaisFigures(
            String slug,
            String provider,
            String model,
            BigDecimal prompt,
            BigDecimal completion,
            @Nullable BigDecimal cachedRead,
            @Nullable BigDecimal cachedWrite) {
        PolicySnapshot policy = policy(GENAI, DAY);

        Endpoint endpoint = Imported.endpoint(policy, slug, provider);
        assertThat(endpoint.upstreamModel()).isEqualTo(model);
        assertThat(endpoint.price()).isEqualTo(new Price(prompt, completion, cachedRead, cachedWrite, null, null));
    }

    private static PolicySnapshot policy(String list, String day) {
        String file = corpus(list);
        return POLICIES.computeIfAbsent(
                list, any -> Imported.of("--at", day, file).compiled());
    }

    private static boolean isCharged(Price price) {
        BigDecimal completion = price.completion();
        return price.prompt().signum() > 0 || (completion != null && completion.signum() > 0);
    }

    private static String corpus(String list) {
        String corpus = System.getenv("BYOK_CORPUS");
        Path file = Path.of(corpus == null ? "" : corpus, list);
        if (corpus == null || !Files.isRegularFile(file)) {
            String message = list + " was not imported: BYOK_CORPUS is "
                    + (corpus == null ? "not set" : "set, but it is not there");
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        return file.toString();
    }
}
