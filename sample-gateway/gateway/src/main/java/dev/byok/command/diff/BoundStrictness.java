package dev.byok.command.diff;

import dev.byok.policy.Caller;
import dev.byok.policy.Capability;
import dev.byok.policy.DataClass;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is demanded of endpoints less than before: what they have to be able to do, and what they may charge at most. */
final class BoundStrictness {

    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param loosened where it is put down
     */
    BoundStrictness(List<Loosened> loosened) {
        this.loosened = loosened;
    }

    /** Looks at what all who speak for a caller demand together, its profile included. */
    void caller(String who, Caller old, Caller now) {
        compare(who, bounds(old), bounds(now), now.location());
    }

    /** Looks at a data class, which a request may name whoever its caller is. */
    void dataClass(DataClass old, DataClass now) {
        compare(
                "data class " + Shown.text(now.name()),
                old.guardrails().bounds(),
                now.guardrails().bounds(),
                now.location());
    }

    private static List<EndpointBound> bounds(Caller caller) {
        return caller.guardrails().and(caller.profile().guardrails()).bounds();
    }

    private void compare(String who, List<EndpointBound> old, List<EndpointBound> now, SourceLocation to) {
        for (Capability capability : Capability.values()) {
            EndpointBound was = requiring(old, capability);
            if (was != null && requiring(now, capability) == null) {
                loosened.add(Loosened.of(who, "no longer requires " + capability.text(), was.location(), to));
            }
        }
        ceiling(who, "max-price.prompt", MaxPrice::prompt, old, now, to);
        ceiling(who, "max-price.completion", MaxPrice::completion, old, now, to);
        ceiling(who, "max-price.request", MaxPrice::request, old, now, to);
    }

    private static @Nullable EndpointBound requiring(List<EndpointBound> bounds, Capability capability) {
        return bounds.stream()
                .filter(bound -> bound.capabilities().contains(capability))
                .findFirst()
                .orElse(null);
    }

    private void ceiling(
            String who,
            String name,
            Function<MaxPrice, @Nullable BigDecimal> part,
            List<EndpointBound> old,
            List<EndpointBound> now,
            SourceLocation to) {
        EndpointBound was = lowest(old, part);
        EndpointBound is = lowest(now, part);
        BigDecimal before = price(was, part);
        BigDecimal after = price(is, part);
        if (was == null || before == null) {
            return;
        }
        if (is == null || after == null) {
            String what = "has no " + name + " any more, was " + before.toPlainString();
            loosened.add(Loosened.of(who, what, was.location(), to));
        } else if (after.compareTo(before) > 0) {
            String what = "has " + name + " " + after.toPlainString() + ", was " + before.toPlainString();
            loosened.add(Loosened.of(who, what, was.location(), is.location()));
        }
    }

    /** Returns who says the lowest price; null where nobody says any. */
    private static @Nullable EndpointBound lowest(
            List<EndpointBound> bounds, Function<MaxPrice, @Nullable BigDecimal> part) {
        EndpointBound lowest = null;
        for (EndpointBound bound : bounds) {
            BigDecimal price = price(bound, part);
            BigDecimal most = price(lowest, part);
            if (price != null && (most == null || price.compareTo(most) < 0)) {
                lowest = bound;
            }
        }
        return lowest;
    }

    private static @Nullable BigDecimal price(
            @Nullable EndpointBound bound, Function<MaxPrice, @Nullable BigDecimal> part) {
        MaxPrice most = bound == null ? null : bound.maxPrice();
        return most == null ? null : part.apply(most);
    }
}
