package dev.byok.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.secret.ServerCertificate;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** Against a server with a certificate for {@code localhost} that only this fetcher trusts. */
class ImageFetcherTests {

    private static final byte[] GIF = "GIF89a, and so on".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Map<String, String> SEEN = new ConcurrentHashMap<>();
    private static final AtomicInteger GONE = new AtomicInteger();

    private static DisposableServer server;
    private static DisposableServer impostor;
    private static ImageFetcher trusting;
    private static ImageFetcher misled;
    private static ImageFetcher suspicious;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        KeyStore store = certificate(directory.resolve("server.p12"), "dns:localhost");
        server = serve(store);
        trusting = new ImageFetcher(trust(store));
        KeyStore others = certificate(directory.resolve("impostor.p12"), "dns:images.example.com");
        impostor = serve(others);
        misled = new ImageFetcher(trust(others));
        suspicious = new ImageFetcher(null);
    }

    private static KeyStore certificate(Path file, String name) throws Exception {
        ServerCertificate.make(file, name);
        char[] password = ServerCertificate.PASSWORD.toCharArray();
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, password);
        }
        return store;
    }

    private static TrustManagerFactory trust(KeyStore store) throws Exception {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return trust;
    }

    private static DisposableServer serve(KeyStore store) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, ServerCertificate.PASSWORD.toCharArray());
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .secure(spec -> spec.sslContext((GenericSslContextSpec<?>) Http11SslContextSpec.forServer(keys)))
                .handle(ImageFetcherTests::answer)
                .bindNow(PATIENCE);
    }

    @AfterAll
    static void stop() {
        trusting.close();
        misled.close();
        impostor.disposeNow(PATIENCE);
        suspicious.close();
        server.disposeNow(PATIENCE);
    }

    private static Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        SEEN.clear();
        request.requestHeaders().forEach(header -> SEEN.put(header.getKey(), header.getValue()));
        SEEN.put(":target", request.uri());
        return switch (request.path()) {
            case "redirect" -> response.sendRedirect("https://localhost:" + server.port() + "/gif");
            case "missing" -> response.sendNotFound();
            case "none" -> response.status(204).send();
            case "packed" ->
                typed(response, "image/gif").header("content-encoding", "gzip").sendByteArray(Mono.just(GIF));
            case "html" -> typed(response, "text/html").sendByteArray(Mono.just(GIF));
            case "untyped" -> response.sendByteArray(Mono.just(GIF));
            case "lie" -> typed(response, "image/png").sendByteArray(Mono.just(GIF));
            case "empty" ->
                typed(response, "image/gif").header("content-length", "0").send();
            case "endless" ->
                typed(response, "image/gif").sendByteArray(Flux.just(GIF).repeat());
            case "announced" ->
                typed(response, "image/gif")
                        .header("content-length", "100000")
                        .send(Mono.just(Unpooled.wrappedBuffer(GIF)).concatWith(Mono.never()), any -> true);
            case "short" ->
                typed(response, "image/gif")
                        .header("content-length", "40")
                        .sendByteArray(Flux.concat(Mono.just(GIF), Mono.error(new IOException("broken off"))));
            case "stalled" -> {
                response.withConnection(connection -> connection.onDispose(GONE::incrementAndGet));
                yield typed(response, "image/gif")
                        .send(Mono.just(Unpooled.wrappedBuffer(GIF)).concatWith(Mono.never()), any -> true);
            }
            case "cookie" ->
                typed(response, "image/gif").header("set-cookie", "a=b; path=/").sendByteArray(Mono.just(GIF));
            default -> typed(response, "image/gif").sendByteArray(Mono.just(GIF));
        };
    }

    private static HttpServerResponse typed(HttpServerResponse response, String type) {
        return response.header("content-type", type);
    }

    private static Mono<FetchedImage> fetch(String target) {
        return trusting.fetch(url(target), 50, true, length -> {});
    }

    private static ImageUrl url(String target) {
        return new ImageUrl("localhost", server.port(), "/" + target);
    }

    @Test
    void fetchesWhatItSays() {
        assertThat(fetch("gif?signature=1").block(PATIENCE))
                .satisfies(image -> assertThat(image.type()).isEqualTo(ImageType.GIF))
                .satisfies(image -> assertThat(image.bytes()).isEqualTo(GIF));
        assertThat(SEEN)
                .containsEntry(":target", "/gif?signature=1")
                .containsOnlyKeys(":target", "user-agent", "accept", "accept-encoding", "host");
    }

    @Test
    void keepsNoCookie() {
        fetch("cookie").block(PATIENCE);
        fetch("cookie").block(PATIENCE);

        assertThat(SEEN).doesNotContainKey("cookie");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redirect | image_download_failed | its host answered 302, and redirects are not followed
            missing | image_download_failed | its host answered 404
            none | image_download_failed | its host answered 204
            packed | image_download_failed | its host compressed it
            short | image_download_failed | the connection to its host failed
            html | unsupported_image_format | its host does not call it one of image/jpeg, image/png, image/gif, image/webp, application/pdf
            untyped | unsupported_image_format | its host does not call it one of image/jpeg, image/png, image/gif, image/webp, application/pdf
            lie | unsupported_image_format | it is not the image/png that its host calls it
            empty | unsupported_image_format | it is not the image/gif that its host calls it
            endless | image_too_large | it is longer than 50 bytes
            announced | image_too_large | it is longer than 50 bytes
            """)
    void saysWhyItCannotBeHad(String target, String code, String why) {
        assertThat(failure(fetch(target))).isEqualTo(code + ": " + why);
    }

    @Test
    void asksForRoomBeforeItKeepsMore() {
        Mono<FetchedImage> fetch = trusting.fetch(url("gif"), 50, true, length -> {
            throw ImageUnavailableException.tooLarge("no room for " + length);
        });

        assertThat(failure(fetch)).isEqualTo("image_too_large: no room for " + GIF.length);
    }

    @Test
    void asksNobodyInAPrivateNetworkWithoutLeave() {
        SEEN.clear();

        assertThat(failure(trusting.fetch(url("gif"), 50, false, length -> {})))
                .isEqualTo("image_download_failed: its host leads into a private network");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void believesNobodyWhomNobodyVouchesFor() {
        SEEN.clear();

        assertThat(failure(suspicious.fetch(url("gif"), 50, true, length -> {})))
                .isEqualTo("image_download_failed: its host could not be trusted, or speaks no TLS");
        assertThat(SEEN).isEmpty();
    }

    /** Its certificate is good, and another host's. */
    @Test
    void believesNobodyWhoShowsAnothersCertificate() {
        SEEN.clear();
        ImageUrl impostors = new ImageUrl("localhost", impostor.port(), "/gif");

        assertThat(failure(misled.fetch(impostors, 50, true, length -> {})))
                .isEqualTo("image_download_failed: its host could not be trusted, or speaks no TLS");
        assertThat(SEEN).isEmpty();
    }

    @Test
    void saysThatAHostIsNotThere() {
        ImageUrl closed = new ImageUrl("localhost", 1, "/");

        assertThat(failure(trusting.fetch(closed, 50, true, length -> {})))
                .isEqualTo("image_download_failed: the connection to its host failed");
    }

    @Test
    void leavesWhenNobodyWaitsAnyMore() {
        Disposable waiting = fetch("stalled").subscribe();
        await().atMost(PATIENCE).until(() -> "/stalled".equals(SEEN.get(":target")));

        waiting.dispose();

        await().atMost(PATIENCE).until(() -> GONE.get() == 1);
    }

    private static String failure(Mono<FetchedImage> fetch) {
        AtomicReference<String> failure = new AtomicReference<>("none");
        fetch.doOnError(ImageUnavailableException.class, e -> failure.set(e.code() + ": " + e.why()))
                .onErrorComplete(ImageUnavailableException.class)
                .block(PATIENCE);
        return String.valueOf(failure.get());
    }
}
