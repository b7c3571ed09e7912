package dev.byok.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A caller of the gateway. */
final class Client {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final String baseUrl;
    private final String gatewayKey;

    Client(String baseUrl, String gatewayKey) {
        this.baseUrl = baseUrl;
        this.gatewayKey = gatewayKey;
    }

    /** Returns the body of a chat request for a whole answer. */
    static String chatOf(String model) {
        return "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /** Returns the body of a chat request for a streamed answer. */
    static String streamOf(String model) {
        return "{\"model\":\"" + model + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    }

    /** Sends a chat request and reads its answer whole. */
    Reply chat(String body, String... headers) {
        return send(post(body, headers).build());
    }

    Reply send(HttpRequest request) {
        try {
            return Reply.of(HTTP.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new AssertionError("no whole answer came", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    CompletableFuture<Reply> chatLater(String body, String... headers) {
        return HTTP.sendAsync(post(body, headers).build(), HttpResponse.BodyHandlers.ofString())
                .thenApply(Reply::of);
    }

    /** Sends a chat request whose future, when cancelled, closes the connection. */
    CompletableFuture<HttpResponse<InputStream>> begin(String body, String... headers) {
        return beginAt("/chat/completions", body, headers);
    }

    /** As {@link #begin}, whatever is asked for. */
    CompletableFuture<HttpResponse<InputStream>> beginAt(String path, String body, String... headers) {
        return HTTP.sendAsync(postTo(path, body, headers).build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    /** Sends a request and reads its answer whole. */
    Reply postAt(String path, String body, String... headers) {
        return send(postTo(path, body, headers).build());
    }

    /** Sends a chat request and returns as soon as its headers are there. */
    LiveStream open(String body, String... headers) {
        return openAt("/chat/completions", body, headers);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .timeout(Duration.ofSeconds(20))
                .header("authorization", "Bearer " + gatewayKey);
    }

    /** Sends a request in Anthropic's words and reads its answer whole. */
    Reply messages(String body, String... headers) {
        return send(postTo("/messages", body, headers).build());
    }

    /** As {@link #messages}, for how many tokens it would be. */
    Reply countTokens(String body, String... headers) {
        return send(postTo("/messages/count_tokens", body, headers).build());
    }

    /** Sends a request in Anthropic's words and returns as soon as its headers are there. */
    LiveStream openMessages(String body) {
        return openAt("/messages", body);
    }

    /** Sends a request and returns as soon as its headers are there. */
    LiveStream openAt(String path, String body, String... headers) {
        try {
            return new LiveStream(
                    HTTP.send(postTo(path, body, headers).build(), HttpResponse.BodyHandlers.ofInputStream()));
        } catch (IOException e) {
            throw new AssertionError("no answer came", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest.Builder post(String body, String... headers) {
        return postTo("/chat/completions", body, headers);
    }

    private HttpRequest.Builder postTo(String path, String body, String... headers) {
        HttpRequest.Builder request = request(path)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static AssertionError interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new AssertionError("took too long", e);
    }
}
