package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.Sort;
import dev.byok.policy.Workspace;
import dev.byok.speed.Speed;
import dev.byok.sticky.Pin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Puts endpoints in order: where the conversation is pinned; then those that the request, else the profile, names in an order
 * of its own; then the rest, by what is to lead. Where nothing is to lead the healthy come before those that are or were out
 * lately, and among each of these it is drawn by the inverse square of the price. Who is slower than the request likes comes
 * behind those that are not; who cannot be compared comes behind those that can, in the order of the catalog.
 */
final class Ranking {

    /** How often somebody who was not measured for a while leads all the same. */
    private static final int EXPLORED_ONE_IN = 20;

    /** So that the free are drawn among each other. */
    private static final double LEAST_PRICE = 1e-6;

    private static final Duration KNOWN = Duration.ofMinutes(5);

    private static final Duration STALE = Duration.ofSeconds(10);

    // What is the same for all that the order does not name, from the least to what weighs most.
    private static final int INCOMPARABLE = 1;
    private static final int TROUBLED = 2;
    private static final int TOO_SLOW = 4;
    private static final int PLACE = 8;

    private final PlanRequest request;
    private final Preferences preferences;
    private final String workspace;
    private final Instant now;
    private final Ranked unranked;
    private final List<String> order;
    private final Sort.@Nullable By by;
    private final @Nullable PriceScale prices;
    private final SpeedLimits limits;
    private @Nullable Model pinnedModel;
    private @Nullable Pin pin;

    private Ranking(PlanRequest request, Workspace workspace, Ranked unranked) {
        this.request = request;
        this.preferences = request.preferences();
        this.workspace = workspace.name();
        this.now = request.now();
        this.unranked = unranked;
        Sort.By asked = asked(unranked.model(0));
        this.order = order(asked != null);
        this.by = asked != null ? asked : request.caller().profile().balancing().sort();
        this.prices = by == null || by == Sort.By.PRICE ? new PriceScale(request.demand(), unranked.endpoints()) : null;
        this.limits = new SpeedLimits(preferences.asked());
    }

    private Sort.@Nullable By asked(Model model) {
        Sort sort = preferences.asked().sort();
        return sort != null ? sort.by() : preferences.variants().get(model.slug());
    }

    /** What a request says of the order, in whatever way, counts more than what its profile says. */
    private List<String> order(boolean sorts) {
        List<String> asked = preferences.asked().order();
        return !asked.isEmpty() || sorts
                ? asked
                : request.caller().profile().balancing().order();
    }

    /** Returns whether the endpoints of all models that a request names are put in one order. */
    static boolean mergesModels(PlanRequest request) {
        Sort sort = request.preferences().asked().sort();
        return sort != null && sort.acrossModels() && request.extent().ownModels() > 1;
    }

    /**
     * Ranks those endpoints of some of a request's models that the workspace may use.
     *
     * @param from the first model's place
     * @param to the place behind the last model's
     * @param open whether an endpoint may serve a model in this request: others do not lead for the sake of being measured
     */
    static Ranked of(PlanRequest request, Workspace workspace, int from, int to, BiPredicate<Model, Endpoint> open) {
        Ranked unranked = unranked(request.models(), workspace, from, to);
        return unranked.size() < 2 ? unranked : new Ranking(request, workspace, unranked).ranked(open);
    }

    private static Ranked unranked(List<Model> models, Workspace workspace, int from, int to) {
        if (to - from == 1) {
            return new Ranked(models, from, granted(workspace, models.get(from)), null);
        }
        List<Endpoint> all = new ArrayList<>();
        List<Integer> modelIndexes = new ArrayList<>();
        for (int model = from; model < to; model++) {
            for (Endpoint endpoint : granted(workspace, models.get(model))) {
                all.add(endpoint);
                modelIndexes.add(model);
            }
        }
        return new Ranked(
                models,
                from,
                all,
                modelIndexes.stream().mapToInt(Integer::intValue).toArray());
    }

    private static List<Endpoint> granted(Workspace workspace, Model model) {
        for (Endpoint endpoint : model.endpoints()) {
            if (!workspace.mayUse(endpoint.provider().name())) {
                return model.endpoints().stream()
                        .filter(each -> workspace.mayUse(each.provider().name()))
                        .toList();
            }
        }
        return model.endpoints();
    }

    private Ranked ranked(BiPredicate<Model, Endpoint> open) {
        int size = unranked.size();
        int[] levels = new int[size];
        double[] values = new double[size];
        boolean pinned = false;
        for (int i = 0; i < size; i++) {
            double value = value(i);
            boolean comparable = !Double.isNaN(value);
            values[i] = comparable ? value : 0;
            levels[i] = isPinned(i) ? 0 : level(i, comparable);
            pinned |= levels[i] == 0;
        }
        if (!pinned && (by == Sort.By.LATENCY || by == Sort.By.THROUGHPUT)) {
            explore(levels, open);
        }
        return unranked.inOrder(sorted(levels, values));
    }

    private boolean isPinned(int index) {
        if (!preferences.asked().order().isEmpty()) {
            return false;
        }
        Pin ofModel = pinOf(unranked.model(index));
        return ofModel != null && ofModel.isAt(unranked.endpoint(index));
    }

    @SuppressWarnings("ReferenceEquality") // only to look it up once
    private @Nullable Pin pinOf(Model model) {
        if (pinnedModel != model) {
            pinnedModel = model;
            pin = preferences.pins().of(model.slug());
        }
        return pin;
    }

    private int level(int index, boolean comparable) {
        Endpoint endpoint = unranked.endpoint(index);
        int named = order.isEmpty() ? -1 : order.indexOf(endpoint.provider().name());
        int level = PLACE * (named < 0 ? order.size() + 1 : named + 1);
        if (!comparable) {
            level += INCOMPARABLE;
        }
        if (by == null && request.health().isTroubled(workspace, endpoint, now)) {
            level += TROUBLED;
        }
        return limits.areSet() && !limits.hold(speed(endpoint)) ? level + TOO_SLOW : level;
    }

    /** Returns what endpoints are put in order by, the smallest first; NaN where it is not known of this one. */
    private double value(int index) {
        Endpoint endpoint = unranked.endpoint(index);
        if (prices != null) {
            double price = prices.of(endpoint);
            double weighed = Math.max(price, LEAST_PRICE);
            return by != null
                    ? price
                    : weighed * weighed * preferences.draw().arrival(unranked.modelIndex(index), index);
        }
        Speed speed = speed(endpoint);
        Speed.Figures figures = speed == null ? null : by == Sort.By.LATENCY ? speed.latency() : speed.throughput();
        if (figures == null) {
            return Double.NaN;
        }
        return by == Sort.By.LATENCY ? figures.recent() : -figures.recent();
    }

    /** Returns what was measured lately, or null. */
    private @Nullable Speed speed(Endpoint endpoint) {
        Speed speed = preferences.speeds().of(endpoint);
        return speed == null || speed.measuredAt().isBefore(now.minus(KNOWN)) ? null : speed;
    }

    /**
     * Who is not asked is not measured, however fast it has become: now and then the one that was measured longest ago leads
     * those that the order does not name.
     */
    private void explore(int[] levels, BiPredicate<Model, Endpoint> open) {
        if (!preferences.draw().oneIn(EXPLORED_ONE_IN)) {
            return;
        }
        int stalest = -1;
        Instant oldest = now.minus(STALE);
        for (int i = 0; i < levels.length; i++) {
            Endpoint endpoint = unranked.endpoint(i);
            Speed speed = preferences.speeds().of(endpoint);
            Instant measured = speed == null ? Instant.MIN : speed.measuredAt();
            if (measured.isBefore(oldest)
                    && open.test(unranked.model(i), endpoint)
                    && !request.health().isTroubled(workspace, endpoint, now)) {
                stalest = i;
                oldest = measured;
            }
        }
        if (stalest >= 0 && levels[stalest] >= PLACE * (order.size() + 1)) {
            levels[stalest] = PLACE * (order.size() + 1) - 1;
        }
    }

    /** Few things, mostly in order already. */
    private static int[] sorted(int[] levels, double[] values) {
        int[] sorted = new int[levels.length];
        Arrays.setAll(sorted, i -> i);
        for (int i = 1; i < sorted.length; i++) {
            int moved = sorted[i];
            int at = i;
            while (at > 0 && isBefore(moved, sorted[at - 1], levels, values)) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = moved;
        }
        return sorted;
    }

    private static boolean isBefore(int one, int other, int[] levels, double[] values) {
        return levels[one] < levels[other] || (levels[one] == levels[other] && values[one] < values[other]);
    }
}
