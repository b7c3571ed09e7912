package dev.byok.failover;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The waits of a request that are drawn anew each time. */
public interface Delays {

    /** Before the last try of a model: 200 to 500 ms. After a key's deadline: up to 100 ms, never before it. */
    Delays RANDOM = new Delays() {
        @Override
        public Duration beforeLastTry() {
            return Duration.ofMillis(ThreadLocalRandom.current().nextInt(200, 501));
        }

        @Override
        public Duration afterDeadline() {
            return Duration.ofMillis(ThreadLocalRandom.current().nextInt(1, 101));
        }
    };

    /** Returns how long to wait before the last try of a model. */
    Duration beforeLastTry();

    /** Returns how long to wait beyond the end of a key's deadline, so that not all come at once. */
    Duration afterDeadline();
}
