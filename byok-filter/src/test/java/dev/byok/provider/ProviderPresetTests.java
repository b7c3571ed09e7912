package dev.byok.provider;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProviderPresetTests {

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "azure-openai, -, api-key",
                "xai, https://api.x.ai/v1, bearer",
                "mistral, https://api.mistral.ai/v1, bearer",
                "together, https://api.together.xyz/v1, bearer",
                "deepseek, https://api.deepseek.com, bearer",
                "fireworks, https://api.fireworks.ai/inference/v1, bearer",
                "cohere-compat, https://api.cohere.ai/compatibility/v1, bearer",
                "gemini-compat, https://generativelanguage.googleapis.com/v1beta/openai, bearer",
                "ai21, https://api.ai21.com/studio/v1, bearer",
                "zai, https://api.z.ai/api/paas/v4, bearer",
                "stepfun, https://api.stepfun.com/v1, bearer",
                "anthropic, https://api.anthropic.com/v1, x-api-key",
                "azure-anthropic, -, azure-api-key",
                "bedrock, -, aws",
                "bedrock-mantle, -, aws"
            })
    void knowsWhereAProviderIsAndHowItsKeysTravel(String name, String baseUrl, String auth) {
        assertThat(ProviderPreset.byName(name))
                .isNotNull()
                .extracting(ProviderPreset::baseUrl, ProviderPreset::auth)
                .containsExactly(baseUrl, auth);
    }

    @ParameterizedTest
    @EnumSource(ProviderPreset.class)
    void isFoundByTheNameItHas(ProviderPreset preset) {
        assertThat(ProviderPreset.byName(preset.presetName())).isEqualTo(preset);
    }

    @Test
    void knowsNoOtherName() {
        assertThat(ProviderPreset.byName("AZURE_OPENAI")).isNull();
    }
}
