package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a host gets that exposes {@code byok} and says no more. */
class ActuatorAccessE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .policy(policy -> policy.model("openai/gpt", "", "alpha/gpt-alpha").prioritized("alpha", "first"))
            .properties("management.endpoints.web.exposure.include=byok");

    @Test
    void readsAndDoesNotWrite() {
        URI uri = URI.create("http://127.0.0.1:" + STAGE.gateway().port() + "/actuator/byok");
        HttpRequest revocation = HttpRequest.newBuilder(uri)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"provider\",\"name\":\"alpha\"}"))
                .build();
        HttpRequest lifting = HttpRequest.newBuilder(URI.create(uri + "?kind=provider&name=alpha"))
                .DELETE()
                .build();

        Reply read = STAGE.client().send(HttpRequest.newBuilder(uri).build());
        Reply written = STAGE.client().send(revocation);
        Reply deleted = STAGE.client().send(lifting);

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.json().path("revocations").isEmpty()).isTrue();
        assertThat(written.status()).isEqualTo(405);
        assertThat(deleted.status()).isEqualTo(405);
    }
}
