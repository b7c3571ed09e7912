package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The ways to put Byok behind a host's Spring Security, and the trap on the way. */
class HostSecurityE2ETests {

    private static final String CHAT = "POST /v1/chat/completions";

    private final RecordingBackend backend = new RecordingBackend();
    private final LlmSide llm = new LlmSide();

    @AfterEach
    void stop() {
        llm.close();
        backend.close();
    }

    @Test
    void securityThatLetsCallersPassLeavesTheGatewayKeyToByok() throws Exception {
        try (HostGateway host = HostGateway.withByok(backend, GatewayKeySecurity.class, llm.location())) {
            RawMessage answer = host.send(CHAT, LlmSide.BODY, llm.authorization());
            RawMessage stranger = host.send(CHAT, LlmSide.BODY);
            RawMessage hostsUser = host.send(CHAT, LlmSide.BODY, basic(HostApplication.USER));
            RawMessage hostsRoute = host.send("GET /app/items", "");

            assertThat(answer.startLine()).as(answer.body()).startsWith("HTTP/1.1 200 ");
            assertThat(answer.header("x-byok-attempts")).isEqualTo("2");
            assertThat(stranger.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(ErrorAnswer.of(stranger.body()).code()).isEqualTo("invalid_api_key");
            assertThat(hostsUser.startLine()).as("nobody has authenticated it").startsWith("HTTP/1.1 401 ");
            assertThat(hostsRoute.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(llm.provider().credentials()).containsExactly("sk-first", "sk-second");
        }
    }

    @Test
    void thePrincipalOfTheHostIsTheCallerThatThePolicyNames() throws Exception {
        try (HostGateway host = HostGateway.withByok(backend, HostPrincipalSecurity.class, llm.location())) {
            RawMessage answer = host.send(CHAT, LlmSide.BODY, basic(HostApplication.USER));
            RawMessage unknown = host.send(CHAT, LlmSide.BODY, basic(HostApplication.STRANGER));
            RawMessage nobody = host.send(CHAT, LlmSide.BODY);

            assertThat(answer.startLine()).as(answer.body()).startsWith("HTTP/1.1 200 ");
            assertThat(answer.header("x-byok-key"))
                    .as("the first key is another caller's")
                    .isEqualTo("second");
            assertThat(answer.header("x-byok-attempts")).isEqualTo("1");
            assertThat(unknown.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(ErrorAnswer.of(unknown.body()).code()).isEqualTo("invalid_api_key");
            assertThat(nobody.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(nobody.header("www-authenticate"))
                    .as("the host's own refusal")
                    .isNotNull();
            assertThat(llm.provider().credentials()).containsExactly("sk-second");
        }
    }

    @Test
    void anObservedRequestOfAPrincipalIsPlannedForTheCallerThatThePolicyNames() throws Exception {
        String route = "--spring.cloud.gateway.server.webflux.routes[3].";
        String json = Answers.chat("hello");
        backend.on(
                CHAT,
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: " + json.length() + "\r\n\r\n"
                        + json);
        try (HostGateway host = HostGateway.withByok(
                        backend,
                        HostPrincipalSecurity.class,
                        llm.location(),
                        route + "id=observed",
                        route + "uri=" + backend.uri(),
                        route + "order=-1",
                        route + "predicates[0]=Path=/v1/observed/**",
                        route + "filters[0]=StripPrefix=2",
                        route + "filters[1]=Byok=observe");
                CapturedLog log = CapturedLog.of("dev.byok.generation")) {
            RawMessage answer =
                    host.send("POST /v1/observed/v1/chat/completions", LlmSide.BODY, basic(HostApplication.USER));

            assertThat(answer.startLine()).as(answer.body()).startsWith("HTTP/1.1 200 ");
            await().until(() -> log.events().size() == 1);
            assertThat(log.lines().get(0))
                    .contains(" workspace=acme caller=service model=openai/gpt ", " observed=true ")
                    .contains(" planned=1 first=alpha/second/PRIORITIZED excluded=1 ");
            assertThat(llm.provider().calls()).isEmpty();
        }
    }

    @Test
    void aBearerTokenOfTheHostIsNotTakenForAGatewayKey() throws Exception {
        try (HostGateway host = HostGateway.withByok(backend, HostTokenSecurity.class, llm.location())) {
            String token = "Authorization: " + HostTokenSecurity.TOKEN_PREFIX;

            RawMessage answer = host.send(CHAT, LlmSide.BODY, token + HostApplication.USER);
            RawMessage unknown = host.send(CHAT, LlmSide.BODY, token + HostApplication.STRANGER);

            assertThat(answer.startLine()).as(answer.body()).startsWith("HTTP/1.1 200 ");
            assertThat(unknown.startLine()).startsWith("HTTP/1.1 401 ");
            assertThat(llm.provider().credentials()).containsExactly("sk-second");
            assertThat(llm.provider().calls().toString()).doesNotContain("host-token");
        }
    }

    @Test
    void csrfProtectionLeftOnRefusesEveryPost() throws Exception {
        try (HostGateway host = HostGateway.withByok(backend, CsrfTrapSecurity.class, llm.location())) {
            RawMessage post = host.send(CHAT, LlmSide.BODY, llm.authorization());
            RawMessage get = host.send("GET /v1/models", "", llm.authorization());

            assertThat(post.startLine()).startsWith("HTTP/1.1 403 ");
            assertThat(post.header("x-byok-generation-id"))
                    .as("the host's own refusal")
                    .isNull();
            assertThat(get.startLine()).startsWith("HTTP/1.1 200 ");
            assertThat(llm.provider().calls()).isEmpty();
        }
    }

    private static String basic(String user) {
        byte[] credentials = (user + ":" + HostApplication.PASSWORD).getBytes(StandardCharsets.US_ASCII);
        return "Authorization: Basic " + Base64.getEncoder().encodeToString(credentials);
    }
}
