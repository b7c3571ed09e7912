package dev.byok.e2e;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code byok keys verify}, run as people run it, against providers that answer as the real ones do. */
class KeysVerifyE2ETests {

    private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"gpt-up\"},{\"id\":\"mini-up\"}]}";
    private static final String REJECTED =
            "{\"error\":{\"message\":\"Incorrect API key provided: sk-first-1234567890abcdef.\",\"code\":\"invalid_api_key\"}}";
    private static final String FIRST = "sk-first-1234567890abcdef";

    private static final WireMockServer PROVIDER = new WireMockServer(options().dynamicPort());

    private static SampleCommand command;

    private final PolicyDirectory policy = new PolicyDirectory();

    @BeforeAll
    static void start() throws IOException, ReflectiveOperationException {
        PROVIDER.start();
        command = new SampleCommand();
    }

    @AfterAll
    static void stop() throws IOException {
        command.close();
        PROVIDER.stop();
    }

    @BeforeEach
    void write() {
        PROVIDER.resetAll();
        answer(FIRST, aResponse().withStatus(200).withBody(MODELS));
        policy.write("policy.yml", """
                policy: 1
                secrets: { file-roots: ["{secrets}"] }
                workspaces:
                  acme: { file: workspaces/acme.yml, secrets: ["file:{secrets}/*"], providers: ["*"], shared-capacity: {} }
                """);
        policy.write("models.yml", """
                models:
                  openai/gpt: { endpoints: [{ provider: alpha, model: gpt-up }] }
                  openai/mini: { endpoints: [{ provider: alpha, model: mini-up }] }
                """);
        provider("alpha: { preset: openai, base-url: \"%s/v1\", allow-private-network: true }");
        keys("- { name: first, secret: \"" + policy.secret("first", FIRST) + "\" }");
    }

    @Test
    void saysThatAKeyIsTakenAndWhatIsLeftOfItsLimits() throws ReflectiveOperationException {
        answer(
                FIRST,
                aResponse()
                        .withBody(MODELS)
                        .withHeader("x-ratelimit-remaining-requests", "4999")
                        .withHeader("x-ratelimit-limit-requests", "5000")
                        .withHeader("x-ratelimit-reset-requests", "12ms"));

        SampleCommand.Ended ended = verify();

        assertThat(ended.out().lines()).containsExactly("acme  alpha  first  ok  4999 left of requests", "1 key: 1 ok");
        assertThat(ended.code()).isZero();
        PROVIDER.verify(
                1, getRequestedFor(urlEqualTo("/v1/models")).withHeader("authorization", equalTo("Bearer " + FIRST)));
    }

    /** Not even to find out about it does a secret with parts travel as it is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "bedrock, aws-region: us-east-1 | {\"accessKeyId\":\"AKIDEXAMPLE\",\"secretAccessKey\":\"s\"} | there is no call at Bedrock that costs nothing",
                "azure-openai | [{\"api_key\":\"k\",\"resource_name\":\"acme\"}] | a list of keys: a request's model tells which is meant"
            })
    void leavesAloneWhatNoFreeCallCanTell(String preset, String secret, String why)
            throws ReflectiveOperationException {
        provider("alpha: { preset: " + preset + ", base-url: \"%s/v1\", allow-private-network: true }");
        keys("- { name: first, secret: \"" + policy.secret("first", secret) + "\" }");

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains("first  unclear").contains(why);
        assertThat(PROVIDER.getAllServeEvents()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "401 | {\"error\":{\"message\":\"no\"}}                                  | rejected        | 1",
                "402 | {\"error\":{\"message\":\"no\"}}                                  | quota_exhausted | 1",
                "429 | {\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}  | quota_exhausted | 1",
                "429 | {\"error\":{\"message\":\"no\"}}                                  | rate_limited    | 0",
                "500 | {}                                                                | unreachable     | 1",
                "403 | {\"error\":{\"message\":\"no\"}}                                  | unclear         | 1",
                "401 | {\"error\":{\"message\":\"Missing scopes: api.model.read\"}}      | unclear         | 1",
                "404 | {}                                                                | unclear         | 1",
                "200 | <html>                                                            | unclear         | 1",
                "200 | [{\"id\":\"gpt-up\"},{\"id\":\"mini-up\"}]                        | ok              | 0",
                "200 | {\"data\":[{\"id\":\"models/gpt-up\"},{\"id\":\"mini-up:latest\"}]} | ok            | 0",
                "200 | {\"data\":[{\"id\":\"gpt-up\"}]}                                  | no_access       | 1",
            })
    void judgesWhatTheProviderAnswers(int status, String body, String state, int code)
            throws ReflectiveOperationException {
        answer(FIRST, aResponse().withStatus(status).withBody(body));

        SampleCommand.Ended ended = verify("--format", "json");

        assertThat(json(ended).path("keys").get(0).path("state").asString()).isEqualTo(state);
        assertThat(ended.code()).isEqualTo(code);
    }

    @Test
    void namesTheModelsThatThePolicyServesAndTheListDoesNotName() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withBody("{\"data\":[{\"id\":\"other\"}]}"));
        keys("- { name: first, secret: \"" + policy.secret("first", FIRST) + "\", models: [openai/mini] }");

        assertThat(verify().out()).contains("no_access  the provider's list does not name mini-up\n");
    }

    @Test
    void neverPrintsAKeyNotEvenWhenTheProviderDoes() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withStatus(401).withBody(REJECTED));

        for (String format : List.of("human", "json", "junit")) {
            SampleCommand.Ended ended = verify("--format", format);

            assertThat(ended.out())
                    .contains("Incorrect API key provided", "rejected")
                    .doesNotContain(FIRST);
            assertThat(ended.err()).isEmpty();
        }
    }

    @Test
    void followsNoRedirect() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withStatus(302).withHeader("location", PROVIDER.baseUrl() + "/elsewhere"));

        assertThat(verify().out()).contains("unclear  302");
        PROVIDER.verify(0, getRequestedFor(urlEqualTo("/elsewhere")));
    }

    @Test
    void saysThatNobodyAnswers() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER));

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains("unreachable  ");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void givesUpAProviderThatTakesTooLong() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withBody(MODELS).withFixedDelay(20_000));

        assertThat(verify("--timeout", "1").out()).contains("unreachable  HttpTimeoutException");
    }

    @Test
    void givesUpAnAnswerThatNeverEnds() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withBody(MODELS).withChunkedDribbleDelay(5, 20_000));

        assertThat(verify("--timeout", "1").out()).contains("unreachable  ");
    }

    @Test
    void saysThatASecretCannotBeRead() throws ReflectiveOperationException {
        keys("- { name: first, secret: \"" + policy.secret("first", FIRST) + "-gone\" }");

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains("unreadable  ").contains("first-gone");
        assertThat(ended.code()).isEqualTo(1);
        PROVIDER.verify(0, getRequestedFor(anyUrl()));
    }

    @Test
    void asksForTheKeyItselfWhereTheListIsForEverybody() throws ReflectiveOperationException {
        provider("alpha: { preset: openrouter, base-url: \"%s/api/v1\", allow-private-network: true }");
        answer(FIRST, aResponse().withBody("{\"data\":{\"label\":\"sk-or\"}}"));

        assertThat(verify().out()).contains("first  ok\n");
        PROVIDER.verify(1, getRequestedFor(urlEqualTo("/api/v1/key")));
    }

    @Test
    void sendsNoCredentialWhereThereIsNone() throws ReflectiveOperationException {
        provider("alpha: { preset: vllm, auth: none, base-url: \"%s/v1\", allow-private-network: true }");
        PROVIDER.stubFor(get(anyUrl()).willReturn(aResponse().withBody(MODELS)));
        keys("- { name: own-gpu }");

        assertThat(verify().out()).contains("own-gpu  ok\n");
        PROVIDER.verify(1, getRequestedFor(urlEqualTo("/v1/models")).withoutHeader("authorization"));
    }

    @Test
    void asksNotForKeysThatAreNotInUse() throws ReflectiveOperationException {
        String secret = policy.secret("first", FIRST);
        keys("- { name: first, secret: \"" + secret + "\", enabled: false }\n      - { name: old, secret: \"" + secret
                + "\", expires: 2020-01-01 }");

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains("skipped  disabled", "skipped  expired");
        assertThat(ended.code()).as("nothing is known of any key").isEqualTo(1);
        PROVIDER.verify(0, getRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                      |                      | same secret: acme/first, acme/second                          | 0",
                ", environments: [dev] | , environments: [dev]| same secret: acme/first, acme/second                          | 0",
                ", environments: [dev] | , environments: [prod]| same secret: acme/first, acme/second (different environments) | 1",
                ", environments: [dev] |                      | same secret: acme/first, acme/second (different environments) | 1",
                ", environments: [dev, prod] | , environments: [prod, dev] | same secret: acme/first, acme/second | 0",
                ", environments: [dev, prod] | , environments: [prod] | same secret: acme/first, acme/second (different environments) | 1",
            })
    void findsOneSecretBehindTwoKeys(@Nullable String ofFirst, @Nullable String ofSecond, String told, int code)
            throws ReflectiveOperationException {
        twoKeys(policy.secret("first", FIRST), text(ofFirst), policy.secret("second", FIRST + "\n"), text(ofSecond));

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains(told + "\n");
        assertThat(ended.code()).isEqualTo(code);
    }

    @Test
    void findsAWorkspacesSecretInSharedCapacity() throws ReflectiveOperationException {
        provider("alpha: { preset: openai, base-url: \"%s/v1\", allow-private-network: true }\n"
                + "shared-capacity:\n  alpha: [{ name: shared, secret: \"" + policy.secret("shared", FIRST) + "\" }]");

        SampleCommand.Ended ended = verify();

        assertThat(ended.out()).contains("same secret: acme/first, (shared)/shared (different workspaces)\n");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void tellsOfOtherSecretsNothing() throws ReflectiveOperationException {
        answer("sk-second", aResponse().withBody(MODELS));
        twoKeys(policy.secret("first", FIRST), "", policy.secret("second", "sk-second"), "");

        assertThat(verify().out()).doesNotContain("same secret").contains("2 keys: 2 ok");
    }

    @Test
    void asksOnlyForTheKeysThatAreNamed() throws ReflectiveOperationException {
        twoKeys(policy.secret("first", FIRST), "", policy.secret("second", "sk-second"), "");

        assertThat(verify("--key", "first").out()).contains("1 key: 1 ok");

        SampleCommand.Ended ended = verify("--key", "frist");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("unknown key frist").contains("did you mean first?");
    }

    @Test
    void saysThatItGoesByWhatItIsPointedAt() throws ReflectiveOperationException {
        assertThat(command.byok(List.of("keys", "verify", "--help")).replaceAll("\\s+", " "))
                .contains("gateway.yml", "never on somebody else's pull request");
    }

    @Test
    void tellsCiServers() throws ReflectiveOperationException {
        answer(FIRST, aResponse().withStatus(401).withBody(REJECTED));

        assertThat(verify("--format", "junit").out())
                .contains("<testsuite name=\"byok keys verify\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\">")
                .contains("name=\"acme/first\"><failure message=\"rejected\">");
    }

    private void answer(String key, ResponseDefinitionBuilder answer) {
        PROVIDER.stubFor(get(anyUrl())
                .withHeader("authorization", equalTo("Bearer " + key))
                .willReturn(answer));
    }

    private void provider(String text) {
        policy.write("providers.yml", "providers:\n  " + text.formatted(PROVIDER.baseUrl()) + "\n");
    }

    private void twoKeys(String first, String ofFirst, String second, String ofSecond) {
        keys("- { name: first, secret: \"%s\"%s }\n      - { name: second, secret: \"%s\"%s }"
                .formatted(first, ofFirst, second, ofSecond));
    }

    private static String text(@Nullable String cell) {
        return cell == null ? "" : cell;
    }

    private void keys(String list) {
        policy.write("workspaces/acme.yml", """
                workspace: acme
                environments: { dev: {}, prod: {} }
                keys:
                  alpha:
                    prioritized:
                      %s
                """.formatted(list));
    }

    private SampleCommand.Ended verify(String... options) throws ReflectiveOperationException {
        List<String> args = new ArrayList<>(List.of("keys", "verify"));
        args.addAll(List.of(options));
        args.add(policy.root().toString());
        return command.run(args);
    }

    private static JsonNode json(SampleCommand.Ended ended) {
        return JsonMapper.builder().build().readTree(ended.out());
    }
}
