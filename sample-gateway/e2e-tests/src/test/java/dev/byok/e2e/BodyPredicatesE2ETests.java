package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Routes chosen by what the body says, among routes of ours and of the host's. */
@ExtendWith(LeakWatch.class)
class BodyPredicatesE2ETests {

    private static final ModelRoutes ROUTES = new ModelRoutes();

    @RegisterExtension
    static final Stage STAGE = ROUTES.stage();

    @AfterAll
    static void stop() {
        ROUTES.backend().close();
    }

    @BeforeEach
    void forget() {
        ROUTES.startAfresh();
    }

    @ParameterizedTest
    @CsvSource({"openai/gpt, whole", "meta/llama, meta"})
    void theModelChoosesTheRouteAndTheBodyIsReadOnce(String model, String route) {
        Reply reply = ROUTES.post("/any", Client.chatOf(model));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.headers().allValues("x-route")).containsExactly(route);
        assertThat(reply.header("x-byok-model")).isEqualTo(model);
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void streamingChoosesTheRoute() {
        try (LiveStream stream = ROUTES.client("/any").open(Client.streamOf("openai/gpt"))) {
            assertThat(stream.header("x-route")).isEqualTo("streamed");
            assertThat(stream.rest()).endsWith(Answers.DONE);
        }
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void theProviderGetsTheBytesWithTheModelsNameReplaced() {
        String rest = "\"messages\":[{\"content\":\"é \\u00e9 \\/\"}],\"x\":1.50 }  ";

        ROUTES.post("/any", "{ \"model\" : \"openai/gpt\",  " + rest);

        assertThat(ROUTES.stage().upstream("alpha").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .isEqualTo("{ \"model\" : \"gpt-upstream\",  " + rest));
    }

    @Test
    void aRouteOfTheHostsMayBeChosenByModelToo() {
        String body = Client.chatOf("legacy/bot");

        Reply reply = ROUTES.post("/any", body);

        assertThat(reply.body()).isEqualTo("hosts");
        assertThat(reply.headers().allValues("x-route")).containsExactly("legacy");
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void aRouteOfTheHostsBehindOursGetsTheBodyThatWasReadForThem() {
        String body = "{\"model\" : \"nobody/knows\",\"x\":[1, 2,3] } ";

        Reply reply = ROUTES.post("/any", body);

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> {
            assertThat(sent.body()).isEqualTo(body);
            assertThat(sent.header("content-length")).isEqualTo(String.valueOf(body.length()));
        });
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void aRouteOfTheHostsBeforeOursGetsABodyThatWeHaveNotLookedAt() throws IOException {
        String body = "no json, " + "and long ".repeat(20_000);
        RawHttp.Answer answer = raw(ROUTES.head("/any", "x-to", "before", "content-length", "" + body.length()) + body);

        assertThat(answer.status()).isEqualTo(201);
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aPathThatIsNotOursIsNotLookedAt() {
        String body = Client.chatOf("openai/gpt");
        HttpRequest request = HttpRequest.newBuilder(URI.create(ROUTES.origin() + "/any/other"))
                .header("authorization", "Bearer " + ROUTES.key())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();

        Reply reply = ROUTES.client("/any").send(request);

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
        assertThat(ROUTES.backend().take()).singleElement().satisfies(sent -> assertThat(sent.body())
                .isEqualTo(body));
    }

    @Test
    void aGetMatchesNoPredicateOnTheBody() {
        Reply reply = ROUTES.client("/any")
                .send(ROUTES.client("/any").request("/chat/completions").build());

        assertThat(reply.headers().allValues("x-route")).containsExactly("after");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/retried", "/read"})
    void servesBesideTheHostsOwnReadersOfBodies(String path) {
        Reply reply = ROUTES.post(path, Client.chatOf("openai/gpt"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(ROUTES.stage().upstream("alpha").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .isEqualTo(Client.chatOf("gpt-upstream")));
        assertThat(ModelRoutes.READS).hasValue(1);
    }

    @Test
    void sendsWhatAFilterOfTheHostsMadeOfTheBodyAfterwards() {
        Reply reply = ROUTES.post("/modified", Client.chatOf("openai/gpt"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("x-byok-model")).isEqualTo("meta/llama");
        assertThat(ROUTES.stage().upstream("alpha").calls()).singleElement().satisfies(call -> assertThat(call.body())
                .isEqualTo(Client.chatOf("llama-upstream")));
    }

    private static RawHttp.Answer raw(String request) throws IOException {
        try (RawHttp connection = new RawHttp(STAGE.gateway().port())) {
            return connection.send(request).read();
        }
    }
}
