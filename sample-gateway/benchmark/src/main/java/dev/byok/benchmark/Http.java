package dev.byok.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Single requests of the benchmark's own. */
final class Http {

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LIMIT)
            .build();

    private Http() {}

    /** Returns whether a URL answers with 200. */
    static boolean isUp(String url) {
        try {
            return send(HttpRequest.newBuilder(URI.create(url)).build()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    static String get(String url) {
        return new String(send(HttpRequest.newBuilder(URI.create(url)).build()).body(), StandardCharsets.UTF_8);
    }

    static void post(String url) {
        send(HttpRequest.newBuilder(URI.create(url))
                .POST(BodyPublishers.noBody())
                .build());
    }

    static HttpResponse<byte[]> chat(String url, String key, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return send(request.build());
    }

    private static HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return CLIENT.send(request, BodyHandlers.ofByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException("interrupted while waiting for " + request.uri());
        }
    }
}
