package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.publisher.Sinks;
import reactor.util.context.Context;

/** What is done with a request after the host, and at its end. */
class RequestFlowTests {

    private final Sinks.Empty<Void> host = Sinks.empty();
    private final Sinks.Empty<Void> following = Sinks.empty();
    private final List<String> events = new ArrayList<>();
    private Runnable over = () -> {};
    private Function<@Nullable Throwable, Mono<Void>> after =
            thrown -> thrown == null ? Mono.empty() : Mono.error(thrown);

    @Test
    void isOverBeforeTheSubscriberHearsOfIt() {
        subscribe();
        host.tryEmitEmpty();

        assertThat(events).containsExactly("after null", "over onComplete null", "complete");
    }

    @Test
    void isOverOnceWhatFollowsIs() {
        after = thrown -> following.asMono();
        subscribe();
        host.tryEmitEmpty();
        assertThat(events).containsExactly("after null");

        following.tryEmitEmpty();

        assertThat(events).containsExactly("after null", "over onComplete null", "complete");
    }

    @Test
    void failsAsTheHostDoes() {
        subscribe();
        host.tryEmitError(new IllegalStateException());

        assertThat(events)
                .containsExactly(
                        "after IllegalStateException",
                        "over onError IllegalStateException",
                        "error IllegalStateException");
    }

    @Test
    void recoversByWhatFollows() {
        after = thrown -> following.asMono();
        subscribe();
        host.tryEmitError(new IllegalStateException());
        following.tryEmitEmpty();

        assertThat(events).containsExactly("after IllegalStateException", "over onComplete null", "complete");
    }

    @Test
    void failsAsWhatFollowsDoes() {
        after = thrown -> {
            throw new IllegalStateException();
        };
        subscribe();
        host.tryEmitEmpty();
        assertThat(events)
                .containsExactly("after null", "over onError IllegalStateException", "error IllegalStateException");
    }

    @Test
    void tellsTheSubscriberOfTheEndWhateverIsDoneThenFails() {
        over = () -> {
            throw new IllegalArgumentException();
        };
        subscribe();
        host.tryEmitEmpty();

        assertThat(events).containsExactly("after null", "over onComplete null", "error IllegalArgumentException");
    }

    @Test
    void isCancelledWithTheHost() {
        Subscription flow = subscribe();

        flow.cancel();
        flow.cancel();

        assertThat(events).containsExactly("host cancelled", "over cancel null");
    }

    @Test
    void isCancelledWithWhatFollows() {
        after = thrown -> following.asMono().doOnCancel(() -> events.add("following cancelled"));
        Subscription flow = subscribe();
        host.tryEmitEmpty();

        flow.cancel();

        assertThat(events).containsExactly("after null", "following cancelled", "over cancel null");
    }

    @Test
    void isNotCancelledAnyMoreOnceItIsOver() {
        after = thrown -> following.asMono().doOnCancel(() -> events.add("following cancelled"));
        Subscription flow = subscribe();
        host.tryEmitEmpty();
        following.tryEmitEmpty();

        flow.cancel();

        assertThat(events).containsExactly("after null", "over onComplete null", "complete");
    }

    @Test
    void hasTheSubscribersContext() {
        Mono<Void> asking = Mono.deferContextual(context -> {
            events.add(context.get("who"));
            return Mono.empty();
        });
        after = thrown -> asking;

        new RequestFlow(asking, new Told())
                .contextWrite(Context.of("who", "me"))
                .block();

        assertThat(events).containsExactly("me", "after null", "me", "over onComplete null");
    }

    private Subscription subscribe() {
        Mono<Void> chain = host.asMono().doOnCancel(() -> events.add("host cancelled"));
        return Listening.to(new RequestFlow(chain, new Told()), events);
    }

    private static @Nullable String name(@Nullable Throwable thrown) {
        return thrown == null ? null : thrown.getClass().getSimpleName();
    }

    private final class Told implements RequestFlow.Stages {

        @Override
        public Mono<Void> after(@Nullable Throwable thrown) {
            events.add("after " + name(thrown));
            return after.apply(thrown);
        }

        @Override
        public void over(SignalType how, @Nullable Throwable thrown) {
            events.add("over " + how + " " + name(thrown));
            over.run();
        }
    }
}
