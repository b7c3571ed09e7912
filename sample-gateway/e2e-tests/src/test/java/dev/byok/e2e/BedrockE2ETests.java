package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Callers of OpenAI's dialect at Amazon Bedrock, alone and between providers of two other dialects. */
@ExtendWith(LeakWatch.class)
class BedrockE2ETests {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CLAUDE = "us.anthropic.claude-sonnet-4-5-20250929-v1:0";
    private static final String PROFILE = "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2";
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final String TOKEN = "IQoJb3JpZ2luX2VjEXAMPLETOKEN//////////wEaCXVzLWVhc3QtMSJH";
    private static final String USAGE = "{\"prompt_tokens\":7,\"completion_tokens\":7,\"total_tokens\":14,"
            + "\"prompt_tokens_details\":{\"cached_tokens\":2},\"completion_tokens_details\":{\"reasoning_tokens\":0}}";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider(
                    "bedrock",
                    "bedrock",
                    "",
                    "aws-region: us-east-1, timeouts: { first-output: 1s, stall: 1s }",
                    List.of("bedrock", "session", "token", "broken", "rotated"))
            .provider(
                    "mantle",
                    "bedrock-mantle",
                    "/anthropic/v1",
                    "aws-region: us-east-1, dialect: anthropic-messages",
                    List.of("mantle"))
            .provider("plain", "bedrock-mantle", "/v1", "aws-region: eu-west-1", List.of("plain"))
            .provider("foundry", "azure-anthropic", "/anthropic/v1", "", List.of("foundry"))
            .provider("claude", "anthropic", "/v1", "", List.of("claude"))
            .provider("gpt")
            .policy(policy -> {
                policy.model("alone", "", "bedrock/" + CLAUDE)
                        .model("titan", "", "bedrock/amazon.titan-embed-text-v2:0")
                        .model("profile", "", "bedrock/" + PROFILE)
                        .model("anthropic/claude-opus-4.6", "", "bedrock/" + PROFILE)
                        .model("session", "", "session/" + CLAUDE)
                        .model("token", "", "token/" + CLAUDE)
                        .model("broken", "", "broken/" + CLAUDE)
                        .model("rotated", "", "rotated/" + CLAUDE)
                        .model("mantle", "", "mantle/anthropic.claude-opus-4-6")
                        .model("plain", "", "plain/openai.gpt-oss-120b")
                        .model("foundry", "", "foundry/claude-opus-4-6")
                        .model("first", "", "bedrock/" + CLAUDE, "gpt/gpt-x")
                        .model("counted", "", "bedrock/" + CLAUDE, "claude/claude-sonnet-4-5")
                        .model("all", "", "claude/claude-sonnet-4-5", "bedrock/" + CLAUDE, "gpt/gpt-x")
                        .prioritized("claude", "c1")
                        .prioritized("foundry", "f1")
                        .prioritized("gpt", "g1");
                key(policy, "bedrock", "b1", "{\"accessKeyId\":\"AKIDB1\",\"secretAccessKey\":\"" + KEY + "\"}");
                key(
                        policy,
                        "session",
                        "b2",
                        "{\"accessKeyId\":\"AKIDB2\",\"secretAccessKey\":\"" + KEY + "\",\"sessionToken\":\"" + TOKEN
                                + "\",\"region\":\"us-east-1\"}");
                key(policy, "token", "b3", "ABSKbedrockkey");
                key(policy, "broken", "b4", "{\"accessKeyId\":\"AKIDB4\",\"secret\":\"" + KEY + "\"}");
                key(policy, "rotated", "b5", "{\"accessKeyId\":\"AKIDB5\",\"secretAccessKey\":\"" + KEY + "\"}");
                key(policy, "plain", "m2", "{\"accessKeyId\":\"AKIDM2\",\"secretAccessKey\":\"" + KEY + "\"}");
                key(policy, "mantle", "m1", "{\"accessKeyId\":\"AKIDM1\",\"secretAccessKey\":\"" + KEY + "\"}");
            });

    private static void key(PolicyText policy, String provider, String name, String value) {
        policy.keyAt(provider, name, policy.directory().secret(name, value));
    }

    private static FakeProvider bedrock(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("bedrock").on("AKIDB1", behaviour);
    }

    private static FakeProvider gpt(FakeProvider.Behaviour behaviour) {
        return STAGE.upstream("gpt").on("sk-g1", behaviour);
    }

    @Test
    void asksInConversesWordsAndAnswersInOpenAis() {
        FakeProvider bedrock = bedrock(BedrockAnswers.ok("Hello there"));

        Reply reply = STAGE.client()
                .chat(
                        "{\"provider\":{\"only\":[\"bedrock\"]},\"model\":\"alone\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hi\"}],\"max_tokens\":9}",
                        "anthropic-beta",
                        "foreign",
                        "x-amz-date",
                        "foreign",
                        "cookie",
                        "foreign=1");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).isEqualTo("application/json");
        assertThat(reply.header("x-byok-provider")).isEqualTo("bedrock");
        assertThat(reply.header("x-byok-upstream-id")).isEqualTo("req-b");
        JsonNode answer = reply.json();
        assertThat(answer.path("id").asString()).isEqualTo("req-b");
        assertThat(answer.path("model").asString()).isEqualTo("alone");
        assertThat(answer.at("/choices/0/message/content").asString()).isEqualTo("Hello there");
        assertThat(answer.path("usage")).isEqualTo(JSON.readTree(USAGE));
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path()).isEqualTo("/model/us.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse");
        assertThat(JSON.readTree(call.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}],\"system\":[{\"text\":\"Be brief.\"}],\"inferenceConfig\":{\"maxTokens\":9}}"));
        assertThat(call.headers())
                .containsOnlyKeys(
                        "authorization",
                        "x-amz-date",
                        "user-agent",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "host")
                .containsEntry("accept", "application/json");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
    }

    @Test
    void streamsEventByEvent() {
        FakeProvider bedrock = bedrock(BedrockAnswers.ok("Hello there, ä"));

        Reply reply = STAGE.client().chat(Client.streamOf("alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        assertThat(content(reply)).isEqualTo("Hello there, ä");
        assertThat(reply.body()).endsWith("data: [DONE]\n\n").doesNotContain("usage", "messageStart");
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path()).endsWith("/converse-stream");
        assertThat(call.body()).doesNotContain("stream");
        assertThat(call.headers()).containsEntry("accept", "application/vnd.amazon.eventstream");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
    }

    @Test
    void tellsTheUsageOfAStreamToWhoAsks() {
        bedrock(BedrockAnswers.ok("Hi"));

        Reply reply = STAGE.client()
                .chat(Client.streamOf("alone").replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},"));

        List<JsonNode> chunks = chunks(reply);
        assertThat(chunks.get(chunks.size() - 1).path("usage")).isEqualTo(JSON.readTree(USAGE));
    }

    @Test
    void countsTokensForCallersOfAnthropicsDialect() {
        FakeProvider bedrock = bedrock(Answers.status(200, "{\"inputTokens\":14}"));

        Reply reply = STAGE.client().countTokens(counted("alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo("{\"input_tokens\":14}");
        assertThat(reply.header("x-byok-provider")).isEqualTo("bedrock");
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path()).isEqualTo("/model/anthropic.claude-sonnet-4-5-20250929-v1%3A0/count-tokens");
        assertThat(JSON.readTree(call.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"input\":{\"converse\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}],\"system\":[{\"text\":\"Be brief.\"}]}}}"));
        assertThat(call.headers()).containsEntry("accept", "application/json");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
    }

    @Test
    void aCountGoesOnFromAnthropicAndPastWhoDoesNotCount() {
        STAGE.upstream("claude").on("sk-c1", Answers.status(500, AnthropicAnswers.error("api_error", "oops")));
        bedrock(Answers.status(200, "{\"inputTokens\":14}"));
        FakeProvider gpt = gpt(Answers.ok("never"));

        Reply reply = STAGE.client().countTokens(counted("all"));

        assertThat(reply.body()).isEqualTo("{\"input_tokens\":14}");
        assertThat(reply.header("x-byok-provider")).isEqualTo("bedrock");
        assertThat(gpt.calls()).isEmpty();
    }

    /** A key that may not count may go on to converse. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|ValidationException|The provided model doesn't support counting tokens.",
                "403|AccessDeniedException|User is not authorized to perform: bedrock:CountTokens",
                "429|ThrottlingException|Too many requests, please wait before trying again."
            })
    void whoDoesNotCountIsStillAskedToConverse(int status, String type, String message) {
        STAGE.upstream("claude").on("sk-c1", Answers.status(200, "{\"input_tokens\":15}"));
        bedrock(BedrockAnswers.error(status, type, message));

        Reply count = STAGE.client().countTokens(counted("counted"));
        bedrock(BedrockAnswers.ok("Hi"));
        Reply answer = STAGE.client().chat(Client.chatOf("counted"));

        assertThat(count.body()).isEqualTo("{\"input_tokens\":15}");
        assertThat(count.header("x-byok-provider")).isEqualTo("claude");
        assertThat(answer.header("x-byok-provider")).isEqualTo("bedrock");
    }

    private static String counted(String model) {
        return "{\"model\":\"" + model
                + "\",\"system\":\"Be brief.\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    @Test
    void anArnIsOneSegmentOfThePathAndNothingElseOfTheAnswer() {
        FakeProvider bedrock = bedrock(BedrockAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.chatOf("profile"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).doesNotContain("123456789012");
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path())
                .isEqualTo(
                        "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Aapplication-inference-profile%2Fa1b2/converse");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
    }

    @Test
    void anArnIsToldWhatTheModelOfItsSlugTakes() {
        FakeProvider bedrock = bedrock(BedrockAnswers.ok("Hi"));
        String members = "\"reasoning_effort\":\"low\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        Reply known = STAGE.client().chat("{\"model\":\"anthropic/claude-opus-4.6\"," + members);
        Reply unknown = STAGE.client().chat("{\"model\":\"profile\"," + members);

        assertThat(known.status()).as(known.body()).isEqualTo(200);
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path()).contains("application-inference-profile%2Fa1b2/converse");
        assertThat(JSON.readTree(call.body()).path("additionalModelRequestFields"))
                .isEqualTo(
                        JSON.readTree("{\"thinking\":{\"type\":\"adaptive\"},\"output_config\":{\"effort\":\"low\"}}"));
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.body()).contains("reasoning_effort");
    }

    @Test
    void aSessionsTokenIsSignedToo() {
        FakeProvider bedrock = STAGE.upstream("bedrock").on("AKIDB2", BedrockAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.chatOf("session"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.headers()).containsEntry("x-amz-security-token", TOKEN);
        assertThat(call.headers().get("authorization")).contains("x-amz-security-token");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
    }

    @Test
    void aBedrockKeyIsABearer() {
        FakeProvider bedrock = STAGE.upstream("bedrock").on("ABSKbedrockkey", BedrockAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.streamOf("token"));

        assertThat(content(reply)).isEqualTo("Hi");
        assertThat(bedrock.calls().get(0).headers())
                .containsEntry("authorization", "Bearer ABSKbedrockkey")
                .doesNotContainKey("x-amz-date");
    }

    @Test
    void halfACredentialIsNeverSent() {
        Reply reply = STAGE.client().chat(Client.chatOf("broken"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(502);
        assertThat(reply.errorCode()).isEqualTo("upstream_credentials");
        assertThat(reply.errorMessage()).contains("its secret holds AWS credentials");
        assertThat(reply.body()).doesNotContain(KEY, "AKIDB4");
        assertThat(STAGE.upstream("bedrock").calls()).isEmpty();
    }

    @Test
    void credentialsThatHaveEndedAreReadAgainOnce() {
        FakeProvider bedrock = STAGE.upstream("bedrock")
                .on("AKIDB5", (call, response) -> {
                    STAGE.policy()
                            .directory()
                            .secret("b5", "{\"accessKeyId\":\"AKIDB6\",\"secretAccessKey\":\"" + KEY + "\"}");
                    return BedrockAnswers.error(403, "ExpiredTokenException", "expired")
                            .answer(call, response);
                })
                .on("AKIDB6", BedrockAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.chatOf("rotated"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(bedrock.credentials()).containsExactly("AKIDB5", "AKIDB6");
    }

    @Test
    void claudeOnMantleIsSignedForMantle() {
        FakeProvider mantle = STAGE.upstream("mantle").on("AKIDM1", AnthropicAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.streamOf("mantle"));

        assertThat(content(reply)).isEqualTo("Hi");
        FakeProvider.Call call = mantle.calls().get(0);
        assertThat(call.path()).isEqualTo("/anthropic/v1/messages");
        assertThat(call.headers()).containsEntry("anthropic-version", "2023-06-01");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock-mantle");
    }

    /** What passes untouched is signed as it is sent, with the model in its place and the word for usage. */
    @Test
    void whatPassesIsSignedToo() {
        FakeProvider plain = STAGE.upstream("plain").on("AKIDM2", Answers.ok("Hello there, ä"));

        Reply reply = STAGE.client()
                .chat("{\"model\":\"plain\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"ü\"}]}");

        assertThat(content(reply)).isEqualTo("Hello there, ä");
        FakeProvider.Call call = plain.calls().get(0);
        assertThat(call.path()).isEqualTo("/v1/chat/completions");
        assertThat(call.body()).contains("openai.gpt-oss-120b", "include_usage", "ü");
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("eu-west-1/bedrock-mantle");
    }

    @Test
    void claudeInFoundryGetsItsKeyInBothHeaders() {
        FakeProvider foundry = STAGE.upstream("foundry").on("sk-f1", AnthropicAnswers.ok("Hi"));

        Reply reply = STAGE.client().chat(Client.chatOf("foundry"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(foundry.calls().get(0).path()).isEqualTo("/anthropic/v1/messages");
        assertThat(foundry.calls().get(0).headers())
                .containsEntry("x-api-key", "sk-f1")
                .containsEntry("api-key", "sk-f1")
                .doesNotContainKey("authorization");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void failsOverThroughThreeDialectsUnseen(boolean stream) {
        FakeProvider claude = STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());
        FakeProvider bedrock = bedrock(throttled(stream));
        gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client().chat(stream ? Client.streamOf("all") : Client.chatOf("all"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(
                        stream
                                ? content(reply)
                                : reply.json().at("/choices/0/message/content").asString())
                .isEqualTo("Hello there");
        assertThat(reply.header("content-type")).startsWith(stream ? "text/event-stream" : "application/json");
        assertThat(claude.calls()).hasSize(1);
        assertThat(bedrock.calls()).hasSize(1);
        assertThat(reply.body()).doesNotContain("req-b", "slow");
    }

    @Test
    void answersWhereAnthropicDoesNot() {
        STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());
        bedrock(BedrockAnswers.ok("Hello there"));

        Reply reply = STAGE.client().chat(Client.streamOf("all"));

        assertThat(reply.header("x-byok-provider")).isEqualTo("bedrock");
        assertThat(content(reply)).isEqualTo("Hello there");
        assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    }

    @ParameterizedTest
    @CsvSource({"bedrock, false", "bedrock, true", "gpt, false", "gpt, true"})
    void failsOverUnseenByACallerOfAnthropicsToo(String serving, boolean stream) {
        FakeProvider claude = STAGE.upstream("claude").on("sk-c1", AnthropicAnswers.overloaded());
        FakeProvider bedrock =
                bedrock(serving.equals("bedrock") ? BedrockAnswers.ok("Hello there") : throttled(stream));
        FakeProvider gpt = gpt(Answers.ok("Hello there"));

        Reply reply = STAGE.client()
                .messages("{\"model\":\"all\",\"max_tokens\":9,\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo(serving);
        assertThat(reply.header("content-type")).startsWith(stream ? "text/event-stream" : "application/json");
        JsonNode content = stream
                ? StreamedMessage.content(Speech.events(reply.body()))
                : reply.json().path("content");
        assertThat(content).isEqualTo(JSON.readTree("[{\"type\":\"text\",\"text\":\"Hello there\"}]"));
        assertThat(claude.calls()).hasSize(1);
        assertThat(bedrock.calls()).hasSize(1);
        assertThat(gpt.calls()).hasSize(serving.equals("gpt") ? 1 : 0);
        assertThat(reply.body().split("message_start\"", -1)).hasSize(stream ? 2 : 1);
        assertThat(reply.body()).doesNotContain("\"error\"", "Overloaded", "slow", "Too many");
    }

    private static FakeProvider.Behaviour throttled(boolean stream) {
        return stream
                ? BedrockAnswers.events(
                        Flux.just(BedrockAnswers.start(), BedrockAnswers.exception("throttlingException", "slow")))
                : BedrockAnswers.error(429, "ThrottlingException", "Too many requests");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403|UnrecognizedClientException|The security token included in the request is invalid.|502|upstream_credentials",
                "403|ExpiredTokenException|The security token included in the request is expired|502|upstream_credentials",
                "403|AccessDeniedException|You don't have access to the model with the specified model ID.|502|upstream_credentials",
                "404|ResourceNotFoundException|no such profile|404|model_not_found",
                "400|ValidationException|Invocation of model ID anthropic.x with on-demand throughput isn't supported.|404|model_not_found",
                "400|ValidationException|Input is too long for requested model.|400|context_length_exceeded",
                "400|ValidationException|messages: bad|400|invalid_request",
                "424|ModelErrorException|oops|502|upstream_error",
                "503|ServiceUnavailableException|later|502|upstream_error"
            })
    void errorsAreOpenAis(int status, String type, String message, int told, String code) {
        bedrock(BedrockAnswers.error(status, type, message));

        Reply reply = STAGE.client().chat(Client.chatOf("alone"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(told);
        assertThat(reply.errorCode()).isEqualTo(code);
        assertThat(reply.errorMessage()).contains(message);
        assertThat(reply.json().has("__type")).isFalse();
    }

    /** An error of Bedrock's may quote what was signed. */
    @Test
    void nothingOfACredentialComesBackInAnError() {
        STAGE.upstream("bedrock")
                .on(
                        "AKIDB2",
                        (call, response) -> Answers.json(
                                response.header("x-amzn-errortype", "InvalidSignatureException"),
                                403,
                                "{\"message\":\"The Canonical String should have been x-amz-security-token:" + TOKEN
                                        + " and not " + call.headers().get("authorization") + " by " + KEY + "\"}"));

        Reply reply = STAGE.client().chat(Client.chatOf("session"));

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.errorMessage()).contains("The Canonical String");
        String signature =
                STAGE.upstream("bedrock").calls().get(0).headers().getOrDefault("authorization", "Signature=");
        assertThat(reply.body()).doesNotContain(KEY, TOKEN, signature.substring(signature.indexOf("Signature=") + 10));
    }

    @Test
    void embedsByTheModelsOwnWords() {
        FakeProvider bedrock = bedrock((call, response) -> Answers.json(
                response.header("x-amzn-requestid", "req-e"),
                200,
                "{\"embedding\":[0.5,-1],\"inputTextTokenCount\":3}"));

        Reply reply = embed("{\"model\":\"titan\",\"input\":\"hi\",\"dimensions\":256}");
        Reply base64 = embed("{\"model\":\"titan\",\"input\":[\"hi\"],\"encoding_format\":\"base64\"}");
        Reply several = embed("{\"model\":\"titan\",\"input\":[\"a\",\"b\"]}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json())
                .isEqualTo(
                        JSON.readTree(
                                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[0.5,-1]}],\"model\":\"titan\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}"));
        assertThat(base64.json().at("/data/0/embedding").asString()).isEqualTo("AAAAPwAAgL8=");
        assertThat(several.status()).isEqualTo(404);
        assertThat(several.error().path("param").asString()).isEqualTo("input");
        FakeProvider.Call call = bedrock.calls().get(0);
        assertThat(call.path()).isEqualTo("/model/amazon.titan-embed-text-v2%3A0/invoke");
        assertThat(JSON.readTree(call.body())).isEqualTo(JSON.readTree("{\"inputText\":\"hi\",\"dimensions\":256}"));
        assertThat(AwsSignature.check(call, KEY)).isEqualTo("us-east-1/bedrock");
        assertThat(bedrock.calls()).hasSize(2);
    }

    private static Reply embed(String body) {
        return STAGE.client()
                .send(STAGE.client()
                        .request("/embeddings")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build());
    }

    @Test
    void anImageThatWouldHaveToBeFetchedGoesToWhoFetchesIt() {
        FakeProvider bedrock = bedrock(BedrockAnswers.ok("never"));
        gpt(Answers.ok("Hello there"));
        String asked =
                "\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}";

        Reply reply = STAGE.client().chat("{\"model\":\"first\"," + asked);
        Reply refused = STAGE.client().chat("{\"model\":\"alone\"," + asked);

        assertThat(reply.header("x-byok-provider")).isEqualTo("gpt");
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.error().path("param").asString()).isEqualTo("messages[0].content[0].image_url.url");
        assertThat(bedrock.calls()).isEmpty();
    }

    @Test
    void callsToolsAndTakesTheirResults() {
        FakeProvider bedrock = bedrock(Answers.inTurn(
                (call, response) -> Answers.json(
                        response,
                        200,
                        "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"c2ln\"}}},{\"toolUse\":{\"toolUseId\":\"tooluse_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}}]}},\"stopReason\":\"tool_use\",\"usage\":{\"inputTokens\":1,\"outputTokens\":1,\"totalTokens\":2}}"),
                BedrockAnswers.ok("Sunny")));
        String tools =
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
        String question = "{\"role\":\"user\",\"content\":\"Weather in Rome?\"}";

        Reply called = STAGE.client().chat("{\"model\":\"alone\"," + tools + ",\"messages\":[" + question + "]}");
        JsonNode message = called.json().at("/choices/0/message");
        Reply answered = STAGE.client()
                .chat("{\"model\":\"alone\"," + tools + ",\"messages\":[" + question + "," + message
                        + ",{\"role\":\"tool\",\"tool_call_id\":\"tooluse_1\",\"content\":\"sunny\"}]}");

        assertThat(called.json().at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(answered.status()).as(answered.body()).isEqualTo(200);
        assertThat(JSON.readTree(bedrock.calls().get(1).body()).path("messages"))
                .isEqualTo(
                        JSON.readTree(
                                "[{\"role\":\"user\",\"content\":[{\"text\":\"Weather in Rome?\"}]},{\"role\":\"assistant\",\"content\":[{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm\",\"signature\":\"c2ln\"}}},{\"toolUse\":{\"toolUseId\":\"tooluse_1\",\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}}]},{\"role\":\"user\",\"content\":[{\"toolResult\":{\"toolUseId\":\"tooluse_1\",\"content\":[{\"text\":\"sunny\"}]}}]}]"));
    }

    private static List<JsonNode> chunks(Reply reply) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String event : reply.body().split("\n\n", -1)) {
            if (event.startsWith("data: {")) {
                chunks.add(JSON.readTree(event.substring("data: ".length())));
            }
        }
        return chunks;
    }

    private static String content(Reply reply) {
        StringBuilder content = new StringBuilder();
        chunks(reply)
                .forEach(chunk ->
                        content.append(chunk.at("/choices/0/delta/content").asString("")));
        return content.toString();
    }
}
