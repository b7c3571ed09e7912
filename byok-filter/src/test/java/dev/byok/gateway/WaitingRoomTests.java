package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.failover.Step;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

class WaitingRoomTests {

    private static final Duration DELAY = Duration.ofSeconds(10);
    private static final Step.Wait QUEUED = new Step.Wait(DELAY, true);
    private static final Step.Wait NOT_QUEUED = new Step.Wait(DELAY, false);

    private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
    private final WaitingRoom room = new WaitingRoom(time);
    private final AtomicInteger wentOn = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();

    @Test
    void letsARequestGoOnWhenItsWaitIsOverAndNotBefore() {
        enter(QUEUED);

        time.advanceTimeBy(DELAY.minusMillis(1));
        assertThat(wentOn).hasValue(0);
        time.advanceTimeBy(Duration.ofMillis(1));

        assertThat(wentOn).hasValue(1);
    }

    @Test
    void turnsAwayAtOnceWhoeverComesWhenEveryPlaceIsTaken() {
        fill();

        enter(QUEUED);

        assertThat(turnedAway).hasValue(1);
        assertThat(wentOn).hasValue(0);
    }

    @Test
    void hasThePlacesBackOfThoseWhoLeave() {
        List<Disposable> waiting = fill();

        waiting.subList(0, 2).forEach(Disposable::dispose);
        enter(QUEUED);
        enter(QUEUED);
        enter(QUEUED);

        assertThat(turnedAway).hasValue(1);
        time.advanceTimeBy(DELAY);
        assertThat(wentOn).hasValue(WaitingRoom.PLACES);
    }

    @Test
    void hasThePlacesBackOfThoseWhoHaveWaited() {
        fill();

        time.advanceTimeBy(DELAY);
        fill();

        assertThat(wentOn).hasValue(WaitingRoom.PLACES);
        assertThat(turnedAway).hasValue(0);
    }

    @Test
    void countsNobodyWhoWasTurnedAway() {
        List<Disposable> waiting = fill();
        IntStream.range(0, 10).forEach(i -> enter(QUEUED));

        waiting.get(0).dispose();
        enter(QUEUED);

        assertThat(turnedAway).hasValue(10);
    }

    @Test
    void needsNoPlaceForAWaitBetweenTwoAttempts() {
        fill();

        enter(NOT_QUEUED);
        time.advanceTimeBy(DELAY);

        assertThat(turnedAway).hasValue(0);
        assertThat(wentOn).hasValue(WaitingRoom.PLACES + 1);
    }

    private List<Disposable> fill() {
        return IntStream.range(0, WaitingRoom.PLACES)
                .mapToObj(i -> enter(QUEUED))
                .toList();
    }

    private Disposable enter(Step.Wait wait) {
        return room.stay(wait, () -> Mono.fromRunnable(wentOn::incrementAndGet), () -> {
                    turnedAway.incrementAndGet();
                    return Mono.empty();
                })
                .subscribe();
    }
}
