package dev.byok.gateway;

import dev.byok.image.FetchedImage;
import dev.byok.image.ImageFetcher;
import dev.byok.image.ImageUnavailableException;
import dev.byok.image.ImageUrl;
import dev.byok.policy.ImageSources;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BufferedBytes;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Fetches what requests refer to. All of a request's may be as long as a body, and counts as what is held beside one.
 *
 * @param most how long all of a request's may be
 * @param timers for limits of time
 * @param workers for what takes longer than an event loop can spare
 */
record ImageDownloads(
        ImageFetcher fetcher, BufferedBytes buffered, DataSize most, Scheduler timers, Scheduler workers) {

    /** It is held as it is, in base64, and in base64 twice more while it is put where it belongs. */
    private static final int COPIES = 5;

    /**
     * Fetches one.
     *
     * @param all how long all of the request's are so far
     * @param share what is held of it
     */
    Mono<FetchedImage> fetch(ImageUrl url, ImageSources sources, AtomicLong all, BufferedBytes.Share share) {
        AtomicLong known = new AtomicLong();
        return fetcher.fetch(url, sources.maxBytes(), sources.allowPrivateNetwork(), length -> {
            if (all.addAndGet(length - known.getAndSet(length)) > most.toBytes()) {
                throw ImageUnavailableException.tooLarge(
                        "all that the request refers to is longer than " + most.toBytes() + " bytes");
            }
            hold(share, length);
        });
    }

    private static void hold(BufferedBytes.Share share, long length) {
        try {
            share.require(COPIES * length);
        } catch (BodyRefusedException busy) {
            throw ImageUnavailableException.failed("the gateway holds as many bytes as it may at the moment");
        }
    }
}
