package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Many requests at once on keys that begin to refuse; the gateway's clock moves only when a test moves it. */
class DyingKeyE2ETests {

    private static final int AT_ONCE = 64;
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final String MODEL = "openai/gpt";
    private static final String CROWDED = "openai/crowded";

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .host(MovableClock.Host.class)
            .provider("alpha")
            .provider("crowded")
            .provider("beta")
            .policy(policy -> policy.model(MODEL, "", "alpha/gpt-alpha")
                    .prioritized("alpha", "first", "second")
                    .model(CROWDED, "", "crowded/gpt-crowded", "beta/gpt-beta")
                    .prioritized("crowded", "one", "two", "three", "four", "five", "six")
                    .prioritized("beta", "other"));

    /** How a key refuses, and how long it is left alone for that: the first time, and if it does so again. */
    private enum Refusal {
        REJECTED(Answers.rejected(), Duration.ofMinutes(5), Duration.ofMinutes(10)),
        RATE_LIMITED(Answers.rateLimited(60), Duration.ofMinutes(1), Duration.ofMinutes(1));

        @SuppressWarnings("ImmutableEnumChecker") // keeps no state
        private final FakeProvider.Behaviour behaviour;

        private final Duration first;
        private final Duration again;

        Refusal(FakeProvider.Behaviour behaviour, Duration first, Duration again) {
            this.behaviour = behaviour;
            this.first = first;
            this.again = again;
        }
    }

    @ParameterizedTest
    @EnumSource
    void costsEachRequestUnderWayOneCallAndNobodyElseAny(Refusal refusal) {
        dieUnderAll(refusal);

        assertThat(callsOf("sk-first")).as("all that were under way").isEqualTo(AT_ONCE);
        MovableClock.HOSTS.advance(refusal.first.minus(MOMENT));
        sendAll(MODEL);

        assertThat(callsOf("sk-first")).as("none before its deadline").isEqualTo(AT_ONCE);
        assertThat(callsOf("sk-second")).isEqualTo(2 * AT_ONCE);
    }

    @ParameterizedTest
    @EnumSource
    void isTriedByOneOfManyAtItsDeadlineAndLeftAloneAgainWhereItStillRefuses(Refusal refusal) {
        dieUnderAll(refusal);

        MovableClock.HOSTS.advance(refusal.first);
        tryByOneOfMany(refusal.behaviour);
        MovableClock.HOSTS.advance(refusal.again.minus(MOMENT));
        sendAll(MODEL);

        assertThat(callsOf("sk-first")).as("one call more").isEqualTo(AT_ONCE + 1);
    }

    @ParameterizedTest
    @EnumSource
    void servesEverybodyWhenTheOneThatTriedItWasServed(Refusal refusal) {
        dieUnderAll(refusal);

        MovableClock.HOSTS.advance(refusal.first);
        tryByOneOfMany(Answers.ok("hello"));
        STAGE.upstream("alpha").on("sk-first", Answers.ok("hello"));
        sendAll(MODEL);

        assertThat(callsOf("sk-first")).isEqualTo(AT_ONCE + 1 + AT_ONCE);
    }

    @Test
    void aProviderWhoseKeysAllRefuseSeesTwoCallsASecondAtMost() {
        FakeProvider crowded = STAGE.upstream("crowded");
        for (String key : List.of("one", "two", "three", "four", "five", "six")) {
            crowded.on("sk-" + key, Answers.rateLimited(1));
        }
        STAGE.upstream("beta").on("sk-other", Answers.ok("hello"));
        send(CROWDED, 1);
        assertThat(crowded.calls()).as("each key says it once").hasSize(6);

        List<Integer> perTenth = new ArrayList<>();
        for (int tenth = 0; tenth < 60; tenth++) {
            MovableClock.HOSTS.advance(Duration.ofMillis(100));
            crowded.forget();
            send(CROWDED, 16);
            perTenth.add(crowded.calls().size());
        }

        assertThat(perTenth.stream().mapToInt(calls -> calls).sum())
                .as("calls in six seconds, the first of which is everybody's deadline")
                .isBetween(10, 12);
        assertThat(IntStream.rangeClosed(0, perTenth.size() - 10).map(from -> perTenth.subList(from, from + 10).stream()
                        .mapToInt(calls -> calls)
                        .sum()))
                .as("calls in each second, %s", perTenth)
                .allMatch(calls -> calls <= 2);
    }

    /** Lets the first key refuse when all requests are waiting for its answer. */
    private static void dieUnderAll(Refusal refusal) {
        AtomicInteger arrived = new AtomicInteger();
        Sinks.Empty<Void> allArrived = Sinks.empty();
        STAGE.upstream("alpha").on("sk-second", Answers.ok("hello")).on("sk-first", (call, response) -> {
            if (arrived.incrementAndGet() == AT_ONCE) {
                allArrived.tryEmitEmpty().orThrow();
            }
            return allArrived.asMono().then(Mono.defer(() -> Mono.from(refusal.behaviour.answer(call, response))));
        });
        sendAll(MODEL);
    }

    /** Sends many requests, of which the first key gets one, and answers that one when all others have been served. */
    private static void tryByOneOfMany(FakeProvider.Behaviour behaviour) {
        int before = callsOf("sk-first");
        Sinks.Empty<Void> othersServed = Sinks.empty();
        STAGE.upstream("alpha").on("sk-first", (call, response) -> othersServed
                .asMono()
                .then(Mono.defer(() -> Mono.from(behaviour.answer(call, response)))));
        List<CompletableFuture<Reply>> replies = begin(MODEL, AT_ONCE);
        await().until(() -> replies.stream().filter(CompletableFuture::isDone).count() == AT_ONCE - 1);
        assertThat(callsOf("sk-first")).as("one of many").isEqualTo(before + 1);
        othersServed.tryEmitEmpty().orThrow();
        assertServed(replies);
    }

    private static void sendAll(String model) {
        send(model, AT_ONCE);
    }

    private static void send(String model, int count) {
        assertServed(begin(model, count));
    }

    private static List<CompletableFuture<Reply>> begin(String model, int count) {
        Client client = STAGE.client();
        return IntStream.range(0, count)
                .mapToObj(i -> client.chatLater(i % 2 == 0 ? Client.chatOf(model) : Client.streamOf(model)))
                .toList();
    }

    private static void assertServed(List<CompletableFuture<Reply>> replies) {
        assertThat(replies).allSatisfy(reply -> assertThat(reply.join().status())
                .as(reply.join().body())
                .isEqualTo(200));
    }

    private static int callsOf(String credential) {
        return (int) STAGE.upstream("alpha").credentials().stream()
                .filter(credential::equals)
                .count();
    }
}
