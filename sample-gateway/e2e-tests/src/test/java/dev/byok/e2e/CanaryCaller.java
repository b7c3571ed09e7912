package dev.byok.e2e;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Sends requests to a gateway in which every place of a secret holds one, and keeps what it answers. */
final class CanaryCaller {

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final CanaryWorld world;
    private final CanarySinks.Sink answers = new CanarySinks.Sink();
    private final List<String> surprises = new ArrayList<>();

    CanaryCaller(CanaryWorld world) {
        this.world = world;
    }

    CanarySinks.Sink answers() {
        return answers;
    }

    /** Returns which requests did not meet what they were to meet. */
    List<String> surprises() {
        return surprises;
    }

    HttpClient http() {
        return http;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(world.uri(path)).build());
    }

    void raw(String name, String request) throws IOException {
        try (RawHttp raw = new RawHttp(world.gateway.port())) {
            RawHttp.Answer answer = raw.send(request).read();
            if (answer.status() / 100 != 4) {
                surprises.add(name + ": " + answer.status());
            }
            answers.add("answer to " + name, answer.headers() + answer.body());
        }
    }

    HttpRequest.Builder chat(String model, boolean stream, String... headers) {
        HttpRequest.Builder request = post(world.agent, body(model, stream));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpRequest.Builder chat(Canary gatewayKey, String model) {
        return post(gatewayKey, body(model, false));
    }

    HttpRequest.Builder post(Canary gatewayKey, String body) {
        return authorized(world.request("/v1/chat/completions"), gatewayKey)
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpRequest.Builder authorized(HttpRequest.Builder request, Canary gatewayKey) {
        return request.header("authorization", "Bearer " + gatewayKey.value());
    }

    static String body(String model, boolean stream) {
        return stream ? Client.streamOf(model + "/gpt") : Client.chatOf(model + "/gpt");
    }

    /** Sends a request of which nothing before is remembered. */
    void expect(int status, String name, HttpRequest.Builder request) {
        world.gateway.health().forget();
        expectWithMemory(status, name, request);
    }

    void expectWithMemory(int status, String name, HttpRequest.Builder request) {
        HttpResponse<String> answer = send(request.build());
        answers.add("answer to " + name, answer.headers().map() + "\n");
        answers.add("answer to " + name, answer.body());
        if (answer.statusCode() != status) {
            surprises.add(name + ": " + answer.statusCode() + " and not " + status);
        }
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError("no whole answer came", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("took too long", e);
        }
    }
}
