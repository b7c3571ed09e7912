package dev.byok.gateway;

import static dev.byok.gateway.ManualUpstream.DONE;
import static dev.byok.gateway.ManualUpstream.FINISH;
import static dev.byok.gateway.ManualUpstream.ROLE;
import static dev.byok.gateway.ManualUpstream.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR;
import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR;

import dev.byok.outcome.OutcomeClassifier;
import dev.byok.policy.Delivery;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.quota.QuotaReader;
import dev.byok.speed.InMemorySpeeds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.netty.ByteBufFlux;
import reactor.netty.Connection;
import reactor.netty.NettyInbound;
import reactor.netty.http.client.HttpClientResponse;

/** A verified answer, of which nobody may see anything before it has ended. */
class UpstreamJudgeTests {

    private final Watches watches = new Watches();
    private final UpstreamJudge judge = new UpstreamJudge(
            new OutcomeClassifier(Clock.systemUTC()),
            new QuotaReader<>((response, name) -> null, Clock.systemUTC()),
            new InMemorySpeeds(),
            watches,
            Clock.systemUTC());
    private final Sinks.Many<ByteBuf> upstream = Sinks.many().unicast().onBackpressureBuffer();
    private final List<ByteBuf> sent = new ArrayList<>();
    private final List<Judgement> judgements = new ArrayList<>();
    private boolean upstreamCancelled;

    @Test
    void isLetGoWithItsWatchWhenTheCallerLeavesWhileItIsHeld() {
        Disposable caller = judge().subscribe(judgements::add);
        send(ROLE, text("held"), text("back"));
        assertThat(watches.begun).singleElement().matches(watch -> !watch.isDisposed(), "is under way");
        assertThat(sent).as("held").allMatch(buffer -> buffer.refCnt() > 0);

        caller.dispose();

        assertThat(upstreamCancelled).isTrue();
        assertThat(watches.begun).allMatch(Disposable::isDisposed);
        assertThat(sent).as("freed").allMatch(buffer -> buffer.refCnt() == 0);
        assertThat(judgements).isEmpty();
    }

    @Test
    void isWatchedNoMoreOnceItIsThereWhole() {
        judge().subscribe(judgements::add);
        send(ROLE, text("held"), FINISH, DONE);
        upstream.tryEmitComplete().orThrow();

        assertThat(judgements).singleElement().isInstanceOf(Judgement.Accepted.class);
        assertThat(watches.begun).hasSize(1).allMatch(Disposable::isDisposed);
        ((Judgement.Accepted) judgements.get(0)).body().cancel();
        assertThat(sent).allMatch(buffer -> buffer.refCnt() == 0);
    }

    @Test
    void isWatchedNoMoreOnceItHasFailed() {
        judge().subscribe(judgements::add);
        send(ROLE, text("held"));
        upstream.tryEmitComplete().orThrow();

        assertThat(judgements).singleElement().isInstanceOf(Judgement.Failed.class);
        assertThat(watches.begun).hasSize(1).allMatch(Disposable::isDisposed);
        assertThat(sent).allMatch(buffer -> buffer.refCnt() == 0);
    }

    private Mono<Judgement> judge() {
        ByokExchange call = Calls.streaming();
        call.deliver(Delivery.LIVE.verified(true));
        MockServerWebExchange callers = MockServerWebExchange.from(MockServerHttpRequest.post("/v1/chat/completions"));
        Outbound outbound = new Outbound(Calls.attempt("own", Tier.PRIORITIZED), null, System.nanoTime());
        UpstreamExchange exchange = new UpstreamExchange(
                callers,
                outbound,
                new UpstreamRequest(
                        callers.getRequest(),
                        outbound.attempt().endpoint().provider(),
                        null,
                        true,
                        Unpooled.EMPTY_BUFFER),
                new FewHeaders(),
                false);
        exchange.getAttributes().put(CLIENT_RESPONSE_ATTR, response());
        exchange.getAttributes().put(CLIENT_RESPONSE_CONN_ATTR, connection());
        AttemptTimers limits = AttemptTimers.of(Timeouts.NONE, Timeouts.NONE, false, 0);
        return judge.judge(call, exchange, outbound, limits);
    }

    private static HttpClientResponse response() {
        HttpClientResponse response = mock(HttpClientResponse.class);
        when(response.status()).thenReturn(HttpResponseStatus.OK);
        when(response.responseHeaders()).thenReturn(new DefaultHttpHeaders().set("content-type", "text/event-stream"));
        return response;
    }

    private Connection connection() {
        NettyInbound inbound = mock(NettyInbound.class);
        when(inbound.receive())
                .thenReturn(ByteBufFlux.fromInbound(upstream.asFlux().doOnCancel(() -> upstreamCancelled = true)));
        Connection connection = mock(Connection.class);
        when(connection.inbound()).thenReturn(inbound);
        return connection;
    }

    /** As a transport does, which lets go of each buffer when it has been passed on. */
    private void send(String... chunks) {
        for (String chunk : chunks) {
            ByteBuf buffer = ManualUpstream.buffer(chunk);
            sent.add(buffer);
            upstream.tryEmitNext(buffer).orThrow();
            buffer.release();
        }
    }

    /** Keeps what is to be done again and again, and does none of it. */
    private static final class Watches implements Scheduler {

        private final List<Disposable> begun = new ArrayList<>();

        @Override
        public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
            Disposable watch = Disposables.single();
            begun.add(watch);
            return watch;
        }

        @Override
        public Disposable schedule(Runnable task) {
            throw new UnsupportedOperationException("nothing else is to be planned");
        }

        @Override
        public Worker createWorker() {
            throw new UnsupportedOperationException("nothing else is to be planned");
        }
    }
}
