package dev.byok.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.Extension;

/**
 * Looks for what is awaited at once and often: by itself Awaitility waits 100 ms before it looks for the first time, which
 * hundreds of tests would pay. Registered for every class of this module by JUnit itself.
 */
public final class PromptAwaits implements Extension {

    static {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }
}
