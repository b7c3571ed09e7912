package dev.byok.gateway;

import dev.byok.dialect.UpstreamDialect;
import dev.byok.policy.Provider;
import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import io.netty.buffer.ByteBuf;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.util.CollectionUtils;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The request of one attempt. Of the caller's headers it shows only those that may travel, and nothing of its query, so
 * that no filter behind it can send, log or trace the others; the credential is added last of all by
 * {@link ByokRequestHeadersFilter}.
 */
final class UpstreamRequest extends ServerHttpRequestDecorator implements AutoCloseable {

    static final String OPENAI_BETA = "openai-beta";

    static final String ANTHROPIC_BETA = "anthropic-beta";

    static final String ANTHROPIC_VERSION = "anthropic-version";

    private static final MultiValueMap<String, String> NO_PARAMETERS =
            CollectionUtils.unmodifiableMultiValueMap(new LinkedMultiValueMap<>());

    private final NettyDataBufferFactory buffers;
    private final HttpHeaders headers;
    private final URI uri;
    private final ByteBuf body;
    private volatile boolean over;

    /**
     * @param direct whether the provider speaks what the caller speaks
     * @param body handed over, until {@link #close()}; each reading of {@link #getBody()} retains it for itself
     */
    UpstreamRequest(ServerHttpRequest request, Provider provider, boolean stream, boolean direct, ByteBuf body) {
        super(request);
        this.buffers = new NettyDataBufferFactory(body.alloc());
        this.body = body;
        this.uri = withoutQuery(request.getURI());
        this.headers = new HttpHeaders(new FewHeaders());
        headers.set(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
        UpstreamDialect dialect = UpstreamDialects.of(provider.dialect());
        String streamType = dialect == null ? MediaType.TEXT_EVENT_STREAM_VALUE : dialect.streamType();
        headers.set(HttpHeaders.ACCEPT, stream ? streamType : MediaType.APPLICATION_JSON_VALUE);
        headers.set(HttpHeaders.ACCEPT_ENCODING, "identity");
        headers.set(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.readableBytes()));
        if (provider.preset() == ProviderPreset.OPENAI) {
            copy(request, OPENAI_BETA);
        }
        if (dialect != null) {
            dialect.headers(headers::set);
        }
        if (provider.dialect() == Dialect.ANTHROPIC_MESSAGES) {
            copyAll(request, ANTHROPIC_BETA);
            if (direct) {
                copy(request, ANTHROPIC_VERSION);
            }
        }
    }

    private void copy(ServerHttpRequest request, String name) {
        String value = request.getHeaders().getFirst(name);
        if (value != null) {
            headers.set(name, value);
        }
    }

    /** Some clients write one line for each of a list. */
    private void copyAll(ServerHttpRequest request, String name) {
        List<String> values = request.getHeaders().get(name);
        if (values != null) {
            headers.set(name, String.join(",", values));
        }
    }

    /** Ends the attempt: its answer has come, or nobody waits for one any more. */
    @Override
    public void close() {
        over = true;
        body.release();
    }

    /** Returns whether this is the request of an attempt that is over, whatever other filters have wrapped it into. */
    static boolean isOver(ServerHttpRequest request) {
        UpstreamRequest attempt = within(request);
        return attempt != null && attempt.over;
    }

    /** Returns the request of an attempt, whatever other filters have wrapped it into; null where it is none. */
    static @Nullable UpstreamRequest within(ServerHttpRequest request) {
        ServerHttpRequest inner = request;
        while (!(inner instanceof UpstreamRequest) && inner instanceof ServerHttpRequestDecorator decorator) {
            inner = decorator.getDelegate();
        }
        return inner instanceof UpstreamRequest attempt ? attempt : null;
    }

    /** Returns the body, to be looked at; still owned by this. */
    ByteBuf body() {
        return body;
    }

    @Override
    public HttpHeaders getHeaders() {
        return headers;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public MultiValueMap<String, String> getQueryParams() {
        return NO_PARAMETERS;
    }

    @Override
    public Flux<DataBuffer> getBody() {
        // The transport may subscribe again when a pooled connection turns out to be stale.
        // It is retained when it is asked for: a subscriber that is gone by then never asks.
        return Mono.<DataBuffer>fromSupplier(() -> buffers.wrap(body.retainedDuplicate()))
                .flux();
    }

    private static URI withoutQuery(URI uri) {
        String text = uri.toString();
        int query = text.indexOf('?');
        return query < 0 ? uri : URI.create(text.substring(0, query));
    }
}
