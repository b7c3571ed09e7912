package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.Connection;

/** A stream on its way into the transport, which asks for events ahead of its caller. */
class ByokResponseTests {

    private static final int ASKED_AHEAD = 32;

    private final BodyTrial trial = BodyTrial.stream();
    private final Transport transport = new Transport();
    private final ByokResponse response = response();

    @Test
    void writesAndFlushesEventsAsTheyCome() {
        write();

        trial.upstream.next(text("b"));
        assertThat(transport.written).containsExactly(ROLE + text("a"), text("b"));

        trial.body.cancel();
        trial.upstream.assertNothingHeld("written");
    }

    @Test
    void anEventThatMeetsACallersLeaveIsFreed() {
        Disposable caller = write();

        transport.beforeNext(caller::dispose);
        trial.upstream.next(text("b"), text("c"));

        assertThat(trial.upstream.cancelled()).isTrue();
        trial.upstream.assertNothingHeld("met a leave");
    }

    @Test
    void eventsThatASlowCallerHasNotTakenAreFreedWhenItLeaves() {
        transport.takes = 1;
        Disposable caller = write();

        trial.upstream.next(text("b"), text("c"), text("d"));
        caller.dispose();

        assertThat(transport.written).containsExactly(ROLE + text("a"));
        trial.upstream.assertNothingHeld("not taken");
    }

    private Disposable write() {
        trial.upstream.next(ROLE + text("a"));
        return response.writeAndFlushWith(Flux.never()).subscribe();
    }

    private ByokResponse response() {
        ByokExchange call = Calls.streaming();
        Connection connection = mock(Connection.class);
        call.answerWith(trial.body, connection);
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/chat/completions"));
        exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, connection);
        return new ByokResponse(exchange.mutate().response(transport).build(), call);
    }

    /** Sends groups as Reactor Netty does: up to 32 of them are asked for at once and wait for those before them. */
    private static final class Transport extends ServerHttpResponseDecorator {

        private final List<String> written = new ArrayList<>();
        private final DataBufferFactory buffers = new NettyDataBufferFactory(new UnpooledByteBufAllocator(true, true));
        private long takes = Long.MAX_VALUE;
        private Runnable beforeNext = () -> {};

        Transport() {
            super(new MockServerHttpResponse());
        }

        void beforeNext(Runnable action) {
            beforeNext = action;
        }

        @Override
        public DataBufferFactory bufferFactory() {
            beforeNext.run();
            return buffers;
        }

        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> groups) {
            Flux<DataBuffer> events = Flux.from(groups)
                    .concatMap(group -> Flux.<DataBuffer>from(group).concatWith(Mono.empty()), ASKED_AHEAD);
            return Mono.create(sink -> {
                BaseSubscriber<DataBuffer> socket = new BaseSubscriber<>() {
                    @Override
                    protected void hookOnSubscribe(Subscription subscription) {
                        subscription.request(takes);
                    }

                    @Override
                    protected void hookOnNext(DataBuffer event) {
                        write(event);
                    }
                };
                events.subscribe(socket);
                sink.onDispose(socket);
            });
        }

        private void write(DataBuffer event) {
            written.add(event.toString(StandardCharsets.UTF_8));
            DataBufferUtils.release(event);
        }
    }
}
