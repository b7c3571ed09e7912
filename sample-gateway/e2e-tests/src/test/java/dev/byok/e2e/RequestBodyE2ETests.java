package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a request's body reaches a provider: all of it, but for the few things that are the gateway's. */
class RequestBodyE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-upstream")
            .model("openai/other", "", "alpha/other-upstream")
            .model("same-name", "", "alpha/same-name")
            .prioritized("alpha", "first", "second"));

    static Stream<Arguments> bodies() {
        String prompt =
                "\"messages\" : [ {\"role\":\"user\",\n\t\"content\":\"héllo \\u00e9 \\ud83d\\ude00 \\/ 1e3\"} ]";
        return Stream.of(
                Arguments.of(
                        "{" + prompt + ", \"model\":\"openai/gpt\"}", "{" + prompt + ", \"model\":\"gpt-upstream\"}"),
                Arguments.of(
                        "{\"model\" : \"openai\\/gpt\" ,\"n\":1.0e0, " + prompt + "}",
                        "{\"model\" : \"gpt-upstream\" ,\"n\":1.0e0, " + prompt + "}"),
                Arguments.of(
                        "{\"model\":\"openai/gpt\", \"models\":[\"openai/other\"], " + prompt + "}",
                        "{\"model\":\"gpt-upstream\", " + prompt + "}"),
                Arguments.of(
                        "{\"models\":[\"openai/other\"],\"model\":\"openai/gpt\"," + prompt + "}",
                        "{\"model\":\"gpt-upstream\"," + prompt + "}"),
                Arguments.of(
                        " {\"model\":\"same-name\"," + prompt + "}\n", " {\"model\":\"same-name\"," + prompt + "}\n"),
                Arguments.of(
                        "{\"unknown\":{\"models\":[1],\"model\":\"openai/gpt\"},\"model\":\"openai/gpt\"," + prompt
                                + "}",
                        "{\"unknown\":{\"models\":[1],\"model\":\"openai/gpt\"},\"model\":\"gpt-upstream\"," + prompt
                                + "}"));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void leavesEveryOtherByteAsItIs(String sent, String received) {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));

        Reply reply = STAGE.client().chat(sent);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(alpha.calls()).extracting(FakeProvider.Call::body).containsExactly(received);
    }

    @Test
    void sendsTheSameBytesToEachKey() {
        FakeProvider alpha =
                STAGE.upstream("alpha").on("sk-first", Answers.rateLimited(5)).on("sk-second", Answers.ok("x"));
        String prompt = "\"messages\":[{\"role\":\"user\",\"content\":\"" + "lorem ipsum ".repeat(20_000) + "\"}]}";

        Reply reply = STAGE.client().chat("{\"model\":\"openai/gpt\"," + prompt);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(alpha.calls()).hasSize(2).allSatisfy(call -> assertThat(call.body())
                .isEqualTo("{\"model\":\"gpt-upstream\"," + prompt));
    }

    @Test
    void asksAStreamForItsUsageAndTouchesNothingElse() {
        FakeProvider alpha = STAGE.upstream("alpha").on("sk-first", Answers.ok("x"));

        try (LiveStream stream = STAGE.client().open("{\"stream\":true,\"model\":\"openai/gpt\",\"seed\":7}")) {
            assertThat(stream.rest()).endsWith(Answers.DONE);
        }

        String body = alpha.calls().get(0).body();
        assertThat(body.replace("\"stream_options\":{\"include_usage\":true},", ""))
                .isEqualTo("{\"stream\":true,\"model\":\"gpt-upstream\",\"seed\":7}");
    }

    @Test
    void passesTheProvidersWholeAnswerAsItIs() {
        STAGE.upstream("alpha").on("sk-first", Answers.ok("héllo"));

        Reply reply = STAGE.client().chat(Client.chatOf("openai/gpt"));

        assertThat(reply.body()).isEqualTo(Answers.chat("héllo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"openai/gpt\",\"provider\":{\"orders\":[\"alpha\"]}}",
                "{\"model\":\"openai/gpt\",\"model\":\"openai/other\"}",
                "{\"model\":\"openai/gpt\",\"route\":\"elsewhere\"}",
                "{\"model\":\"openai/gpt\",\"models\":\"openai/other\"}",
                "{\"model\":7}",
                "{\"model\":\"\"}",
                "{\"messages\":[]}",
                "{\"model\":\"openai/gpt\",\"stream\":\"yes\"}",
                "{\"model\":\"openai/gpt\"",
                "[\"openai/gpt\"]",
                "not json"
            })
    void refusesABodyThatItCannotFollow(String body) {
        Reply reply = STAGE.client().chat(body);

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("invalid_body");
        assertThat(reply.header("x-should-retry")).isEqualTo("false");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"openai/unheard-of\"}",
                "{\"model\":\"openai/gpt\",\"models\":[\"openai/unheard-of\"]}"
            })
    void refusesAModelThatThePolicyDoesNotKnow(String body) {
        Reply reply = STAGE.client().chat(body);

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.errorCode()).isEqualTo("model_not_found");
        assertThat(reply.errorMessage()).contains("openai/unheard-of");
        assertThat(STAGE.upstream("alpha").calls()).isEmpty();
    }
}
