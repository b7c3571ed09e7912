package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Routes made in Java, and beans of the host's own in place of ours; the documented example is the code that runs here. */
class JavaRoutesE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(JavaRoutes.class)
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt")
                    .model("meta/llama", "", "alpha/llama")
                    .profile("legal-review", "strict: own-keys")
                    .member("legal")
                    .caller("lawyer", "member: legal")
                    .callerExpired("old")
                    .prioritized("alpha", "a1")
                    .shared("alpha", "as"));

    @BeforeEach
    void answer() {
        STAGE.upstream("alpha").on("sk-a1", Answers.rateLimited(20)).on("sk-as", Answers.ok("hello"));
    }

    @Test
    void aRouteMadeInJavaNarrowsByItsProfile() {
        Reply reply = client("lawyer").chat(Client.chatOf("meta/llama"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(429);
        assertThat(reply.keysTried()).containsExactly("a1");
        assertThat(reply.exclusions()).containsExactly("as SHARED strict");
    }

    @Test
    void aRouteMadeInJavaIsChosenByTheBody() {
        assertThat(client("agent").chat(Client.streamOf("meta/llama")).errorCode())
                .isEqualTo("no_eligible_route");
        assertThat(client("agent").chat(Client.streamOf("openai/gpt")).status()).isEqualTo(200);
        assertThat(client("agent").chat(Client.chatOf("openai/gpt")).status()).isEqualTo(404);
    }

    @Test
    void aResolverOfTheHostsKnowsCallersBesideOurs() {
        Reply known = send("x-service", "acme/agent");
        Reply stranger = send("x-service", "acme/nobody");

        assertThat(known.status()).as(known.body()).isEqualTo(200);
        assertThat(stranger.status()).isEqualTo(401);
        assertThat(STAGE.client().chat(Client.chatOf("openai/gpt")).status()).isEqualTo(200);
    }

    /** By the system's clock this gateway key has expired long ago. */
    @Test
    void aClockOfTheHostsTellsTheTime() {
        assertThat(STAGE.client("old").chat(Client.chatOf("openai/gpt")).status())
                .isEqualTo(200);
    }

    @Test
    void theDocumentationShowsThisCode() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("byok-filter"))) {
            root = Objects.requireNonNull(root.getParent());
        }
        String page = Files.readString(root.resolve("byok-filter/docs/in-java.md"));
        int from = page.indexOf("```java\n") + "```java\n".length();
        String code =
                Files.readString(root.resolve("sample-gateway/e2e-tests/src/test/java/dev/byok/e2e/JavaRoutes.java"));

        assertThat(code.replaceAll("\\s+", " "))
                .contains(
                        page.substring(from, page.indexOf("```", from)).strip().replaceAll("\\s+", " "));
    }

    private static Reply send(String header, String value) {
        Client client = STAGE.client();
        return client.send(HttpRequest.newBuilder(URI.create(STAGE.gateway().baseUrl() + "/chat/completions"))
                .header("content-type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofString(Client.chatOf("openai/gpt")))
                .build());
    }

    private static Client client(String caller) {
        return new Client(
                "http://127.0.0.1:" + STAGE.gateway().port() + "/llm",
                STAGE.policy().gatewayKey(caller));
    }
}
