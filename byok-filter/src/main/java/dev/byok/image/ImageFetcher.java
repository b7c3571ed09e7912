package dev.byok.image;

import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.resolver.AddressResolverGroup;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.LongConsumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.tcp.SslProvider.GenericSslContextSpec;
import reactor.netty.transport.NameResolverProvider;

/**
 * Fetches images by a client of its own, which has nothing of the caller's request and nothing of the host's: no header, no
 * cookie, no proxy, no connection that was made for somebody else. Follows no redirect, and unpacks nothing.
 */
public final class ImageFetcher implements AutoCloseable {

    private static final String NAME = "byok-images";
    private static final int CONNECT_MILLIS = 5_000;
    private static final int OK = 200;

    private final ConnectionProvider connections = ConnectionProvider.newConnection();
    private final LoopResources loops = LoopResources.create(NAME, LoopResources.DEFAULT_IO_WORKER_COUNT, true);
    private final AddressResolverGroup<InetSocketAddress> everywhere;
    private final PublicResolver publicOnly;
    private final HttpClient client;

    /** @param trusted whom to believe; null for whom the JVM believes */
    public ImageFetcher(@Nullable TrustManagerFactory trusted) {
        this.everywhere =
                NameResolverProvider.builder().build().newNameResolverGroup(loops, LoopResources.DEFAULT_NATIVE);
        this.publicOnly = new PublicResolver(everywhere);
        GenericSslContextSpec<?> tls =
                Http11SslContextSpec.forClient().configure(builder -> builder.trustManager(trusted));
        this.client = HttpClient.create(connections)
                .runOn(loops, LoopResources.DEFAULT_NATIVE)
                .secure(spec -> spec.sslContext(tls))
                .followRedirect(false)
                .compress(false)
                .disableRetry(true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .headers(ImageFetcher::tell);
    }

    private static void tell(HttpHeaders headers) {
        headers.set(HttpHeaderNames.USER_AGENT, "Byok")
                .set(HttpHeaderNames.ACCEPT, ImageType.accepted())
                .set(HttpHeaderNames.ACCEPT_ENCODING, "identity");
    }

    /**
     * Fetches one image.
     *
     * @param maxBytes how long it may be
     * @param privateToo whether its host may be in a private network
     * @param room told the length it comes to before more is kept; throws an {@link ImageUnavailableException} where that
     *     is too much for all there are
     * @return an {@link ImageUnavailableException} where it cannot be had
     */
    public Mono<FetchedImage> fetch(ImageUrl url, int maxBytes, boolean privateToo, LongConsumer room) {
        return client.resolver(privateToo ? everywhere : publicOnly)
                .get()
                .uri(url.uri())
                .response((response, content) -> read(response, content, maxBytes, room))
                .single()
                .onErrorMap(ImageFetcher::told);
    }

    private static Mono<FetchedImage> read(
            HttpClientResponse response, ByteBufFlux content, int maxBytes, LongConsumer room) {
        int status = response.status().code();
        if (status != OK) {
            String what = status >= 300 && status < 400 ? ", and redirects are not followed" : "";
            return Mono.error(ImageUnavailableException.failed("its host answered " + status + what));
        }
        HttpHeaders headers = response.responseHeaders();
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            return Mono.error(ImageUnavailableException.failed("its host compressed it"));
        }
        ImageType type = ImageType.named(headers.get(HttpHeaderNames.CONTENT_TYPE));
        if (type == null) {
            return Mono.error(
                    ImageUnavailableException.unsupported("its host does not call it one of " + ImageType.accepted()));
        }
        if (isLonger(headers.get(HttpHeaderNames.CONTENT_LENGTH), maxBytes)) {
            return Mono.error(tooLong(maxBytes));
        }
        return content.asByteArray()
                .collect(ByteArrayOutputStream::new, (bytes, piece) -> append(bytes, piece, maxBytes, room))
                .map(bytes -> image(type, bytes.toByteArray()));
    }

    private static boolean isLonger(@Nullable String contentLength, int maxBytes) {
        try {
            return contentLength != null && Long.parseLong(contentLength) > maxBytes;
        } catch (NumberFormatException e) {
            return false; // what comes is counted
        }
    }

    private static void append(ByteArrayOutputStream bytes, byte[] piece, int maxBytes, LongConsumer room) {
        long length = (long) bytes.size() + piece.length;
        if (length > maxBytes) {
            throw tooLong(maxBytes);
        }
        room.accept(length);
        bytes.writeBytes(piece);
    }

    private static ImageUnavailableException tooLong(int maxBytes) {
        return ImageUnavailableException.tooLarge("it is longer than " + maxBytes + " bytes");
    }

    private static FetchedImage image(ImageType named, byte[] bytes) {
        if (ImageType.of(bytes) != named) {
            throw ImageUnavailableException.unsupported(
                    "it is not the " + named.mediaType() + " that its host calls it");
        }
        return new FetchedImage(named, bytes);
    }

    /** Nothing of what a client says travels on: it knows addresses. */
    private static Throwable told(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (each instanceof ImageUnavailableException) {
                return each;
            }
            if (each instanceof UnknownHostException) {
                return ImageUnavailableException.failed("its host cannot be found");
            }
            if (each instanceof SSLException) {
                return ImageUnavailableException.failed("its host could not be trusted, or speaks no TLS");
            }
        }
        return ImageUnavailableException.failed("the connection to its host failed");
    }

    /** To be called after the last request. */
    @Override
    public void close() {
        publicOnly.close();
        everywhere.close();
        connections.dispose();
        loops.disposeLater(Duration.ZERO, Duration.ofSeconds(2)).subscribe();
    }
}
