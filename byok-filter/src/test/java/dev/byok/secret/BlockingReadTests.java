package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Hooks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class BlockingReadTests {

    private final List<Throwable> dropped = new CopyOnWriteArrayList<>();

    @BeforeEach
    void listen() {
        Hooks.onErrorDropped(dropped::add);
    }

    @AfterEach
    void stopListening() {
        Hooks.resetOnErrorDropped();
    }

    @Test
    void readsOnAThreadThatMayBlock() {
        StepVerifier.create(BlockingRead.of(() -> {
                    assertThat(Schedulers.isInNonBlockingThread()).isFalse();
                    return Secret.of("sk-a");
                }))
                .expectNext(Secret.of("sk-a"))
                .verifyComplete();
    }

    @Test
    void failsAsTheCallDoes() {
        StepVerifier.create(BlockingRead.of(() -> {
                    throw new IllegalStateException("down");
                }))
                .verifyErrorMessage("down");
    }

    @Test
    void interruptsWhatNobodyWaitsForAndLosesNoError() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        Disposable reading = BlockingRead.of(() -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw new IllegalStateException("interrupted");
                    }
                    return Secret.of("sk-a");
                })
                .subscribe();
        begun.await();

        reading.dispose();

        interrupted.await();
        await().during(Duration.ofMillis(200)).until(dropped::isEmpty);
    }
}
