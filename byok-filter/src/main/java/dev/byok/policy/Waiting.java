package dev.byok.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a request waits for a key that cools down.
 *
 * @param maxWait before a model is given up; once per request
 * @param queue where every key cools down from the beginning; null to be refused at once
 */
public record Waiting(Duration maxWait, @Nullable Duration queue) {

    public static final Waiting DEFAULT = new Waiting(Duration.ofSeconds(3), null);
}
