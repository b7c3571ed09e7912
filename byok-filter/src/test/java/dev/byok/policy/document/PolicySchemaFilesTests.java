package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.byok.policy.source.FilePolicySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The schemas as files: beside the example they are those of the jar, and what they say of files people write. */
class PolicySchemaFilesTests {

    private static final Path CONFIG_REPO = Path.of("../config-repo");
    private static final String META_SCHEMA = "http://json-schema.org/draft-07/schema#";

    @ParameterizedTest
    @EnumSource
    void isOfDraftSeven(PolicySchema schema) {
        JsonNode root = SchemaNodes.root(schema);

        assertThat(root.path("$schema").asString()).isEqualTo(META_SCHEMA);
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                        .getSchema(com.networknt.schema.SchemaLocation.of(META_SCHEMA))
                        .validate(root))
                .isEmpty();
    }

    @Test
    void thoseBesideTheExampleAreThoseOfTheJar() throws IOException {
        try (Stream<Path> files = Files.list(CONFIG_REPO.resolve("schema"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(PolicySchema.values())
                            .map(PolicySchema::fileName)
                            .toList());
        }
        for (PolicySchema schema : PolicySchema.values()) {
            assertThat(CONFIG_REPO.resolve("schema").resolve(schema.fileName())).hasContent(schema.text());
        }
    }

    @Test
    void theExampleFits() throws IOException {
        Map<String, String> example =
                new FilePolicySource(CONFIG_REPO.resolve("byok")).read().contents();

        assertThat(example).isNotEmpty().allSatisfy((file, text) -> assertThat(
                        SchemaNodes.objections(file, YamlTree.of(text)))
                .isEmpty());
    }

    @Test
    void theSampleFits() {
        assertThat(SamplePolicy.contents())
                .allSatisfy((file, text) -> assertThat(SchemaNodes.objections(file, YamlTree.of(text)))
                        .isEmpty());
    }

    /** The commonest slips, each as text: an editor marks them, and the compiler refuses them. */
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                policy.yml         | policy: 1                          | policy: 2
                policy.yml         | policy: 1                          | polcy: 1
                policy.yml         | allow-env: true                    | allow-env: yes please
                policy.yml         | file-roots: [/run/secrets]         | file-roots: /run/secrets
                policy.yml         | file-roots: [/run/secrets]         | file-roots: []
                policy.yml         | shared-capacity: {}                | shared-capacity: true
                policy.yml         | shared-capacity: {}                | shared-capacity: { requests-per-minute: 600 }
                policy.yml         | providers: [openai]                | providers: openai
                policy.yml         | workspaces:#                       | images: {}#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: [] }#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: ["*"] }#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: ["*.com"] }#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: [10.0.0.1] }#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: [a.example.com], max-bytes: 0 }#workspaces:#
                policy.yml         | workspaces:#                       | images: { hosts: [a.example.com], timeout: 5 }#workspaces:#
                providers.yml      | openai: {}                         | openai:
                providers.yml      | openai: {}                         | openai: { preset: open-ai }
                providers.yml      | auth: bearer                       | auth: Bearer
                providers.yml      | auth: none                         | auth: null
                providers.yml      | connect: 500ms                     | connect: 500
                providers.yml      | total: 10m                         | totl: 10m
                providers.yml      | allow-private-network: true        | allow-private-network: 'true'
                providers.yml      | name: shared-openai-1, secret      | secret
                providers.yml      | expires: 2027-01-01                | expires: next year
                models.yml         | context: 400000                    | context: 400k
                models.yml         | context: 400000                    | context: 0
                models.yml         | endpoints: [{ provider: openai, model: gpt-5.2-mini }] | endpoints: []
                models.yml         | provider: openai, model: gpt-5.2 } | provider: openai }
                models.yml         | model: gpt-5.2 }                   | model: gpt-5.2, price: 1.25 }
                models.yml         | model: gpt-5.2 }                   | model: gpt-5.2, price: { completion: 10 } }
                models.yml         | model: gpt-5.2 }                   | model: gpt-5.2, price: { prompt: -1 } }
                models.yml         | context: 400000                    | capabilities: [tool]
                models.yml         | context: 400000                    | capabilities: []
                models.yml         | model: gpt-5.2 }                   | model: gpt-5.2, quantization: fp9 }
                profiles.yml       | max-attempts: 6                    | max-attempts: 0
                profiles.yml       | max-attempts: 6                    | max-attempts: six
                profiles.yml       | rotation: ordered                  | rotation: random
                profiles.yml       | strict: own-keys                   | strict: true
                profiles.yml       | stall: 15s                         | stall: 15
                workspaces/acme.yml | workspace: acme                   | name: acme
                workspaces/acme.yml | show-key-names: true              | show-key-names: 1
                workspaces/acme.yml | { dev: {}, prod: {} }             | [dev, prod]
                workspaces/acme.yml | keys: [{ sha256: "5c1d7e          | keys: [{ sha256: "5C1D7E
                workspaces/acme.yml | keys: [{ sha256                   | kyes: [{ sha256
                workspaces/acme.yml | prioritized:                      | prioritised:
                workspaces/acme.yml | environments: [prod] }            | environments: prod }
                workspaces/acme.yml | environments: [prod] }            | environment: [prod] }
                workspaces/acme.yml | environments: [prod] }            | budget: { usd: 50 } }
                workspaces/acme.yml | shared-capacity: never-for-models | shared-capacity: none
                workspaces/acme.yml | on-failure: return                | on-failure: stop
                """)
    void commonSlipsAreRefusedByBoth(String file, String from, String to) {
        Map<String, String> edited = SamplePolicy.edited(file, from.replace('#', '\n'), to.replace('#', '\n'));

        assertThat(SchemaNodes.objections(file, YamlTree.of(edited.getOrDefault(file, ""))))
                .isNotEmpty();
        assertThat(PolicyEdits.rejection(edited).problems())
                .extracting(Problem::file)
                .containsAnyElementsOf(List.of(file));
    }
}
