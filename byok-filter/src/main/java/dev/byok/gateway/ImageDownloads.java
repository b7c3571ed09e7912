package dev.byok.gateway;

import dev.byok.image.FetchedImage;
import dev.byok.image.ImageUnavailableException;
import dev.byok.image.ImageUrl;
import dev.byok.policy.ImageSources;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BufferedBytes;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
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
record ImageDownloads(Fetcher fetcher, BufferedBytes buffered, DataSize most, Scheduler timers, Scheduler workers) {

    /**
     * Each place that refers to it holds it in base64, which is a third longer: in the chat completion; in what is written
     * of that, with an eighth to spare; in what is kept of that, for two dialects at most. What is held before, as it came
     * and in base64 once, is let go of by then; what is held after, on its way to two endpoints, is less.
     */
    private static final int COPIES = 6;

    /** Fetches one, as {@link dev.byok.image.ImageFetcher} does. */
    interface Fetcher {
        Mono<FetchedImage> fetch(ImageUrl url, int maxBytes, boolean privateToo, LongConsumer room);
    }

    /**
     * Fetches one.
     *
     * @param times how often the request refers to it: so often it is held, and counts
     * @param all how long all of the request's are so far
     * @param share what is held of it
     */
    Mono<FetchedImage> fetch(ImageUrl url, ImageSources sources, int times, AtomicLong all, BufferedBytes.Share share) {
        AtomicLong known = new AtomicLong();
        return fetcher.fetch(url, sources.maxBytes(), sources.allowPrivateNetwork(), bytes -> {
            long length = times * bytes;
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
            throw ImageUnavailableException.busy(busy.code(), String.valueOf(busy.getMessage()));
        }
    }
}
