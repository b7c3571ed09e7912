package dev.byok.command.drill;

import dev.byok.command.support.UnusableException;
import dev.byok.scenario.Given;
import dev.byok.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The gateway that a drill speaks to. */
final class LiveGateway {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PROMPT = "Reply with ok.";

    private final HttpClient http;
    private final URI chat;
    private final Duration timeout;

    private LiveGateway(URI chat, Duration timeout) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.chat = chat;
        this.timeout = timeout;
    }

    /**
     * Returns the one whose operations are below a URL.
     *
     * @throws UnusableException if that is none
     */
    static LiveGateway at(String url, Duration timeout) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        try {
            URI chat = URI.create(base + "/chat/completions");
            boolean web = "http".equalsIgnoreCase(chat.getScheme()) || "https".equalsIgnoreCase(chat.getScheme());
            if (web && chat.getHost() != null && chat.getRawUserInfo() == null && chat.getRawQuery() == null) {
                return new LiveGateway(chat, timeout);
            }
        } catch (IllegalArgumentException e) {
            // said below, as of everything else that is no such URL
        }
        throw new UnusableException("--url: expected a URL such as https://staging.example.com/v1");
    }

    /** Asks for the plan of a scenario's request. */
    LiveReply plan(Given given, Secret key, @Nullable String simulate) {
        return send(given, key, simulate, true);
    }

    /** Sends the request itself. */
    LiveReply ask(Given given, Secret key, @Nullable String simulate) {
        return send(given, key, simulate, false);
    }

    private LiveReply send(Given given, Secret key, @Nullable String simulate, boolean dryRun) {
        HttpRequest.Builder request = HttpRequest.newBuilder(chat)
                .timeout(timeout)
                .header("authorization", key.authorization())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body(given))));
        if (simulate != null) {
            request.header("x-byok-simulate", simulate);
        }
        if (given.strict()) {
            request.header("x-byok-strict", "own-keys");
        }
        String profile = given.profile();
        if (profile != null) {
            request.header("x-byok-profile", profile);
        }
        String dataClass = given.dataClass();
        if (dataClass != null) {
            request.header("x-byok-data-class", dataClass);
        }
        if (dryRun) {
            request.header("x-byok-dry-run", "true");
        }
        try {
            return LiveReply.of(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
        } catch (HttpTimeoutException e) {
            return LiveReply.none("no answer within " + timeout.toSeconds() + " s");
        } catch (IOException e) {
            throw new UnusableException("the gateway at " + chat.getHost() + " cannot be reached: "
                    + e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnusableException("given up");
        }
    }

    private static Map<String, Object> body(Given given) {
        Map<String, Object> body = new LinkedHashMap<>();
        List<String> models = given.models();
        body.put("model", models.get(0));
        if (models.size() > 1) {
            body.put("models", models.subList(1, models.size()));
        }
        body.put("messages", List.of(Map.of("role", "user", "content", PROMPT)));
        return body;
    }
}
