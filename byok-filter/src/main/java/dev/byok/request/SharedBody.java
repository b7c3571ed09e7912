package dev.byok.request;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The body of a request that may be read before it is known whose it will be. Whoever asks first has it read, once and for
 * all; whoever takes the request, here or elsewhere, still finds it whole. Owns the bytes until they are {@link #handOver
 * handed over} or this is {@link #close() closed}.
 */
public final class SharedBody implements AutoCloseable {

    private static final String ATTRIBUTE = SharedBody.class.getName();

    private final ServerHttpRequest request;
    private final BodyForm form;
    private final Flux<DataBuffer> body = Flux.defer(this::source);
    private final AtomicReference<@Nullable ByteBuf> bytes = new AtomicReference<>();
    private final AtomicReference<BufferedBytes.@Nullable Share> share = new AtomicReference<>();
    private volatile @Nullable Mono<BodyFacts> facts;
    private volatile boolean touched;
    private volatile boolean closed;

    /** Reads a request's body within its limits. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Reads it once.
         *
         * @param share of all that may be held, for these bytes
         * @param owner given the body, to release it
         * @return completes when the owner has it
         */
        Mono<Void> read(ServerHttpRequest request, BufferedBytes.Share share, Consumer<DataBuffer> owner);
    }

    private SharedBody(ServerHttpRequest request, BodyForm form) {
        this.request = request;
        this.form = form;
    }

    /**
     * Makes the body of an exchange's request one that can be shared; it is to be closed when the exchange ends.
     *
     * @param form in whose words it is
     */
    public static SharedBody attach(ServerWebExchange exchange, BodyForm form) {
        SharedBody shared = new SharedBody(exchange.getRequest(), form);
        exchange.getAttributes().put(ATTRIBUTE, shared);
        return shared;
    }

    /** Returns what has been attached to this exchange, or null. */
    public static @Nullable SharedBody of(ServerWebExchange exchange) {
        return exchange.getAttribute(ATTRIBUTE);
    }

    /** Returns in whose words the body was taken to be. */
    public BodyForm form() {
        return form;
    }

    /** Returns the request for all who come later: its body can be read even if it has been read here. */
    public ServerHttpRequest request() {
        return new ServerHttpRequestDecorator(request) {
            @Override
            public Flux<DataBuffer> getBody() {
                return body;
            }
        };
    }

    /**
     * Reads the body, or gives what came of it before, a failure included.
     *
     * @param source where it comes from if not from the request itself; null otherwise
     * @param room of all bodies; a share of it is held as long as the bytes
     * @param reader reads a request's body within its limits
     * @return its facts; {@link BodyRefusedException}, {@link InvalidBodyException} or the request's own error
     */
    public Mono<BodyFacts> read(@Nullable ServerHttpRequest source, BufferedBytes room, Reader reader) {
        return Mono.defer(() -> {
            Mono<BodyFacts> known = facts;
            return known != null
                    ? known
                    : reader.read(source != null ? source : new Touching(request), hold(room.share()), this::keep)
                            .doOnError(failure -> facts = Mono.error(failure))
                            .then(Mono.defer(this::facts));
        });
    }

    private Mono<BodyFacts> facts() {
        Mono<BodyFacts> known = facts;
        return known != null ? known : Mono.empty();
    }

    /** Returns whether the body has been read, or was refused, and this request would give the same bytes again. */
    public boolean hasBodyOf(ServerHttpRequest other) {
        return facts != null && other.getBody() == body;
    }

    /**
     * Gives the bytes away, with their share of all that may be held; nobody can read them here any more.
     *
     * @return what {@link #read} said; empty if this has been closed
     */
    public Mono<BodyFacts> handOver(Consumer<BufferedBytes.Share> shareTaker, Consumer<ByteBuf> bytesTaker) {
        return Mono.defer(() -> {
            BufferedBytes.Share held = share.getAndSet(null);
            if (held != null) {
                shareTaker.accept(held);
            }
            ByteBuf read = bytes.getAndSet(null);
            if (read != null) {
                bytesTaker.accept(read);
            }
            Mono<BodyFacts> known = facts;
            return known == null || (closed && read == null) ? Mono.empty() : known;
        });
    }

    /** Frees what has not been handed over. */
    @Override
    public void close() {
        closed = true;
        release();
    }

    private void release() {
        ByteBuf read = bytes.getAndSet(null);
        if (read != null) {
            read.release();
        }
        BufferedBytes.Share held = share.getAndSet(null);
        if (held != null) {
            held.close();
        }
    }

    private BufferedBytes.Share hold(BufferedBytes.Share fresh) {
        share.set(fresh);
        if (closed) {
            release();
        }
        return fresh;
    }

    /** Keeps the body also where it is no JSON: another route may want it. */
    private void keep(DataBuffer joined) {
        ByteBuf read = BodyReader.nativeBuffer(joined);
        try {
            facts = Mono.just(BodyScanner.scan(read, form));
        } finally {
            bytes.set(read);
            if (closed) {
                release();
            }
        }
    }

    private Flux<DataBuffer> source() {
        ByteBuf read = bytes.get();
        if (read != null) {
            // Made when it is asked for: a subscriber that leaves before would not know of it.
            return Mono.<DataBuffer>fromSupplier(
                            () -> new NettyDataBufferFactory(read.alloc()).wrap(read.retainedDuplicate()))
                    .flux();
        }
        Mono<BodyFacts> known = facts;
        return touched && known != null
                ? known.then(Mono.<DataBuffer>error(() -> new IllegalStateException("the body has been taken")))
                        .flux()
                : request.getBody();
    }

    /** Notes that the request's own body is no longer untouched. */
    private final class Touching extends ServerHttpRequestDecorator {

        Touching(ServerHttpRequest delegate) {
            super(delegate);
        }

        @Override
        public Flux<DataBuffer> getBody() {
            touched = true;
            return super.getBody();
        }
    }
}
