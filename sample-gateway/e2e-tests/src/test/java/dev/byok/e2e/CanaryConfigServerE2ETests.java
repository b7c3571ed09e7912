package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.CanarySinks.Sink;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/** The password for the config server comes out nowhere, whatever the server says, and however it is misplaced. */
@Timeout(180)
class CanaryConfigServerE2ETests {

    private static final int[] STATUSES = {401, 500, 404, 200, 302, 304, 410};

    private final Canary password = Canary.of("password of the config server");
    private final Canary old = Canary.of("password before its rotation");
    private final PolicyDirectory directory = new PolicyDirectory();
    private final LoopResources loops = LoopResources.create("echoing-config-server", 1, true);
    private final AtomicInteger turn = new AtomicInteger();
    private final Set<String> credentials = new CopyOnWriteArraySet<>();
    private final DisposableServer server = HttpServer.create()
            .host("127.0.0.1")
            .port(0)
            .runOn(loops)
            .handle(this::echo)
            .bindNow(Duration.ofSeconds(10));

    @AfterEach
    void stop() {
        server.disposeNow(Duration.ofSeconds(10));
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(Duration.ofSeconds(10));
    }

    @Test
    void staysInItsHeaderWhateverTheServerAnswers() {
        String reference = directory.secret("password", old.value());
        try (TracedLog log = traced();
                TestGateway gateway = gateway("http://127.0.0.1:" + server.port(), reference)) {
            await().atMost(Duration.ofSeconds(60)).until(() -> turn.get() > STATUSES.length);
            directory.secret("password", password.value());
            await().atMost(Duration.ofSeconds(60)).until(() -> credentials.size() == 2);
            int then = turn.get();
            await().atMost(Duration.ofSeconds(60)).until(() -> turn.get() > then + STATUSES.length);
            Sink sink = CanarySinks.log(log.events());
            for (String endpoint : List.of("env", "configprops", "byok", "health")) {
                sink.add("actuator " + endpoint, get(gateway, endpoint));
            }

            assertThat(sink.places()).anyMatch(place -> place.startsWith("log dev.byok.policy"));
            assertThat(sink.leaks(List.of(password, old))).isEmpty();
        }
    }

    @Test
    void isNotToldWhereItWasWrittenInPlaceOfItsReference() {
        assertRefusedWithoutIt("http://127.0.0.1:" + server.port(), password.value(), "expected where it is kept");
    }

    @Test
    void isNotToldWhereItWasWrittenIntoTheAddress() {
        String address = "http://gateway:" + password.value() + "@127.0.0.1:" + server.port();

        assertRefusedWithoutIt(address, directory.secret("password", old.value()), "holds a user or password");
    }

    private void assertRefusedWithoutIt(String address, String reference, String why) {
        try (TracedLog log = traced()) {
            Throwable refused = catchThrowable(() -> gateway(address, reference).close());
            StringWriter trace = new StringWriter();
            Objects.requireNonNull(refused).printStackTrace(new PrintWriter(trace));

            assertThat(trace.toString()).contains(why);
            assertThat(CanarySinks.log(log.events())
                            .add("thrown", trace.toString())
                            .leaks(List.of(password)))
                    .isEmpty();
        }
    }

    /** Says the credential back in every way there is, with one status after the other. */
    private Mono<Void> echo(HttpServerRequest request, HttpServerResponse response) {
        String credential = String.valueOf(request.requestHeaders().get("authorization"));
        credentials.add(credential);
        String body = "{\"message\": \"" + credential + "\"}";
        return response.status(STATUSES[turn.getAndIncrement() % STATUSES.length])
                .header("etag", "\"" + credential + "\"")
                .header("location", "http://127.0.0.1:9/?" + credential.replace(" ", "%20"))
                .header("www-authenticate", credential)
                .header("content-type", "application/json; of=" + credential)
                .sendString(Mono.just(body))
                .then();
    }

    /** Begun before the application, whose start would otherwise set up logging anew. */
    private static TracedLog traced() {
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        return new TracedLog();
    }

    private TestGateway gateway(String address, String reference) {
        try {
            return TestGateway.start(
                    directory,
                    "byok.policy.location=configserver:" + address,
                    "byok.policy.config-server.username=gateway",
                    "byok.policy.config-server.password=" + reference,
                    "management.endpoints.web.exposure.include=*",
                    "management.endpoint.health.show-details=always");
        } finally {
            System.clearProperty("org.springframework.boot.logging.LoggingSystem");
        }
    }

    private static String get(TestGateway gateway, String endpoint) {
        URI uri = URI.create("http://127.0.0.1:" + gateway.port() + "/actuator/" + endpoint);
        return HttpClient.newHttpClient()
                .sendAsync(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .join()
                .body();
    }
}
