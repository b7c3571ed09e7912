package dev.byok.plan;

import dev.byok.plan.PlainCase.PlainKey;
import dev.byok.plan.PlainWishes.PlainOffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The rank of endpoints and the turn of keys as the rules declare them, slowly; shares nothing with the planner. */
final class DeclaredRanking {

    private final PlainCase facts;
    private final PlainRanking ranking;
    private final DeclaredTaste taste;

    /** One endpoint of one of the request's models. */
    record Spot(int model, String slug, int endpoint, String provider) {

        String name() {
            return slug + " upstream-" + endpoint;
        }
    }

    DeclaredRanking(PlainCase facts) {
        this.facts = facts;
        this.ranking = facts.ranking();
        this.taste = new DeclaredTaste(ranking.tastes());
    }

    boolean ownKeysFirst() {
        return taste.ownKeysFirst();
    }

    boolean overrules() {
        return taste.overrules();
    }

    boolean merges() {
        return ranking.sort() != null && ranking.merged() && own() > 1;
    }

    /** Returns which part of the plan a model belongs to. */
    int part(int model) {
        return merges() && model < own() ? 0 : model;
    }

    /** Returns how many models the request names itself. */
    private int own() {
        return facts.requested().size() - facts.substitutes().added();
    }

    /** Returns the spots of a part by rank, those included that nobody may use. */
    List<Spot> ranked(int part, java.util.function.Predicate<Spot> granted) {
        List<Spot> spots = IntStream.range(0, facts.requested().size())
                .filter(model -> part(model) == part)
                .boxed()
                .flatMap(this::spots)
                .filter(granted)
                .toList();
        String leads =
                leads(facts.requested().get(spots.isEmpty() ? 0 : spots.get(0).model()));
        List<String> order =
                order(facts.requested().get(spots.isEmpty() ? 0 : spots.get(0).model()));
        boolean answers =
                spots.stream().map(this::offer).anyMatch(offer -> offer.prompt() != null && offer.completion() != null);
        return spots.stream()
                .sorted(Comparator.comparing((Spot spot) -> !isPinned(spot))
                        .thenComparing(spot -> isPinned(spot) ? 0 : place(order, spot.provider()))
                        .thenComparing(spot -> !isPinned(spot) && isTooSlow(spot))
                        .thenComparing(spot -> !isPinned(spot) && leads.isEmpty() && isTroubled(spot))
                        .thenComparing(spot ->
                                !isPinned(spot) && value(spot, leads, answers).isEmpty())
                        .thenComparing(spot -> value(spot, leads, answers).orElse(0.0)))
                .toList();
    }

    private Stream<Spot> spots(int model) {
        String slug = facts.requested().get(model);
        List<String> providers = facts.models().getOrDefault(slug, List.of());
        return IntStream.range(0, providers.size())
                .mapToObj(endpoint -> new Spot(model, slug, endpoint, providers.get(endpoint)));
    }

    private String leads(String slug) {
        String asked = ranking.sort() == null ? ranking.variants().get(slug) : ranking.sort();
        return asked == null ? taste.sort().orElse("") : asked;
    }

    private List<String> order(String slug) {
        boolean sorts = ranking.sort() != null || ranking.variants().containsKey(slug);
        return sorts || !ranking.asked().isEmpty() ? ranking.asked() : taste.order();
    }

    private static int place(List<String> order, String provider) {
        return order.contains(provider) ? order.indexOf(provider) : order.size();
    }

    private boolean isPinned(Spot spot) {
        return ranking.asked().isEmpty()
                && ranking.pins().getOrDefault(spot.slug(), "").startsWith("upstream-" + spot.endpoint() + " ");
    }

    private boolean isTooSlow(Spot spot) {
        Double slowest = ranking.slowest();
        Double latency = ranking.latencies().get(spot.name());
        return slowest != null && latency != null && latency > slowest;
    }

    private boolean isTroubled(Spot spot) {
        return ranking.troubled().contains(spot.provider() + " upstream-" + spot.endpoint());
    }

    private Optional<Double> value(Spot spot, String leads, boolean answers) {
        if (leads.equals("latency")) {
            return Optional.ofNullable(ranking.latencies().get(spot.name()));
        }
        PlainOffer offer = offer(spot);
        Integer prompt = offer.prompt();
        Integer completion = answers ? offer.completion() : Integer.valueOf(0);
        if (prompt == null || completion == null) {
            return Optional.empty();
        }
        int request = Optional.ofNullable(offer.request()).orElse(0);
        int asked = facts.ceilings().asked() * facts.ceilings().answers();
        double answer = (asked > 0 ? asked : DeclaredCeilings.PROMPT) * (double) completion;
        return Optional.of(DeclaredCeilings.PROMPT * prompt + answer + request * 1_000_000.0);
    }

    private PlainOffer offer(Spot spot) {
        return facts.wishes().offer(spot.slug(), spot.endpoint());
    }

    /** Returns the turn of a key among all of its section. */
    int turn(PlainKey key, Spot spot) {
        return facts.keys().stream()
                .filter(other -> other.workspace().equals(key.workspace())
                        && other.provider().equals(key.provider())
                        && other.section().equals(key.section()))
                .sorted(Comparator.comparing((PlainKey other) -> !staysOn(other, spot))
                        .thenComparing(this::use)
                        .thenComparing(PlainKey::position))
                .toList()
                .indexOf(key);
    }

    private boolean staysOn(PlainKey key, Spot spot) {
        return isPinned(spot) && ranking.pins().getOrDefault(spot.slug(), "").endsWith(" " + key.name());
    }

    private double use(PlainKey key) {
        Map<String, Integer> latest = ranking.latest();
        return switch (taste.rotation()) {
            case "round-robin" -> latest.getOrDefault(key.name(), 0);
            case "least-used" -> latest.getOrDefault(key.name(), 0) % 4;
            case "weighted" -> -ranking.weights().getOrDefault(key.name(), 1);
            default -> 0;
        };
    }
}
