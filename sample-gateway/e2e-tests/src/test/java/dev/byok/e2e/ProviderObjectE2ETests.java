package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What a request's {@code provider} object keeps out, with OpenRouter's names and meaning. */
class ProviderObjectE2ETests {

    /** Alpha would always be first. Beta retains nothing; of gamma nothing is known but that it does not train. */
    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta", "region: eu, data-policy: { zdr: true, trains: false }")
            .provider("gamma", "data-policy: { trains: false }")
            .policy(policy -> policy.price(
                            "alpha/chat", "{ prompt: 1, completion: 4 }, quantization: fp8, capabilities: [tools]")
                    .price(
                            "beta/chat",
                            "{ prompt: 0.5, completion: 6, request: 0.01 }, quantization: bf16, capabilities: [tools,"
                                    + " structured-output]")
                    .model("chat", "", "alpha/chat", "beta/chat", "gamma/chat")
                    .model("mini", "capabilities: [reasoning]", "alpha/mini")
                    .profile("private", "zdr: required")
                    .caller("private", "profile: private")
                    .caller("tooled", "require: [tools, structured-output]")
                    .caller("thrifty", "max-price: { completion: 4 }")
                    .prioritized("alpha", "a1")
                    .prioritized("beta", "b1", "b2")
                    .prioritized("gamma", "g1")
                    .shared("alpha", "as")
                    .shared("beta", "bs"));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {}                                             | alpha
                    {"only":["beta"]}                              | beta
                    {"only":["Gamma","nobody"]}                    | gamma
                    {"ignore":["alpha"]}                           | beta
                    {"ignore":["alpha/turbo","nobody"]}            | beta
                    {"zdr":true}                                   | beta
                    {"data_collection":"deny","ignore":["beta"]}   | gamma
                    {"quantizations":["bf16","fp4"]}               | beta
                    {"quantizations":["unknown"]}                  | gamma
                    {"max_price":{"prompt":"0.5"}}                 | beta
                    {"max_price":{"prompt":1.00,"completion":4}}   | alpha
                    {"max_price":{"request":0}}                    | alpha
                    {"require_parameters":true}                    | beta
                    """)
    void keepsProvidersOut(String provider, String served) {
        List.of("alpha", "beta", "gamma").forEach(name -> answer(name, Answers.ok(name)));

        Reply reply = STAGE.client()
                .chat("{\"provider\":" + provider + ",\"model\":\"chat\",\"tools\":[{}],"
                        + "\"response_format\":{\"type\":\"json_schema\"}}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-provider")).isEqualTo(served);
        assertThat(STAGE.upstream(served).calls().get(0).body())
                .isEqualTo("{\"model\":\"chat\",\"tools\":[{}],\"response_format\":{\"type\":\"json_schema\"}}");
    }

    @Test
    void holdsForEveryAttemptAndTier() {
        answer("beta", Answers.rateLimited(20));

        Reply reply = STAGE.client().chat(chat("chat", "{\"only\":[\"beta\"]}"));

        assertThat(reply.keysTried()).containsExactly("b1", "b2", "bs");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    chat | {"only":["nobody"]}                      | provider.only               | allowed_providers
                    chat | {"only":["alpha"],"zdr":true}            | provider.only, provider.zdr | data_policy:zdr
                    chat | {"max_price":{"prompt":0.1}}             | provider.max_price          | max_price
                    chat | {"quantizations":["int4"]}               | provider.quantizations      | quantization
                    mini | {"require_parameters":true}              | provider.require_parameters | capability
                    mini | {"data_collection":"deny"}               | provider.data_collection    | data_policy:training
                    mini | {"ignore":["alpha"]}                     | provider.ignore             | allowed_providers
                    """)
    void tellsWhatOfItsOwnLeavesNothing(String model, String provider, String fields, String reason) {
        Reply reply = STAGE.client().chat(chat(model, provider));

        assertThat(reply.status()).as(reply.body()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("no_endpoints");
        assertThat(reply.errorMessage())
                .isEqualTo(
                        "no endpoint of this model meets the request's own " + fields + ": see metadata.excluded_by");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(column(reply, "reason")).contains(reason);
        assertThat(column(reply, "file")).allMatch(file -> file.startsWith("request provider."));
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @Test
    void opensNothingThatThePolicyCloses() {
        answer("beta", Answers.ok("x"));

        Reply served = STAGE.client("private").chat(chat("chat", "{\"zdr\":false,\"data_collection\":\"allow\"}"));
        Reply refused = STAGE.client("private").chat(chat("mini", "{\"only\":[\"alpha\"]}"));

        assertThat(served.header("x-byok-provider")).isEqualTo("beta");
        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.errorCode()).isEqualTo("no_eligible_route");
        assertThat(column(refused, "reason")).containsOnly("data_policy:zdr");
    }

    @Test
    void callersMayDemandTheLike() {
        List.of("alpha", "beta", "gamma").forEach(name -> answer(name, Answers.ok(name)));

        Reply tooled = STAGE.client("tooled").chat(Client.chatOf("chat"));
        Reply thrifty = STAGE.client("thrifty").chat(Client.chatOf("chat"));
        Reply unserved = STAGE.client("thrifty").chat(Client.chatOf("mini"));

        assertThat(tooled.header("x-byok-provider")).isEqualTo("beta");
        assertThat(thrifty.header("x-byok-provider")).isEqualTo("alpha");
        assertThat(unserved.status()).as(unserved.body()).isEqualTo(403);
        assertThat(column(unserved, "reason")).containsOnly("max_price");
        assertThat(column(unserved, "file")).containsOnly("workspaces/acme.yml");
    }

    @Test
    void aDryRunSaysTheSame() {
        Reply reply = STAGE.client().chat(chat("chat", "{\"only\":[\"nobody\"]}"), "x-byok-dry-run", "true");

        assertThat(reply.json().path("refusal").path("status").asInt()).isEqualTo(404);
        assertThat(reply.json().path("refusal").path("code").asString()).isEqualTo("no_endpoints");
    }

    @Test
    void keepsWhatOnlyARouterUnderstands() {
        answer("alpha", Answers.ok("x"));

        Reply reply = STAGE.client()
                .chat("{\"models\":[\"mini\"],\"model\":\"chat\",\"route\":\"fallback\",\"session_id\":\"s\",\"usage\":"
                        + "{\"include\":true},\"transforms\":[\"middle-out\"],\"plugins\":[],\"trace\":{\"trace_id\":"
                        + "\"t\"},\"provider\":{\"zdr\":false},\"prompt_cache_key\":\"k\",\"user\":\"u\"}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(STAGE.upstream("alpha").calls().get(0).body())
                .isEqualTo("{\"model\":\"chat\",\"prompt_cache_key\":\"k\",\"user\":\"u\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    "provider":{"onyl":["alpha"]}         | unknown field 'provider.onyl'
                    "provider":{"sort":"exacto"}          | 'provider.sort' of exacto is not supported
                    "plugins":[{"id":"web"}]              | 'plugins' is not supported
                    "preset":"x"                          | 'preset' is not supported
                    """)
    void refusesByNameWhatItCannotFollow(String member, String message) {
        Reply reply = STAGE.client().chat("{\"model\":\"chat\"," + member + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorMessage()).startsWith(message);
    }

    private static void answer(String provider, FakeProvider.Behaviour behaviour) {
        char initial = provider.charAt(0);
        List.of("1", "2", "s").forEach(key -> STAGE.upstream(provider).on("sk-" + initial + key, behaviour));
    }

    private static String chat(String model, String provider) {
        return "{\"model\":\"" + model + "\",\"tools\":[{}],\"provider\":" + provider + "}";
    }

    private static List<String> column(Reply reply, String name) {
        List<String> values = new ArrayList<>();
        for (JsonNode row : reply.error().path("metadata").path("excluded_by")) {
            values.add(row.path(name).asString());
        }
        return values;
    }
}
