package dev.byok.gateway;

import dev.byok.dialect.AnswerStream;
import dev.byok.dialect.ChatStream;
import dev.byok.dialect.InboundDialect;
import dev.byok.dialect.Usage;
import dev.byok.request.BodyCopy;
import dev.byok.request.BodyRefusedException;
import dev.byok.request.BufferedBytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.unit.DataSize;

/**
 * Listens for the usage in an answer that passes by. A plain stream is read as it passes; any other answer, and one that is
 * compressed, is copied up to a limit and read at its end. Thread-safe.
 */
final class AnswerTap {

    /** Longer answers are not kept, nor what one unfolds to beyond {@link #UNFOLDED}. */
    private static final DataSize KEPT = DataSize.ofMegabytes(1);

    private static final int UNFOLDED = 1024 * 1024;

    /** Usage comes in short events; a stream with longer ones is not read on. */
    private static final int LONGEST_EVENT = 64 * 1024;

    private static final String EVENT_STREAM = "text/event-stream";
    private static final String JSON = "json";
    private static final String GZIP = "gzip";

    private final boolean stream;
    private final boolean gzip;
    private final @Nullable InboundDialect inbound;
    private final @Nullable AnswerStream events;
    private final @Nullable BodyCopy copy;
    private @Nullable Usage usage;
    private boolean over;

    private AnswerTap(@Nullable InboundDialect inbound, boolean stream, boolean gzip, BufferedBytes room) {
        this.inbound = inbound;
        this.stream = stream;
        this.gzip = gzip;
        this.events = stream && !gzip ? events(inbound) : null;
        this.copy = events == null ? new BodyCopy(KEPT, room.share()) : null;
    }

    private static AnswerStream events(@Nullable InboundDialect inbound) {
        return inbound == null ? ChatStream.ofShortEvents(LONGEST_EVENT) : inbound.listening(LONGEST_EVENT);
    }

    /**
     * Returns what can listen to an answer with these headers; null if nothing can.
     *
     * @param inbound the dialect it is in; null for OpenAI's
     */
    static @Nullable AnswerTap of(@Nullable InboundDialect inbound, HttpHeaders headers, BufferedBytes room) {
        String type = headers.get(HttpHeaderNames.CONTENT_TYPE);
        String encoding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        boolean gzip = GZIP.equalsIgnoreCase(encoding);
        boolean readable = gzip || encoding == null || encoding.equalsIgnoreCase("identity");
        if (type == null || !readable) {
            return null;
        }
        boolean stream = type.regionMatches(true, 0, EVENT_STREAM, 0, EVENT_STREAM.length());
        boolean json = type.toLowerCase(Locale.ROOT).contains(JSON);
        return stream || json ? new AnswerTap(inbound, stream, gzip, room) : null;
    }

    /** Listens to a piece, which stays its owner's and as it is. */
    synchronized void hear(ByteBuf piece) {
        if (over) {
            return;
        }
        if (copy != null) {
            copy.add(piece);
        } else if (events != null) {
            pass(events, piece.retainedDuplicate());
        }
    }

    private static void pass(AnswerStream events, ByteBuf bytes) {
        ByteBuf forwarded = events.accept(bytes);
        if (forwarded != null) {
            forwarded.release();
        }
    }

    /** Listens to nothing more, reads what came, and frees it. Who has all of an answer may leave before its end. */
    synchronized void close() {
        if (over) {
            return;
        }
        over = true;
        try {
            if (events != null) {
                usage = events.usage();
            } else if (copy != null) {
                usage = copy.read(this::read);
            }
        } catch (BodyRefusedException notKept) {
            // too long, or there was no room: as if it had said nothing
        } finally {
            release();
        }
    }

    /** Listens to nothing more and frees what came, unread. */
    synchronized void giveUp() {
        over = true;
        release();
    }

    private void release() {
        if (copy != null) {
            copy.close();
        }
        if (events != null) {
            events.release();
        }
    }

    private @Nullable Usage read(ByteBuf bytes) {
        if (!gzip) {
            return inAnswer(new ByteBufInputStream(bytes));
        }
        try (InputStream unfolding = new GZIPInputStream(new ByteBufInputStream(bytes))) {
            byte[] unfolded = unfolding.readNBytes(UNFOLDED);
            return stream ? inEvents(unfolded) : inAnswer(new ByteArrayInputStream(unfolded));
        } catch (IOException notGzip) {
            return null;
        }
    }

    private @Nullable Usage inAnswer(InputStream answer) {
        if (inbound == null) {
            return Usage.inAnswer(answer);
        }
        try {
            return inbound.usage(answer.readAllBytes());
        } catch (IOException cut) {
            return null;
        }
    }

    private @Nullable Usage inEvents(byte[] bytes) {
        AnswerStream events = events(inbound);
        try {
            pass(events, Unpooled.wrappedBuffer(bytes));
            return events.usage();
        } finally {
            events.release();
        }
    }

    /** Returns what the answer said of its usage; null if it said nothing, or could not be read. */
    synchronized @Nullable Usage usage() {
        return usage;
    }
}
