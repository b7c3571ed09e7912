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

    private final List<? extends PlannedModel> models;
    private final Supplier<List<Exclusion>> excluded;
    private @Nullable List<Exclusion> exclusions;

    Plan(List<? extends PlannedModel> models, Supplier<List<Exclusion>> excluded) {
        this.models = models;
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
            models.add(new PlannedModel.Fixed(ofModel(attempts, index), ofModel(cooling, index)));
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
        return models.size();
    }

    /** Returns a model by its place in the request; null where nothing is planned for it. */
    public @Nullable Model model(int index) {
        return models.get(index).model();
    }

    /** Returns a model's attempt at a place, from 0; null beyond its last one. */
    public @Nullable Attempt attempt(int modelIndex, int place) {
        return models.get(modelIndex).attempt(place);
    }

    /** Returns those of a model that only health keeps back. Looks at all keys that the caller may use. */
    public List<Attempt> cooling(int modelIndex) {
        return models.get(modelIndex).cooling();
    }

    /** Returns whether {@code on-failure: return} ends the plan at a model, so that no later one is tried. */
    public boolean endsAt(int modelIndex) {
        return models.get(modelIndex).endsPlan();
    }

    /** Returns whether there is any attempt. */
    public boolean hasAttempts() {
        for (PlannedModel model : models) {
            if (model.attempt(0) != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns whether any of a model's first attempts is of one of these tiers.
     *
     * @param within how many of each model count
     */
    public boolean reaches(Set<Tier> tiers, int within) {
        for (PlannedModel model : models) {
            for (int place = 0; place < within; place++) {
                Attempt attempt = model.attempt(place);
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
        return models.stream().flatMap(model -> model.attempts().stream()).toList();
    }

    /**
     * Returns those that only health keeps back, in the order they would have; each is an exclusion too. Looks at all keys
     * that the caller may use.
     */
    public List<Attempt> cooling() {
        return models.stream().flatMap(model -> model.cooling().stream()).toList();
    }

    /** Returns what is left out, and why. Looks at all keys. */
    public List<Exclusion> exclusions() {
        if (exclusions == null) {
            exclusions = excluded.get();
        }
        return exclusions;
    }
}
