package dev.byok.gateway;

import dev.byok.failover.AttemptRecord;
import dev.byok.plan.Attempt;
import dev.byok.policy.Caller;
import dev.byok.sticky.Pin;
import dev.byok.sticky.PinKey;
import dev.byok.sticky.PinView;
import dev.byok.sticky.Pins;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conversation that one request belongs to. Used by one thread at a time. */
final class Conversation implements PinView {

    private final Pins pins;
    private final Caller caller;
    private final String name;
    private final Instant now;

    /**
     * @param name what the request calls it
     * @param now when the request came
     */
    Conversation(Pins pins, Caller caller, String name, Instant now) {
        this.pins = pins;
        this.caller = caller;
        this.name = name;
        this.now = now;
    }

    @Override
    public @Nullable Pin of(String model) {
        return pins.find(key(model), now);
    }

    private PinKey key(String model) {
        return PinKey.of(caller.workspace(), caller.name(), model, name);
    }

    /**
     * Notes what answers the request. The conversation stays pinned where this request was tried in vain: it may go back there
     * with its next one. It moves where that could not even be tried.
     *
     * @param tried all attempts of the request, in order; the last one answers
     */
    void answered(List<AttemptRecord> tried, Instant at) {
        Attempt answering = tried.get(tried.size() - 1).attempt();
        PinKey key = key(answering.model().slug());
        Pin pin = pins.find(key, at);
        for (int i = 0; pin != null && i < tried.size() - 1; i++) {
            Attempt failed = tried.get(i).attempt();
            if (pin.isAt(failed.endpoint()) && pin.isOf(failed.key()) && !isOf(pin, answering)) {
                return;
            }
        }
        pins.keep(key, pin != null && isOf(pin, answering) ? pin : Pin.of(answering.endpoint(), answering.key()), at);
    }

    private static boolean isOf(Pin pin, Attempt attempt) {
        return pin.isAt(attempt.endpoint()) && pin.isOf(attempt.key());
    }
}
