package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every vendor that is known by name, behind a gateway: what it is sent, and what becomes of its answers and errors. */
class PresetsE2ETests {

    private static final List<String> NEVER_ASKED_FOR_USAGE = List.of("mistral", "ai21");
    private static final Pattern USAGE = Pattern.compile(",\"usage\":(?:null|\\{(?:[^{}]|\\{[^{}]*})*})");

    static final List<ProviderScript> SCRIPTS = ProviderScripts.all();

    @RegisterExtension
    static final Stage STAGE = stage();

    private static Stage stage() {
        Stage stage = Stage.set();
        for (ProviderScript script : SCRIPTS) {
            List<String> places = script.places("fine", "limit", "rejected", "long");
            stage.provider(script.name(), script.preset(), script.basePath(), script.options(), places);
            stage.policy(policy -> places.forEach(place -> policy.model("models/" + place, "", place + "/the-model")
                    .prioritized(place, place + "-one", place + "-two")));
        }
        return stage;
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void sendsWhatTheProviderKnowsAndNothingOfTheCaller(ProviderScript script) {
        FakeProvider provider = upstream(script, "fine", script.ok(), script.ok());

        Reply reply = STAGE.client()
                .chat(
                        Client.chatOf("models/" + script.at("fine")),
                        "api-key",
                        "foreign",
                        "x-goog-api-key",
                        "foreign",
                        "openai-beta",
                        "foreign",
                        "openai-organization",
                        "foreign",
                        "cookie",
                        "foreign=1",
                        "x-forwarded-for",
                        "203.0.113.7");

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Answers.chat("Hello there"));
        FakeProvider.Call call = provider.calls().get(0);
        assertThat(call.path()).isEqualTo(script.requestPath());
        assertThat(call.body()).isEqualTo(Client.chatOf("the-model"));
        assertThat(call.headers())
                .containsOnlyKeys(
                        script.authHeader(),
                        "user-agent",
                        "accept",
                        "accept-encoding",
                        "content-type",
                        "content-length",
                        "host")
                .containsEntry(script.authHeader(), script.credentialHeader("sk-" + script.at("fine") + "-one"));
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void passesAStreamOnByteForByteButForTheUsageThatNobodyAskedFor(ProviderScript script) {
        upstream(script, "fine", script.ok(), script.ok());

        Reply reply = STAGE.client().chat(Client.streamOf("models/" + script.at("fine")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("content-type")).startsWith("text/event-stream");
        String forwarded = script.events().forwarded();
        boolean asked = !NEVER_ASKED_FOR_USAGE.contains(script.preset());
        assertThat(reply.body()).isEqualTo(asked ? USAGE.matcher(forwarded).replaceAll("") : forwarded);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void asksForUsageOnlyWhereThatIsNoError(ProviderScript script) {
        FakeProvider provider = upstream(script, "fine", script.ok(), script.ok());
        boolean refused = NEVER_ASKED_FOR_USAGE.contains(script.preset());

        STAGE.client().chat(Client.streamOf("models/" + script.at("fine")));

        String plain = Client.streamOf("the-model");
        String asking = plain.replaceFirst("\\{", "{\"stream_options\":{\"include_usage\":true},");
        assertThat(provider.calls()).extracting(FakeProvider.Call::body).containsExactly(refused ? plain : asking);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void movesToTheNextKeyWhenOneIsLimited(ProviderScript script) {
        FakeProvider provider = upstream(
                script, "limit", script.limit().behaviour(), script.limit().behaviour());

        Reply reply = STAGE.client().chat(Client.chatOf("models/" + script.at("limit")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.errorCode()).isEqualTo("rate_limit_exceeded");
        assertThat(reply.attempts())
                .containsExactly(
                        script.at("limit") + "-one 429 rate_limited", script.at("limit") + "-two 429 rate_limited");
        assertThat(provider.calls()).hasSize(2);
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void movesToTheNextKeyWhenOneIsRejected(ProviderScript script) {
        FakeProvider provider = upstream(script, "rejected", script.rejection().behaviour(), script.ok());

        Reply reply = STAGE.client().chat(Client.chatOf("models/" + script.at("rejected")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-key")).isEqualTo(script.at("rejected") + "-two");
        assertThat(provider.credentials())
                .containsExactly("sk-" + script.at("rejected") + "-one", "sk-" + script.at("rejected") + "-two");
    }

    @ParameterizedTest
    @FieldSource("SCRIPTS")
    void tellsTheCallerThatThePromptIsTooLong(ProviderScript script) {
        FakeProvider provider = upstream(script, "long", script.tooLong().behaviour(), script.ok());

        Reply reply = STAGE.client().chat(Client.chatOf("models/" + script.at("long")));

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.errorCode()).isEqualTo("context_length_exceeded");
        assertThat(provider.calls()).as("another key changes nothing").hasSize(1);
    }

    private static FakeProvider upstream(
            ProviderScript script, String situation, FakeProvider.Behaviour first, FakeProvider.Behaviour second) {
        String key = "sk-" + script.at(situation);
        return STAGE.upstream(script.name()).on(key + "-one", first).on(key + "-two", second);
    }
}
