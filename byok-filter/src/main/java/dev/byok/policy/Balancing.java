package dev.byok.policy;

import dev.byok.policy.Sort.By;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In which order a profile likes what may serve a request. Lets nothing in and keeps nothing out.
 *
 * @param order providers that come first, in this order; empty where the profile names none
 * @param sort by what the rest is put in order; null to prefer the healthy and the cheap
 * @param rotation how the keys of one section take turns
 * @param stickiness which conversations stay with the endpoint and the key that served them
 * @param ownKeysFirst whether own keys of all providers come before any shared capacity
 */
public record Balancing(
        List<String> order, @Nullable By sort, Rotation rotation, Stickiness stickiness, boolean ownKeysFirst) {

    /** What holds where a profile says nothing of it. */
    public static final Balancing DEFAULT = new Balancing(List.of(), null, Rotation.ORDERED, true, true);

    public Balancing {
        order = List.copyOf(order);
    }

    /** @param sticky whether conversations that their requests name stay */
    public Balancing(List<String> order, @Nullable By sort, Rotation rotation, boolean sticky, boolean ownKeysFirst) {
        this(order, sort, rotation, sticky ? Stickiness.NAMED : Stickiness.NONE, ownKeysFirst);
    }

    /** Which conversations stay with the endpoint and the key that served them. */
    public enum Stickiness {
        NONE,
        /** Those that their requests name. */
        NAMED,
        /** Those too that only their first messages tell. */
        CONVERSATION
    }

    /** How the keys of one section take turns. */
    public enum Rotation {
        /** Strictly by position. */
        ORDERED,
        /** The one that was used longest ago comes first. */
        ROUND_ROBIN,
        /** Drawn for each request, by weight. */
        WEIGHTED,
        /** The one that was used least within the last minute comes first. */
        LEAST_USED
    }
}
