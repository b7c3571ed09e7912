package dev.byok.gateway;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** What is left of a request's time. */
final class Deadline {

    private Deadline() {}

    /** Returns the time left for an attempt, at most {@code limit}; zero or less when it is over. */
    static Duration left(ByokExchange call, Duration limit) {
        boolean begins = call.streaming() && !call.delivery().verified();
        Duration whole = begins ? AttemptTimers.STREAM_START : AttemptTimers.REQUEST;
        Duration left = whole.minus(call.generation().elapsed());
        return left.compareTo(limit) < 0 ? left : limit;
    }

    /** Returns whether there is no time for anything but an answer. */
    static boolean passed(ByokExchange call, Duration delay) {
        return left(call, AttemptTimers.REQUEST).compareTo(delay) <= 0;
    }

    /**
     * Returns what a limit of time ends with. Without one, Reactor words an exception each time that a limit is set, by a
     * regular expression.
     */
    static <T> Mono<T> missed() {
        return Mono.error(() -> new TimeoutException("no answer in time"));
    }
}
