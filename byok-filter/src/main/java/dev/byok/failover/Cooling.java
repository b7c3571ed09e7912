package dev.byok.failover;

import dev.byok.health.Standing;
import dev.byok.plan.Attempt;
import dev.byok.plan.Plan;
import dev.byok.policy.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of one request that health keeps back: those that could not be made so far, which may be made as soon as
 * health lets them, and those whose key said in this request that it is rate-limited, which may be made once more after a
 * wait.
 */
final class Cooling {

    private final Plan plan;
    private final List<Attempt> planned = new ArrayList<>(0);
    private final List<Attempt> refused = new ArrayList<>(0);
    private final List<Attempt> limited = new ArrayList<>(0);
    private final Waiting waiting;
    private final HealthGate health;
    private final Delays delays;
    private int reached;
    private boolean waited;
    private @Nullable Instant queuedSince;

    Cooling(Plan plan, Waiting waiting, HealthGate health, Delays delays) {
        this.plan = plan;
        this.waiting = waiting;
        this.health = health;
        this.delays = delays;
    }

    /** Looks at the plan as far as a part: what it knows as kept back there is held from now on. */
    void reach(int part) {
        while (reached <= part) {
            planned.addAll(plan.cooling(reached++));
        }
    }

    void reachAll() {
        reach(plan.parts() - 1);
    }

    /** Keeps an attempt that health did not let through. */
    void add(Attempt attempt) {
        refused.add(attempt);
    }

    /** Keeps an attempt whose key is rate-limited. */
    void addLimited(Attempt attempt) {
        if (!waited) {
            limited.add(attempt);
        }
    }

    /** Returns the first attempt that may be made now, having asked leave for it; null if there is none. */
    @Nullable
    Attempt readmitted(Predicate<Attempt> wanted) {
        Attempt back = readmitted(planned, wanted);
        if (back == null) {
            back = readmitted(refused, wanted);
        }
        return back == null && waited ? readmitted(limited, wanted) : back;
    }

    private @Nullable Attempt readmitted(List<Attempt> held, Predicate<Attempt> wanted) {
        for (Attempt attempt : held) {
            if (wanted.test(attempt) && health.enter(attempt).ready()) {
                held.remove(attempt);
                return attempt;
            }
        }
        return null;
    }

    /** Returns the wait for a model's earliest key; null if that is too long, or the request has waited already. */
    @Nullable
    Step waitFor(Predicate<Attempt> wanted) {
        if (waited) {
            return null;
        }
        Duration delay = untilEarliest(wanted);
        if (delay == null || delay.compareTo(waiting.maxWait()) > 0) {
            return null;
        }
        waited = true;
        return new Step.Wait(delay.plus(delays.afterDeadline()), false);
    }

    /** Returns the wait of a request that nobody may serve now; null if it is not to queue, or has queued long enough. */
    @Nullable
    Step queue(Predicate<Attempt> wanted) {
        Duration limit = waiting.queue();
        Duration delay = limit == null ? null : untilEarliest(wanted);
        if (limit == null || delay == null) {
            return null;
        }
        Instant now = health.now();
        if (queuedSince == null) {
            queuedSince = now;
        }
        Instant end = queuedSince.plus(limit);
        return now.plus(delay).isAfter(end) ? null : new Step.Wait(delay.plus(delays.afterDeadline()), true);
    }

    private @Nullable Duration untilEarliest(Predicate<Attempt> wanted) {
        Instant now = health.now();
        Instant untried = earlier(earliest(planned, wanted), earliest(refused, wanted));
        Instant earliest = earlier(untried, earliest(limited, wanted));
        return earliest == null ? null : Duration.between(now, earliest);
    }

    private @Nullable Instant earliest(List<Attempt> held, Predicate<Attempt> wanted) {
        Instant earliest = null;
        for (Attempt attempt : held) {
            if (wanted.test(attempt)) {
                earliest = earlier(earliest, health.standing(attempt).until());
            }
        }
        return earliest;
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }

    /** Returns whether something of a part is untried. */
    boolean holds(int part, Predicate<Attempt> wanted) {
        reach(part);
        Predicate<Attempt> ofPart = attempt -> plan.partOf(attempt.modelIndex()) == part && wanted.test(attempt);
        return planned.stream().anyMatch(ofPart) || refused.stream().anyMatch(ofPart);
    }

    /** Returns what keeps back each of those that are held. */
    List<Standing> standings() {
        reachAll();
        return Stream.of(planned, refused, limited)
                .flatMap(List::stream)
                .map(health::standing)
                .filter(standing -> !standing.ready())
                .toList();
    }
}
