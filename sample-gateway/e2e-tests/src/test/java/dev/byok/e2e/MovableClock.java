package dev.byok.e2e;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * A clock that moves when it is told to, so that deadlines of minutes pass in no time; by itself only a nanosecond each time
 * somebody looks, since what happens one after the other must not happen at the same time.
 */
final class MovableClock extends Clock {

    /** The clock of {@link Host}. */
    static final MovableClock HOSTS = new MovableClock();

    private Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    synchronized void advance(Duration time) {
        now = now.plus(time);
    }

    Duration since(Instant start) {
        return Duration.between(start, instant());
    }

    @Override
    public synchronized Instant instant() {
        now = now.plusNanos(1);
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only instants are asked for");
    }

    /** A host whose deadlines are those of a movable clock. */
    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Host {

        @Bean
        Clock clock() {
            return HOSTS;
        }
    }
}
