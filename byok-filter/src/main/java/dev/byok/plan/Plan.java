package dev.byok.plan;

import dev.byok.policy.Model;
import dev.byok.policy.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The ordered attempts for one request, with a reason for everything left out. Made as far as somebody asks. Belongs to one
 * request and is not safe for use by several threads at once.
 */
public final class Plan {

    private final List<? extends PlannedModel> parts;
    private final Supplier<List<Exclusion>> excluded;
    private @Nullable List<Exclusion> exclusions;

    Plan(List<? extends PlannedModel> parts, Supplier<List<Exclusion>> excluded) {
        this.parts = parts;
        this.excluded = excluded;
    }

    /**
     * A plan that is known beforehand.
     *
     * @param attempts model by model
     * @param cooling those that only health keeps back, in the order they would have; each is an exclusion too
     */
    public Plan(List<Attempt> attempts, List<Attempt> cooling, List<Exclusion> exclusions) {
        this(fixed(attempts, cooling), () -> List.copyOf(exclusions));
    }

    private static List<PlannedModel> fixed(List<Attempt> attempts, List<Attempt> cooling) {
        int last = IntStream.concat(
                        attempts.stream().mapToInt(Attempt::modelIndex),
                        cooling.stream().mapToInt(Attempt::modelIndex))
                .max()
                .orElse(-1);
        List<PlannedModel> models = new ArrayList<>();
        for (int index = 0; index <= last; index++) {
            models.add(new PlannedModel.Fixed(index, ofModel(attempts, index), ofModel(cooling, index)));
        }
        return models;
    }

    private static List<Attempt> ofModel(List<Attempt> attempts, int index) {
        return attempts.stream()
                .filter(attempt -> attempt.modelIndex() == index)
                .toList();
    }

    /** Returns how many models there are; each may have attempts or not. */
    public int models() {
        return parts.isEmpty() ? 0 : parts.get(parts.size() - 1).endModel();
    }

    /** Returns how many parts there are that are tried one after the other: the models, or all of them merged into one. */
    public int parts() {
        return parts.size();
    }

    /** Returns the part that a model belongs to, by its place in the request. */
    public int partOf(int modelIndex) {
        int part = 0;
        while (parts.get(part).endModel() <= modelIndex) {
            part++;
        }
        return part;
    }

    /** Returns the places in the request of a part's models, in order. */
    public IntStream modelsOf(int part) {
        return IntStream.range(parts.get(part).firstModel(), parts.get(part).endModel());
    }

    /** Returns a model by its place in the request; null where nothing is planned for it. */
    public @Nullable Model model(int index) {
        return parts.get(partOf(index)).model(index);
    }

    /** Returns a part's attempt at a place, from 0; null beyond its last one. */
    public @Nullable Attempt attempt(int part, int place) {
        return parts.get(part).attempt(place);
    }

    /** Returns those of a part that only health keeps back. Looks at all keys that the caller may use. */
    public List<Attempt> cooling(int part) {
        return parts.get(part).cooling();
    }

    /** Returns whether {@code on-failure: return} ends the plan at a part, so that no later one is tried. */
    public boolean endsAt(int part) {
        return parts.get(part).endsPlan();
    }

    /** Returns whether there is any attempt. */
    public boolean hasAttempts() {
        for (PlannedModel part : parts) {
            if (part.attempt(0) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether any of a part's first attempts is of one of these tiers.
     *
     * @param within how many of each part count
     */
    public boolean reaches(Set<Tier> tiers, int within) {
        for (PlannedModel part : parts) {
            for (int place = 0; place < within; place++) {
                Attempt attempt = part.attempt(place);
                if (attempt == null) {
                    break;
                }
                if (tiers.contains(attempt.tier())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns whether nothing can ever come of it. */
    public boolean isEmpty() {
        return !hasAttempts() && cooling().isEmpty();
    }

    /** Returns all attempts. Looks at all keys that the caller may use. */
    public List<Attempt> attempts() {
        return parts.stream().flatMap(part -> part.attempts().stream()).toList();
    }

    /**
     * Returns those that only health keeps back, in the order they would have; each is an exclusion too. Looks at all keys
     * that the caller may use.
     */
    public List<Attempt> cooling() {
        return parts.stream().flatMap(part -> part.cooling().stream()).toList();
    }

    /** Returns what is left out, and why. Looks at all keys. */
    public List<Exclusion> exclusions() {
        if (exclusions == null) {
            exclusions = excluded.get();
        }
        return exclusions;
    }
}
