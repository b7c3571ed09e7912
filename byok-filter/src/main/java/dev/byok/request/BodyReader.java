package dev.byok.request;

import dev.byok.request.BodyRefusedException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.StringUtils;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Reads a JSON request body once, whole, within a limit of size and one of time. Thread-safe. */
public final class BodyReader {

    private final Scheduler timer;

    public BodyReader() {
        this(Schedulers.parallel());
    }

    /** @param timer watches the time limit */
    public BodyReader(Scheduler timer) {
        this.timer = timer;
    }

    /**
     * Joins the body on subscription; nothing is buffered after an error or a cancellation.
     *
     * @param limit from subscription to the last byte
     * @param share grows by what is declared, or by what comes; the caller closes it when the body has been released
     * @param owner given the body, which is never empty, and has to release it. What it throws is the result's error
     * @return completes when the owner has the body, who may have it although nobody waits for this any more. Errors: {@link
     *     BodyRefusedException}, or the request's own
     */
    public Mono<Void> read(
            ServerHttpRequest request,
            DataSize max,
            Duration limit,
            BufferedBytes.Share share,
            Consumer<DataBuffer> owner) {
        return Mono.create(sink -> {
            BodyRefusedException refusal = refusal(request.getHeaders(), max, share);
            if (refusal != null) {
                sink.error(refusal);
                return;
            }
            BodyCollector collector = new BodyCollector(sink, owner, max, share);
            sink.onDispose(collector);
            collector.watch(timer, limit);
            request.getBody().subscribe(collector);
        });
    }

    /**
     * Turns a body into the buffer that {@link BodyScanner} and {@link BodySplice} take.
     *
     * @param body handed over: its one reference becomes the result's
     * @return the buffer inside if there is one, else a direct copy; owned by the caller, who releases it once and no longer
     *     uses {@code body}
     */
    public static ByteBuf nativeBuffer(DataBuffer body) {
        if (body instanceof NettyDataBuffer netty) {
            return netty.getNativeBuffer();
        }
        ByteBuf copy = ByteBufAllocator.DEFAULT.directBuffer(Math.max(body.readableByteCount(), 1));
        try (DataBuffer.ByteBufferIterator parts = body.readableByteBuffers()) {
            parts.forEachRemaining(copy::writeBytes);
            return copy;
        } catch (RuntimeException e) {
            copy.release();
            throw e;
        } finally {
            DataBufferUtils.release(body);
        }
    }

    /** Returns what the headers alone give away; a chunked body's size is counted as it comes. */
    private static @Nullable BodyRefusedException refusal(
            HttpHeaders headers, DataSize max, BufferedBytes.Share share) {
        BodyRefusedException refusal = refusal(headers, max);
        if (refusal != null) {
            return refusal;
        }
        return share.cover(declaredLength(headers)) ? null : BodyCollector.busy();
    }

    /** Returns why a body with these headers is not read; null where it would be. */
    public static @Nullable BodyRefusedException refusal(HttpHeaders headers, DataSize max) {
        if (!isJson(headers)) {
            return new BodyRefusedException(Reason.NOT_JSON, "the body must be application/json");
        }
        if (isEncoded(headers)) {
            return new BodyRefusedException(Reason.ENCODED, "the body must not have a content encoding");
        }
        return declaredLength(headers) > max.toBytes() ? BodyCollector.tooLarge(max) : null;
    }

    private static boolean isJson(HttpHeaders headers) {
        if (MediaType.APPLICATION_JSON_VALUE.equals(headers.getFirst(HttpHeaders.CONTENT_TYPE))) {
            return true;
        }
        try {
            MediaType type = headers.getContentType();
            return type != null
                    && "application".equals(type.getType())
                    && ("json".equals(type.getSubtype()) || "json".equals(type.getSubtypeSuffix()));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static boolean isEncoded(HttpHeaders headers) {
        if (!headers.containsHeader(HttpHeaders.CONTENT_ENCODING)) {
            return false;
        }
        return headers.getOrEmpty(HttpHeaders.CONTENT_ENCODING).stream()
                .flatMap(value -> StringUtils.commaDelimitedListToSet(value).stream())
                .anyMatch(coding -> !coding.isBlank() && !"identity".equalsIgnoreCase(coding.trim()));
    }

    /** Returns a negative number where there is no usable one; the bytes that come are counted in any case. */
    private static long declaredLength(HttpHeaders headers) {
        try {
            return headers.getContentLength();
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
