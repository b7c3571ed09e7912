package dev.byok.gateway;

import dev.byok.dialect.ImageLinks;
import dev.byok.dialect.ImageLinks.Link;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.image.FetchedImage;
import dev.byok.image.ImageUnavailableException;
import dev.byok.image.ImageUrl;
import dev.byok.policy.Endpoint;
import dev.byok.policy.ImageSources;
import dev.byok.provider.Dialect;
import dev.byok.request.BufferedBytes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The images that a request refers to, for dialects in which they have to be held by it. They are fetched when an attempt
 * needs them first, once for all attempts of the request; if nobody waits for them any more, no longer.
 */
final class LinkedImages implements AutoCloseable {

    /** How many a request may refer to: as many as Converse takes. */
    private static final int MOST = 20;

    private static final int AT_ONCE = 4;

    private static final byte[] SOME_IMAGE = standIn("image/png");
    private static final byte[] SOME_DOCUMENT = standIn("application/pdf");

    private final ImageLinks links;
    private final Map<String, ImageUrl> urls;
    private final ImageSources sources;
    private final ImageDownloads downloads;
    private final @Nullable Integer mostTokens;
    private final Map<Dialect, UpstreamDialect> dialects = new EnumMap<>(Dialect.class);
    private final Queue<BufferedBytes.Share> held = new ConcurrentLinkedQueue<>();
    private final Mono<Result> once;
    private volatile @Nullable Result result;
    private volatile boolean closed;

    /** What has become of them: the request in each dialect, or why not. */
    private record Result(
            Map<Dialect, TranslatedRequest> requests,
            @Nullable ImageUnavailableException failure) {}

    private record Named(String url, FetchedImage image) {}

    LinkedImages(ImageLinks links, ImageSources sources, ImageDownloads downloads, @Nullable Integer mostTokens) {
        this.links = links;
        this.urls = allowed(links, sources);
        this.sources = sources;
        this.downloads = downloads;
        this.mostTokens = mostTokens;
        this.once = Mono.defer(this::fetched).flux().replay(1).refCount(1).next();
    }

    private static byte[] standIn(String mediaType) {
        return ("data:" + mediaType + ";base64,AAAA").getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, ImageUrl> allowed(ImageLinks links, ImageSources sources) {
        Map<String, ImageUrl> allowed = new LinkedHashMap<>();
        for (Link link : links.all()) {
            ImageUrl url = allowed.size() < MOST ? ImageUrl.of(link.url()) : null;
            if (url != null && sources.allows(url.host(), url.port())) {
                allowed.put(link.url(), url);
            }
        }
        return allowed;
    }

    // ---- for the plan

    /** Returns whether a field is one of them. */
    boolean isAt(String field) {
        return links.isAt(field);
    }

    /** Returns whether a field is one of them that may not be fetched. */
    boolean forbids(String field) {
        return links.all().stream().anyMatch(link -> link.field().equals(field) && !urls.containsKey(link.url()));
    }

    /** Returns the request as it might be once all is fetched that may be: with something in the place of each. */
    JsonTape foreseen() {
        return links.replaced(link -> {
            ImageUrl url = urls.get(link.url());
            return url == null ? null : link.document() || url.isCalledPdf() ? SOME_DOCUMENT : SOME_IMAGE;
        });
    }

    /** Notes a dialect in which the request can be said once they are fetched. */
    void serve(Dialect dialect, UpstreamDialect upstream) {
        dialects.put(dialect, upstream);
    }

    boolean serves(Dialect dialect) {
        return dialects.containsKey(dialect);
    }

    List<String> fields() {
        return links.all().stream().map(Link::field).toList();
    }

    // ---- for attempts

    /**
     * Fetches them, unless that has been done; completes when {@link #against} knows the result.
     *
     * @param left how much time there is
     */
    Mono<Void> ready(Duration left) {
        return result != null
                ? Mono.empty()
                : once.take(left, downloads.timers()).then();
    }

    private Mono<Result> fetched() {
        Result known = result;
        return known == null ? fetch().doOnNext(met -> result = met) : Mono.just(known);
    }

    private Mono<Result> fetch() {
        AtomicLong all = new AtomicLong();
        return Flux.fromIterable(urls.entrySet())
                .flatMap(each -> fetch(each.getKey(), each.getValue(), all), AT_ONCE)
                .collect(HashMap<String, FetchedImage>::new, (images, named) -> images.put(named.url(), named.image()))
                .timeout(sources.timeout(), Mono.error(TimeoutException::new), downloads.timers())
                .publishOn(downloads.workers())
                .map(this::told)
                .onErrorResume(thrown -> Mono.just(failed(thrown)))
                .doOnCancel(this::letGo);
    }

    private Mono<Named> fetch(String written, ImageUrl url, AtomicLong all) {
        return Mono.defer(() -> downloads
                .fetch(url, sources, all, share())
                .map(image -> new Named(written, image))
                .onErrorMap(ImageUnavailableException.class, e -> e.at(fieldOf(written))));
    }

    private String fieldOf(String url) {
        return links.all().stream()
                .filter(link -> link.url().equals(url))
                .findFirst()
                .map(Link::field)
                .orElse("");
    }

    private Result told(Map<String, FetchedImage> images) {
        JsonTape chat = links.replaced(link -> {
            FetchedImage image = images.get(link.url());
            return image == null ? null : image.dataUri();
        });
        Map<Dialect, TranslatedRequest> requests = new EnumMap<>(Dialect.class);
        dialects.forEach((dialect, upstream) -> requests.put(dialect, upstream.request(chat, mostTokens)));
        return new Result(requests, null);
    }

    private Result failed(Throwable thrown) {
        letGo();
        if (thrown instanceof ImageUnavailableException unavailable) {
            return new Result(Map.of(), unavailable);
        }
        if (thrown instanceof TimeoutException) {
            return new Result(
                    Map.of(), late("it did not come within " + sources.timeout().toMillis() + " ms"));
        }
        throw Exceptions.propagate(thrown);
    }

    private ImageUnavailableException late(String why) {
        return ImageUnavailableException.failed(why).at(fields().get(0));
    }

    /** Returns why an endpoint cannot be told the request after all; null where it can. */
    @Nullable
    ImageUnavailableException against(Endpoint endpoint) {
        Result known = result;
        if (known == null) {
            return late("it did not come in the time that the request has");
        }
        if (known.failure() != null) {
            return known.failure();
        }
        TranslatedRequest request = known.requests().get(endpoint.provider().dialect());
        String obstacle = request == null ? null : request.obstacle(endpoint.upstreamModel());
        return obstacle == null
                ? null
                : ImageUnavailableException.unsupported("such a file cannot stand there")
                        .at(obstacle);
    }

    /** Returns the request with all that it refers to. */
    TranslatedRequest request(Dialect dialect) {
        Result known = result;
        TranslatedRequest request = known == null ? null : known.requests().get(dialect);
        if (request == null) {
            throw new IllegalStateException("not fetched for " + dialect.text());
        }
        return request;
    }

    // ---- what is held

    private BufferedBytes.Share share() {
        BufferedBytes.Share share = downloads.buffered().share();
        held.add(share);
        if (closed) {
            letGo();
        }
        return share;
    }

    private void letGo() {
        for (BufferedBytes.Share share = held.poll(); share != null; share = held.poll()) {
            share.close();
        }
    }

    /** Lets go of all; called when the request is over. */
    @Override
    public void close() {
        closed = true;
        letGo();
    }
}
