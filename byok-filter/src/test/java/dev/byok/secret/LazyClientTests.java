package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LazyClientTests {

    private final AtomicInteger made = new AtomicInteger();
    private final List<String> closed = new ArrayList<>();

    @Test
    void isMadeOnceAndOnlyWhenItIsNeeded() throws Exception {
        LazyClient<String> client = client();
        assertThat(made).hasValue(0);

        assertThat(client.get()).isSameAs(client.get()).isEqualTo("client 1");

        assertThat(made).hasValue(1);
    }

    @Test
    void isTriedAgainAfterAWhileWhereItCouldNotBeMade() throws Exception {
        AtomicLong seconds = new AtomicLong();
        LazyClient<String> client = new LazyClient<>(
                () -> {
                    if (made.incrementAndGet() == 1) {
                        throw new IOException("not yet");
                    }
                    return "client";
                },
                closed::add,
                () -> TimeUnit.SECONDS.toNanos(seconds.get()));

        assertThatIOException().isThrownBy(client::get).withMessage("not yet");
        seconds.set(9);
        assertThatIOException().isThrownBy(client::get).withMessage("not yet");
        assertThat(made).as("nobody waits for it again so soon").hasValue(1);
        seconds.set(10);
        assertThat(client.get()).isEqualTo("client");
    }

    @Test
    void isClosedIfItWasMadeAndNeverMadeAfterwards() throws Exception {
        LazyClient<String> unused = client();
        LazyClient<String> used = client();
        used.get();

        unused.close();
        used.close();

        assertThat(closed).containsExactly("client 1");
        assertThatIllegalStateException().isThrownBy(unused::get);
        assertThatIllegalStateException().isThrownBy(used::get);
    }

    @Test
    void leavesTheHostsOwnOpen() throws Exception {
        List<String> log = new ArrayList<>();
        LazyClient<AutoCloseable> client = LazyClient.ofHost(() -> log.add("closed"));
        client.get();

        client.close();

        assertThat(log).isEmpty();
    }

    private LazyClient<String> client() {
        return new LazyClient<>(() -> "client " + made.incrementAndGet(), closed::add);
    }
}
