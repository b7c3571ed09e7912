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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The images that a request refers to, for dialects in which they have to be held by it. They are fetched when an attempt
 * needs them first, once for all attempts of the request; if nobody waits for them any more, no longer.
 */
final class LinkedImages implements AutoCloseable {

    /** How often a request may refer to any: Converse takes as many. */
    static final int MOST = 20;

    private static final int AT_ONCE = 4;

    private static final byte[] SOME_IMAGE = standIn("image/png");
    private static final byte[] SOME_DOCUMENT = standIn("application/pdf");

    private final ImageLinks links;
    private final Map<String, Wanted> wanted;
    private final ImageSources sources;
    private final ImageDownloads downloads;
    private final @Nullable Integer mostTokens;
    private final Map<Dialect, UpstreamDialect> dialects = new EnumMap<>(Dialect.class);
    private final Flux<Result> once;
    private volatile @Nullable Fetch latest;
    private volatile @Nullable Result result;
    private volatile boolean closed;

    /**
     * What stands behind one URL.
     *
     * @param times how often it is referred to
     */
    private record Wanted(ImageUrl url, int times) {
        Wanted again() {
            return new Wanted(url, times + 1);
        }
    }

    /** What has become of them: the request in each dialect, or why not. */
    private record Result(
            Map<Dialect, TranslatedRequest> requests,
            @Nullable ImageUnavailableException failure) {}

    private record Named(String url, FetchedImage image) {}

    LinkedImages(ImageLinks links, ImageSources sources, ImageDownloads downloads, @Nullable Integer mostTokens) {
        this.links = links;
        this.wanted = wanted(links, sources);
        this.sources = sources;
        this.downloads = downloads;
        this.mostTokens = mostTokens;
        this.once = Mono.defer(this::fetched).flux().replay(1).refCount(1);
    }

    private static byte[] standIn(String mediaType) {
        return ("data:" + mediaType + ";base64,AAAA").getBytes(StandardCharsets.US_ASCII);
    }

    private static Map<String, Wanted> wanted(ImageLinks links, ImageSources sources) {
        Map<String, Wanted> wanted = new LinkedHashMap<>();
        for (Link link : links.all().subList(0, Math.min(MOST, links.all().size()))) {
            Wanted known = wanted.get(link.url());
            ImageUrl url = known != null || !sources.isOpen() ? null : ImageUrl.of(link.url());
            if (known != null) {
                wanted.put(link.url(), known.again());
            } else if (url != null && sources.allows(url.host(), url.port())) {
                wanted.put(link.url(), new Wanted(url, 1));
            }
        }
        return wanted;
    }

    /** Returns what may be fetched for one of them; null for nothing. */
    private @Nullable Wanted wantedFor(Link link) {
        return isOneTooMany(link) ? null : wanted.get(link.url());
    }

    private boolean isOneTooMany(Link link) {
        return links.all().size() > MOST && link.equals(links.all().get(MOST));
    }

    // ---- for the plan

    /** Returns whether a field is one of them. */
    boolean isAt(String field) {
        return links.isAt(field);
    }

    /** Returns why what a field refers to is not fetched; null where it is, or the field is none of them. */
    @Nullable
    ForbiddenLink forbidden(String field) {
        for (Link link : links.all()) {
            if (link.field().equals(field) && wantedFor(link) == null) {
                return isOneTooMany(link)
                        ? new ForbiddenLink(field, ForbiddenLink.Why.TOO_MANY)
                        : ForbiddenLink.of(field, link.url());
            }
        }
        return null;
    }

    /** Returns the request as it might be once all is fetched that may be: with something in the place of each. */
    JsonTape foreseen() {
        return links.replaced(link -> {
            Wanted one = wantedFor(link);
            return one == null ? null : link.document() || one.url().isCalledPdf() ? SOME_DOCUMENT : SOME_IMAGE;
        });
    }

    /** Notes a dialect in which the request can be said once they are fetched. */
    void serve(Dialect dialect, UpstreamDialect upstream) {
        dialects.put(dialect, upstream);
    }

    boolean serves(Dialect dialect) {
        return dialects.containsKey(dialect);
    }

    /** Returns the fields of all that is fetched, in their order. */
    List<String> fields() {
        return fields(link -> true);
    }

    private List<String> fields(Predicate<Link> which) {
        return links.all().stream()
                .filter(link -> wantedFor(link) != null && which.test(link))
                .map(Link::field)
                .toList();
    }

    private String first(List<String> fields) {
        return fields.isEmpty() ? links.all().get(0).field() : fields.get(0);
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
        return known == null ? Mono.defer(() -> new Fetch().begin()) : Mono.just(known);
    }

    private Result told(Map<String, FetchedImage> images) {
        Map<Link, byte[]> encoded = encoded(images);
        JsonTape chat = links.replaced(encoded::get);
        encoded.clear();
        Map<Dialect, TranslatedRequest> requests = new EnumMap<>(Dialect.class);
        dialects.forEach((dialect, upstream) -> requests.put(dialect, upstream.request(chat, mostTokens)));
        return new Result(requests, null);
    }

    /** Each once, and each is let go of then. */
    private Map<Link, byte[]> encoded(Map<String, FetchedImage> images) {
        Map<String, byte[]> uris = new HashMap<>();
        Map<Link, byte[]> encoded = new HashMap<>();
        for (Link link : links.all()) {
            FetchedImage image = images.remove(link.url());
            if (image != null) {
                uris.put(link.url(), image.dataUri());
            }
            byte[] uri = wantedFor(link) == null ? null : uris.get(link.url());
            if (uri != null) {
                encoded.put(link, uri);
            }
        }
        return encoded;
    }

    private ImageUnavailableException late(String why) {
        Fetch known = latest;
        return ImageUnavailableException.failed(why).at(known == null ? first(fields()) : known.missing());
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
        String obstacle = request == null ? null : request.obstacle(endpoint.knownAs());
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

    /** Lets go of all; called when the request is over. */
    @Override
    public void close() {
        closed = true;
        Fetch known = latest;
        if (known != null) {
            known.letGo();
        }
    }

    /** One try to have them all. What it holds is held as long as the request needs what came of it. */
    private final class Fetch {

        private final Queue<BufferedBytes.Share> held = new ConcurrentLinkedQueue<>();
        private final Set<String> arrived = ConcurrentHashMap.newKeySet();
        private volatile boolean over;

        Mono<Result> begin() {
            latest = this;
            AtomicLong all = new AtomicLong();
            return Flux.fromIterable(wanted.entrySet())
                    .flatMap(each -> fetch(each.getKey(), each.getValue(), all), AT_ONCE)
                    .collect(
                            HashMap<String, FetchedImage>::new,
                            (images, named) -> images.put(named.url(), named.image()))
                    .timeout(sources.timeout(), Mono.error(TimeoutException::new), downloads.timers())
                    .publishOn(downloads.workers())
                    .map(LinkedImages.this::told)
                    .onErrorResume(thrown -> Mono.just(failed(thrown)))
                    .doOnNext(this::keep)
                    .doOnCancel(this::abandon);
        }

        private Mono<Named> fetch(String written, Wanted one, AtomicLong all) {
            return Mono.defer(() -> downloads
                    .fetch(one.url(), sources, one.times(), all, share())
                    .map(image -> new Named(written, image))
                    .doOnNext(named -> arrived.add(written))
                    .onErrorMap(ImageUnavailableException.class, e -> e.at(fieldOf(written))));
        }

        private Result failed(Throwable thrown) {
            letGo();
            if (thrown instanceof ImageUnavailableException unavailable) {
                return new Result(Map.of(), unavailable);
            }
            if (thrown instanceof TimeoutException) {
                return new Result(
                        Map.of(),
                        late("it did not come within " + sources.timeout().toMillis() + " ms"));
            }
            throw Exceptions.propagate(thrown);
        }

        private String fieldOf(String url) {
            return first(fields(link -> link.url().equals(url)));
        }

        /** Returns the first that has not come. */
        String missing() {
            return first(fields(link -> !arrived.contains(link.url())));
        }

        /** What nobody waited for any more is held no more, and so is none. */
        private synchronized void keep(Result met) {
            if (!over || met.failure() != null || closed) {
                result = met;
            }
        }

        private synchronized void abandon() {
            if (result == null) {
                letGo();
            }
        }

        private BufferedBytes.Share share() {
            BufferedBytes.Share share = downloads.buffered().share();
            held.add(share);
            if (over || closed) {
                letGo();
            }
            return share;
        }

        void letGo() {
            over = true;
            for (BufferedBytes.Share share = held.poll(); share != null; share = held.poll()) {
                share.close();
            }
        }
    }
}
