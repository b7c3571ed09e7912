package dev.byok.plan;

import dev.byok.policy.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one model contributes to a plan, or several whose endpoints are merged. */
interface PlannedModel {

    /** Returns the place of the first of its models in the request. */
    int firstModel();

    /** Returns the place behind the last one's. */
    int endModel();

    /** Returns one of its models by its place in the request; null where nothing is known of it. */
    @Nullable
    Model model(int index);

    /** Returns one of its attempts by place; null beyond the last. */
    @Nullable
    Attempt attempt(int place);

    /** Returns all its attempts. */
    List<Attempt> attempts();

    /** Returns those that only health keeps back. */
    List<Attempt> cooling();

    /** Returns whether {@code on-failure: return} ends the plan here, so that no later model is tried. */
    boolean endsPlan();

    /** What is known beforehand. */
    record Fixed(int firstModel, List<Attempt> attempts, List<Attempt> cooling) implements PlannedModel {

        public Fixed {
            attempts = List.copyOf(attempts);
            cooling = List.copyOf(cooling);
        }

        @Override
        public int endModel() {
            return firstModel + 1;
        }

        @Override
        public @Nullable Model model(int index) {
            List<Attempt> known = attempts.isEmpty() ? cooling : attempts;
            return known.isEmpty() ? null : known.get(0).model();
        }

        @Override
        public @Nullable Attempt attempt(int place) {
            return place < attempts.size() ? attempts.get(place) : null;
        }

        @Override
        public boolean endsPlan() {
            return attempts.stream().anyMatch(Attempt::returnsFailure);
        }
    }
}
