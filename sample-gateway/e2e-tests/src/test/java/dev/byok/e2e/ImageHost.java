package dev.byok.e2e;

import dev.byok.secret.ServerCertificate;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.net.ssl.KeyManagerFactory;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;

/** A host of images, by TLS, with a certificate for {@code localhost} that a gateway trusts by its SSL bundle. */
final class ImageHost implements AutoCloseable {

    static final byte[] PNG = new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 1, 2, 3};
    static final byte[] PDF = "%PDF-1.7 and so on".getBytes(StandardCharsets.US_ASCII);

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LoopResources loops = LoopResources.create("image-host", 1, true);
    private final Map<String, Function<HttpServerResponse, Publisher<Void>>> answers = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Map<String, String>> headers = new CopyOnWriteArrayList<>();
    private final AtomicInteger gone = new AtomicInteger();
    private final Path certificate;
    private final DisposableServer server;

    ImageHost() {
        try {
            certificate = Files.createTempDirectory("image-host").resolve("server.p12");
            ServerCertificate.make(certificate, "dns:localhost");
            server = HttpServer.create()
                    .host("127.0.0.1")
                    .port(0)
                    .runOn(loops)
                    .secure(spec -> spec.sslContext((GenericSslContextSpec<?>) Http11SslContextSpec.forServer(keys())))
                    .handle(this::answer)
                    .bindNow(PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private KeyManagerFactory keys() {
        char[] password = ServerCertificate.PASSWORD.toCharArray();
        try (InputStream in = Files.newInputStream(certificate)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            return keys;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns what makes a gateway trust it. */
    String[] properties() {
        return new String[] {
            "byok.images.ssl-bundle=image-host",
            "spring.ssl.bundle.jks.image-host.truststore.location=file:" + certificate,
            "spring.ssl.bundle.jks.image-host.truststore.password=" + ServerCertificate.PASSWORD,
            "spring.ssl.bundle.jks.image-host.truststore.type=PKCS12"
        };
    }

    /** Returns it as a policy names it. */
    String name() {
        return "localhost:" + server.port();
    }

    String url(String target) {
        return "https://" + name() + "/" + target;
    }

    private Publisher<Void> answer(HttpServerRequest request, HttpServerResponse response) {
        asked.add(request.uri());
        Map<String, String> seen = new ConcurrentHashMap<>();
        request.requestHeaders().forEach(header -> seen.put(header.getKey(), header.getValue()));
        headers.add(seen);
        request.withConnection(connection -> connection.onDispose(gone::incrementAndGet));
        return answers.getOrDefault(request.path(), HttpServerResponse::sendNotFound)
                .apply(response);
    }

    /** Sets what a path gets. */
    ImageHost on(String path, Function<HttpServerResponse, Publisher<Void>> answer) {
        answers.put(path, answer);
        return this;
    }

    ImageHost on(String path, String type, byte[] bytes) {
        return on(path, response -> response.header("content-type", type).sendByteArray(Mono.just(bytes)));
    }

    /** Sets that a path gets the beginning of an image and no more. */
    ImageHost stallOn(String path) {
        return on(path, response -> {
            Flux<ByteBuf> stalled =
                    Flux.concat(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(PNG)), Mono.<ByteBuf>never());
            return response.header("content-type", "image/png").send(stalled, any -> true);
        });
    }

    List<String> asked() {
        return asked;
    }

    List<Map<String, String>> headers() {
        return headers;
    }

    /** Returns how many connections are over. */
    int gone() {
        return gone.get();
    }

    void startAfresh() {
        asked.clear();
        headers.clear();
        answers.clear();
        gone.set(0);
        on("a.png", "image/png", PNG);
        on("b.pdf", "application/pdf", PDF);
    }

    @Override
    public void close() {
        server.disposeNow(PATIENCE);
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block(PATIENCE);
    }
}
