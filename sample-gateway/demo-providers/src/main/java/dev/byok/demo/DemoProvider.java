package dev.byok.demo;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.matching;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.RequestListener;
import com.github.tomakehurst.wiremock.matching.UrlPattern;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One OpenAI-compatible provider on a port of the loopback interface. What it does with a request depends on the API key
 * alone, also where it is asked for its models. Its stubs can be looked at and changed while it runs, through WireMock's {@code /__admin}.
 */
public final class DemoProvider implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int UNKNOWN_KEY_PRIORITY = 8;
    private static final int UNKNOWN_URL_PRIORITY = 9;
    private static final int REMEMBERED_REQUESTS = 200;
    private static final List<String> ENDPOINTS = List.of("chat/completions", "completions", "embeddings");

    private final String name;
    private final WireMockServer server;

    private DemoProvider(String name, WireMockServer server) {
        this.name = name;
        this.server = server;
    }

    /**
     * Starts a provider; the caller closes it.
     *
     * @param name shown in its answers
     * @param port 0 for any free one
     * @param log told of each request served
     */
    public static DemoProvider start(String name, int port, RequestLog log) {
        InstantSource clock = InstantSource.system();
        WireMockServer server = new WireMockServer(wireMockConfig()
                .bindAddress(LOOPBACK)
                .port(port)
                .gzipDisabled(true)
                .maxRequestJournalEntries(REMEMBERED_REQUESTS)
                .notifier(new Slf4jNotifier(false))
                .extensions(
                        new AnswerTransformer("chat/completions", new ChatAnswer(name, clock)),
                        new AnswerTransformer("completions", new CompletionAnswer(name, clock)),
                        new AnswerTransformer("embeddings", new EmbeddingsAnswer()),
                        new ModelsTransformer(),
                        new RejectionTransformer(),
                        new UnknownUrlTransformer()));
        server.addMockServiceRequestListener(tell(name, log));
        server.start();
        DemoProvider provider = new DemoProvider(name, server);
        ENDPOINTS.forEach(endpoint -> provider.script(WireMock::post, endpoint));
        provider.script(WireMock::get, ModelsTransformer.NAME);
        server.stubFor(any(anyUrl())
                .atPriority(UNKNOWN_URL_PRIORITY)
                .willReturn(aResponse().withTransformers(UnknownUrlTransformer.NAME)));
        return provider;
    }

    public String name() {
        return name;
    }

    /** Returns what the policy's {@code base-url} has to be. */
    public String baseUrl() {
        return "http://" + LOOPBACK + ":" + server.port() + "/v1";
    }

    @Override
    public void close() {
        server.stop();
    }

    private void script(Function<UrlPattern, MappingBuilder> method, String endpoint) {
        UrlPattern url = urlPathEqualTo("/v1/" + endpoint);
        for (Behaviour behaviour : Behaviour.values()) {
            server.stubFor(method.apply(url)
                    .withHeader(
                            "Authorization", matching("Bearer " + Pattern.quote(DemoKey.prefixOf(behaviour)) + ".+"))
                    .willReturn(reaction(behaviour, endpoint)));
        }
        server.stubFor(method.apply(url)
                .atPriority(UNKNOWN_KEY_PRIORITY)
                .willReturn(aResponse().withTransformers(RejectionTransformer.NAME)));
    }

    private static ResponseDefinitionBuilder reaction(Behaviour behaviour, String endpoint) {
        if (behaviour.answers()) {
            return aResponse().withTransformers(endpoint);
        }
        return behaviour == Behaviour.REJECTED
                ? aResponse().withTransformers(RejectionTransformer.NAME)
                : OpenAiErrors.of(behaviour);
    }

    private static RequestListener tell(String provider, RequestLog log) {
        return (request, response) -> log.served(provider, labelOf(request), request.getUrl(), response.getStatus());
    }

    /** A key that is not the demo's may be a real one: it is not shown. */
    private static String labelOf(Request request) {
        DemoKey key = DemoKey.in(request.getHeader("Authorization"));
        return key == null ? "unknown key" : key.label();
    }
}
