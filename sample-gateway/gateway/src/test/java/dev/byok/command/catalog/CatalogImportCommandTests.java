package dev.byok.command.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed, on lists in the two formats that are written for the case. */
class CatalogImportCommandTests {

    private static final String LITELLM = """
            {
              "sample_spec": { "litellm_provider": "one of many", "mode": "one of: chat", "input_cost_per_token": 0.0 },
              "last_updated": "2026-07-24",
              "gpt-x": { "litellm_provider": "openai", "mode": "chat", "max_input_tokens": 400000,
                "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05, "cache_read_input_token_cost": 1.25e-07,
                "input_cost_per_token_flex": 6e-07 },
              "openrouter/openai/gpt-x": { "litellm_provider": "openrouter", "mode": "chat", "max_input_tokens": 300000,
                "input_cost_per_token": 1.3e-06, "output_cost_per_token": 1e-05 },
              "azure/gpt-x": { "litellm_provider": "azure", "mode": "chat",
                "input_cost_per_token": 1.25e-06, "output_cost_per_token": 1e-05 },
              "azure/eu/gpt-x": { "litellm_provider": "azure", "mode": "chat",
                "input_cost_per_token": 1.5e-06, "output_cost_per_token": 1e-05 },
              "azure/phi": { "litellm_provider": "azure", "mode": "chat",
                "input_cost_per_token": 1e-07, "output_cost_per_token": 3e-07 },
              "deepseek-chat": { "litellm_provider": "deepseek", "mode": "chat",
                "input_cost_per_token": 9e-07, "output_cost_per_token": 9e-07 },
              "deepseek/deepseek-chat": { "litellm_provider": "deepseek", "mode": "chat",
                "input_cost_per_token": 2.8e-07, "output_cost_per_token": 4.2e-07,
                "cache_creation_input_token_cost": 0.0, "input_cost_per_token_cache_hit": 2.8e-09 },
              "gpt-image": { "litellm_provider": "openai", "mode": "image_generation", "input_cost_per_token": 5e-06 },
              "gpt-old": { "litellm_provider": "openai", "mode": "chat", "deprecation_date": "2026-02-01",
                "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
              "ft:gpt-x": { "litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
              "gpt-free": { "litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 0.0, "output_cost_per_token": 0.0 },
              "gpt-tiny": { "litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 1e-20, "output_cost_per_token": 1e-06 },
              "gpt odd": { "litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
              "true": { "litellm_provider": "openai", "mode": "chat",
                "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 },
              "claude": { "litellm_provider": "vertex_ai-anthropic_models", "mode": "chat",
                "input_cost_per_token": 1e-06, "output_cost_per_token": 1e-06 }
            }
            """;

    private static final String GENAI = """
            [
              { "id": "openai", "models": [
                { "id": "gpt-x", "match": { "equals": "gpt-x" }, "context_window": 400000,
                  "prices": { "input_mtok": { "base": 1.25, "tiers": [{ "start": 200000, "price": 2.5 }] },
                    "output_mtok": 10, "cache_read_mtok": 0.125, "input_audio_mtok": 3 } },
                { "id": "o9", "match": { "or": [{ "equals": "o9-2026" }, { "equals": "o9-2027" }] },
                  "prices": [
                    { "prices": { "input_mtok": 10, "output_mtok": 40 } },
                    { "constraint": { "start_date": "2026-06-10" }, "prices": { "input_mtok": 2, "output_mtok": 8 } }] },
                { "id": "ft:gpt-x-", "match": { "starts_with": "ft:gpt-x" }, "prices": { "input_mtok": 2 } } ] },
              { "id": "deepseek", "models": [
                { "id": "deepseek-chat", "match": { "starts_with": "deepseek-chat" }, "prices": [
                  { "prices": { "input_mtok": 0.1, "output_mtok": 0.5 } },
                  { "constraint": { "start_time": "00:30:00Z", "end_time": "16:30:00Z" },
                    "prices": { "input_mtok": 0.2, "output_mtok": 1 } } ] } ] },
              { "id": "openrouter", "models": [
                { "id": "alias:free", "match": { "equals": "alias:free" }, "prices": {} },
                { "id": "perplexity/sonar", "match": { "equals": "perplexity/sonar" },
                  "prices": { "input_mtok": 1, "output_mtok": 1, "requests_kcount": 12 } } ] },
              { "id": "novita", "models": [
                { "id": "nova", "match": { "equals": "nova" }, "prices": { "input_mtok": 1 } } ] }
            ]
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void makesModelsOfLitellmsList() throws IOException {
        Imported imported = Imported.of("--at", "2026-03-01", list(LITELLM));

        assertThat(imported.code()).isZero();
        assertThat(imported.out()).isEqualTo("""
                # From a price list in the format of litellm-prices, by byok catalog import. Prices: USD per million tokens.
                # providers.yml has to declare: azure-openai, deepseek, openai, openrouter
                models:
                  azure-openai/phi:
                    endpoints:
                      - { provider: azure-openai, model: phi, price: { prompt: 0.1, completion: 0.3 } }
                  deepseek/deepseek-chat:
                    endpoints:
                      - { provider: deepseek, model: deepseek-chat, price: { prompt: 0.28, completion: 0.42, cached-read: 0.0028 } }
                  openai/gpt-x:
                    context: 300000
                    endpoints:
                      - { provider: openai, model: gpt-x, price: { prompt: 1.25, completion: 10, cached-read: 0.125 } }
                      - { provider: azure-openai, model: gpt-x, price: { prompt: 1.25, completion: 10 } }
                      - { provider: openrouter, model: openai/gpt-x, price: { prompt: 1.3, completion: 10 } }
                  openai/true:
                    endpoints:
                      - { provider: openai, model: "true", price: { prompt: 1, completion: 1 } }
                """);
        assertThat(imported.compiled().models()).hasSize(4);
    }

    @Test
    void countsWhatItDidNotTakeOverAndWhy() throws IOException {
        Imported imported = Imported.of("--at", "2026-03-01", list(LITELLM));

        assertThat(imported.err()).isEqualTo("""
                taken over: 4 models, 6 endpoints at azure-openai, deepseek, openai, openrouter
                left out:
                      1  a name that the policy cannot hold
                      1  a price of a family or of fine-tuned models, not a model
                      1  a price of one region of the provider
                      1  a price that the policy cannot hold
                      1  for something else than chat, completions or embeddings
                      1  listed twice, with another price
                      1  no preset for its provider in this version
                      1  priced at 0, which may mean free or not known
                      1  retired by its provider
                taken over without:
                      1  prices of other service tiers
                """);
    }

    @Test
    void namesThemForThoseWhoAsk() throws IOException {
        Imported imported = Imported.of("--verbose", "--provider", "openai", list(LITELLM));

        assertThat(imported.err())
                .contains("      1  retired by its provider\n           gpt-old\n")
                .contains("      1  prices of other service tiers\n           gpt-x\n")
                .doesNotContain("claude", "azure");
    }

    @Test
    void takesNoWordForGrantedThatTheListSaysOfAnotherDay() throws IOException {
        assertThat(Imported.of("--at", "2026-01-31", list(LITELLM)).out()).contains("openai/gpt-old");
        assertThat(Imported.of("--at", "2026-02-01", list(LITELLM)).out()).doesNotContain("openai/gpt-old");
    }

    @Test
    void makesModelsOfGenaisList() throws IOException {
        Imported imported = Imported.of("--at", "2026-03-01", list(GENAI));

        assertThat(imported.out()).isEqualTo("""
                # From a price list in the format of genai-prices, by byok catalog import. Prices: USD per million tokens.
                # providers.yml has to declare: openai, openrouter
                models:
                  openai/gpt-x:
                    context: 400000
                    endpoints:
                      - { provider: openai, model: gpt-x, price: { prompt: 1.25, completion: 10, cached-read: 0.125 } }
                  openai/o9-2026:
                    endpoints:
                      - { provider: openai, model: o9-2026, price: { prompt: 10, completion: 40 } }
                  openai/o9-2027:
                    endpoints:
                      - { provider: openai, model: o9-2027, price: { prompt: 10, completion: 40 } }
                  perplexity/sonar:
                    endpoints:
                      - { provider: openrouter, model: perplexity/sonar, price: { prompt: 1, completion: 1, request: 0.012 } }
                """);
        assertThat(imported.err()).isEqualTo("""
                taken over: 4 models, 4 endpoints at openai, openrouter
                left out:
                      1  a name of the list's own, not the provider's
                      1  a price of a family or of fine-tuned models, not a model
                      1  a price that depends on the time of day
                      1  no preset for its provider in this version
                taken over without:
                      1  higher prices of long prompts
                      1  prices of audio, images and video
                """);
        assertThat(imported.compiled().models()).hasSize(4);
    }

    @Test
    void takesThePriceOfTheDay() throws IOException {
        assertThat(Imported.of("--at", "2026-06-10", "--only", "openai/o9-*", list(GENAI))
                        .out())
                .contains("model: o9-2026, price: { prompt: 2, completion: 8 }")
                .doesNotContain("gpt-x", "sonar");
    }

    @Test
    void servesAProviderUnderThePolicysOwnNames() throws IOException {
        Imported imported = Imported.of(
                "--provider",
                "azure-openai",
                "--provider",
                "azure-openai=azure-eu",
                "--only",
                "openai/*",
                list(LITELLM));

        assertThat(imported.out()).contains("""
                  openai/gpt-x:
                    endpoints:
                      - { provider: azure-openai, model: gpt-x, price: { prompt: 1.25, completion: 10 } }
                      - { provider: azure-eu, model: gpt-x, price: { prompt: 1.25, completion: 10 } }
                """);
        assertThat(imported.compiled().models()).hasSize(1);
    }

    @Test
    void saysSoWhereNothingIsLeft() throws IOException {
        Imported imported = Imported.of("--only", "nobody/*", list(LITELLM));

        assertThat(imported.code()).isEqualTo(1);
        assertThat(imported.out()).contains("models: {}");
        assertThat(imported.err()).isEqualTo("taken over: 0 models, 0 endpoints\n");
    }

    @Test
    void saysWhatItNeedsOfAFileThatIsNoPriceList() throws IOException {
        assertRefused("expected a price list in the format of litellm-prices or genai-prices", list("{\"a\": 1}"));
        assertRefused("expected a price list in the format of litellm-prices or genai-prices", list("[]"));
        assertRefused("list.json:2: expected JSON, of a public price list", list("{\n\"a\": sk-canary }"));
        assertRefused("none.json: no such file", folder.resolve("none.json").toString());
        assertRefused("expected litellm-prices or genai-prices", "--from", "csv", list("{}"));
        assertRefused("expected one of openai, ", "--provider", "vllm", list("{}"));
        assertRefused("after the =", "--provider", "openai=a b", list("{}"));
    }

    @Test
    void isToldTheFormatWhereTheContentDoesNotSay() throws IOException {
        assertThat(Imported.of("--from", "genai-prices", list("[]")).err()).startsWith("taken over: 0 models");
    }

    private static void assertRefused(String why, String... args) {
        Imported imported = Imported.of(args);

        assertThat(imported.code()).isEqualTo(2);
        assertThat(imported.err()).contains(why).doesNotContain("canary");
        assertThat(imported.out()).isEmpty();
    }

    private String list(String text) throws IOException {
        return Files.writeString(folder.resolve("list.json"), text).toString();
    }
}
