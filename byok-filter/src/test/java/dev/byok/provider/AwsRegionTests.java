package dev.byok.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS's regions, and where Bedrock is in them. */
class AwsRegionTests {

    private static final String CASES =
            "bedrock-runtime-model/tests/functional/endpoint-rules/bedrock-runtime/endpoint-tests-1.json";

    @ParameterizedTest
    @ValueSource(
            strings = {"us-east-1", "ap-southeast-2", "us-gov-west-1", "cn-north-1", "us-iso-east-1", "eusc-de-east-1"})
    void areKnownByTheirForm(String name) {
        assertThat(AwsRegion.of(name)).isEqualTo(new AwsRegion(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "eu", "us-east", "us-east-1.evil.com", "US-EAST-1", "us-east-1/", "us-east-0", "-1"})
    void areNothingElse(String name) {
        assertThat(AwsRegion.of(name)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:bedrock:eu-west-1:123456789012:inference-profile/eu.anthropic.claude-opus-4-6-v1, eu-west-1",
        "arn:aws-us-gov:bedrock:us-gov-west-1:123456789012:custom-model-deployment/a1b2c3d4e5f6, us-gov-west-1",
        "arn:aws:bedrock::123456789012:inference-profile/x,",
        "arn:aws:sagemaker:eu-west-1:123456789012:endpoint/x,",
        "arn:aws:bedrock:evil.com:1:x,",
        "us.anthropic.claude-opus-4-6-v1,"
    })
    void standInArns(String model, String region) {
        assertThat(AwsRegion.ofArn(model)).isEqualTo(region == null ? null : new AwsRegion(region));
    }

    /** Hosts that no plain region has are for the policy's own base URL. */
    @Test
    @Tag("corpus")
    void haveTheHostsOfAwsOwnRules() throws IOException {
        String corpus = System.getenv("BYOK_CORPUS");
        boolean present = corpus != null && Files.isDirectory(Path.of(corpus));
        assumeTrue(
                present || Objects.equals(System.getenv("CI"), "true"),
                "not run: AWS's endpoint cases, since BYOK_CORPUS names no folder");
        assertThat(present).as("BYOK_CORPUS must name a folder").isTrue();
        JsonNode cases = JsonMapper.builder()
                .build()
                .readTree(Files.readString(Path.of(Objects.requireNonNull(corpus), CASES)))
                .path("testCases");
        int compared = 0;
        for (JsonNode each : cases) {
            JsonNode params = each.path("params");
            boolean plain = !params.path("UseFIPS").asBoolean(false)
                    && !params.path("UseDualStack").asBoolean(false)
                    && !params.has("Endpoint")
                    && params.has("Region");
            AwsRegion region = plain ? AwsRegion.of(params.path("Region").asString()) : null;
            URI url = region == null ? null : region.baseUrl(ProviderPreset.BEDROCK, Dialect.BEDROCK_CONVERSE);
            if (url != null) {
                assertThat(url).hasToString(each.at("/expect/endpoint/url").asString());
                compared++;
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(3);
    }
}
