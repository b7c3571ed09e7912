package dev.byok.plan;

import dev.byok.plan.DeclaredRanking.Spot;
import dev.byok.plan.PlainCase.PlainKey;
import dev.byok.plan.PlainCase.PlainList;
import dev.byok.plan.PlainData.PlainContract;
import dev.byok.plan.PlainData.PlainDemand;
import dev.byok.plan.PlainData.PlainPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The plan as the rules declare it, slowly: every copy there could be gets a sortable place in the order and the set of
 * all objections against it; the gravest one is reported. Works on plain words and shares nothing with the planner.
 */
final class DeclaredPlan {

    /**
     * One line of a plan.
     *
     * @param place sorts lines in the order of the plan
     * @param facts what is special about it, for coverage
     */
    record Line(String place, String text, Set<String> facts) {}

    private record Copy(String place, int model, String slug, int endpoint, PlainKey key, int turn) {}

    record Objection(int gravity, String reason, String location, Set<String> facts) {}

    private record Verdict(Copy copy, Optional<Objection> gravest, boolean carries) {

        String reason() {
            return gravest.map(Objection::reason).orElse("");
        }

        /** A key that is meant for the request but whose limits do not carry it comes behind its siblings. */
        String place() {
            boolean meant = gravest.map(Objection::gravity).orElse(LAST) >= DEMANDED;
            return copy.place() + (meant && !carries ? 1 : 0) + copy.turn();
        }
    }

    private record End(int model, PlainKey key, int rank, String place) {}

    private static final String COOLDOWN = "cooldown";
    /** From here on, the copy is meant for the request. */
    private static final int DEMANDED = 500;

    private static final int UNUSABLE = 550;

    private static final int LAST = 700;
    private static final List<String> SECTIONS = List.of("prioritized", "shared", "fallback");
    private static final List<String> KINDS = List.of("model", "provider");
    private static final List<String> KEY_FILTERS = List.of("models", "api-keys", "members", "environments");
    private static final Map<String, String> FILTER_REASONS = Map.of(
            "models", "key_filter:model",
            "api-keys", "key_filter:api_key",
            "members", "key_filter:member",
            "environments", "key_filter:environment");
    private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

    private final PlainCase facts;
    private final DeclaredWishes wishes;
    private final DeclaredRanking ranking;
    private final DeclaredSubstitutes substitutes;
    private final DeclaredCeilings ceilings;
    private final Map<Integer, List<Spot>> ranked = new HashMap<>();
    private final Map<Integer, Optional<Spot>> leading = new HashMap<>();
    private final Optional<End> end;
    private final List<Line> attempts;
    private final List<Line> cooling;
    private final List<Line> exclusions;

    DeclaredPlan(PlainCase facts) {
        this.facts = facts;
        this.wishes = new DeclaredWishes(facts.wishes());
        this.ranking = new DeclaredRanking(facts);
        this.substitutes = new DeclaredSubstitutes(facts);
        this.ceilings = new DeclaredCeilings(facts);
        parts().forEach(part -> ranked.put(part, ranking.ranked(part, spot -> granted(spot.provider()))));
        this.end = parts().map(this::endOf).flatMap(Optional::stream).findFirst();
        if (!facts.ranking().allowFallbacks()) {
            parts().forEach(part -> leading.put(part, leading(part)));
        }
        List<Verdict> verdicts = copies().map(this::verdict).toList();
        this.attempts = sorted(
                verdicts.stream().filter(verdict -> verdict.gravest().isEmpty()).map(this::attemptLine));
        this.cooling = sorted(verdicts.stream()
                .filter(verdict -> verdict.reason().equals(COOLDOWN))
                .map(this::attemptLine));
        Stream<Line> excluded =
                verdicts.stream().flatMap(verdict -> verdict.gravest().map(it -> exclusionLine(verdict, it)).stream());
        this.exclusions = sorted(Stream.concat(forbiddenEndpoints(), excluded));
    }

    /** Lines such as {@code 0 openai/gpt-5.2 upstream-1 key-7 prioritized true}. */
    List<Line> attempts() {
        return attempts;
    }

    /** As {@link #attempts()}, of those that only health keeps back. */
    List<Line> cooling() {
        return cooling;
    }

    /** Lines such as {@code openai/gpt-5.2 openai key-7 prioritized disabled keys.yml:7}. */
    List<Line> exclusions() {
        return exclusions;
    }

    private static List<Line> sorted(Stream<Line> lines) {
        return lines.sorted(Comparator.comparing(Line::place)).toList();
    }

    private Verdict verdict(Copy copy) {
        return new Verdict(
                copy,
                objections(copy).stream().min(Comparator.comparing(Objection::gravity)),
                facts.healthOf(copy.key(), copy.endpoint()).carries());
    }

    private Line attemptLine(Verdict verdict) {
        Copy copy = verdict.copy();
        boolean returns = end.filter(it -> !copy.key().section().equals("shared"))
                .filter(it -> it.key().provider().equals(copy.key().provider()))
                .filter(it -> it.model() == copy.model())
                .isPresent();
        String text = copy.model() + " " + copy.slug() + " upstream-" + copy.endpoint() + " "
                + copy.key().name() + " " + copy.key().section() + " " + returns;
        Set<String> found = byContract(copy);
        if (substitutes.maxPercent().isPresent() && copy.model() > 0) {
            found.add("substitute within its price");
        }
        if (ranking.overrules()) {
            found.add("attempt by the route's taste");
        }
        if (!verdict.carries()) {
            found.add("attempt behind its siblings");
        }
        return new Line(verdict.place(), text, found);
    }

    private static Line exclusionLine(Verdict verdict, Objection objection) {
        Copy copy = verdict.copy();
        PlainKey key = copy.key();
        String text = String.join(
                " ", copy.slug(), key.provider(), key.name(), key.section(), objection.reason(), objection.location());
        return new Line(verdict.place(), text, objection.facts());
    }

    private Stream<Line> forbiddenEndpoints() {
        return modelIndexes().flatMap(model -> endpointIndexes(model).flatMap(endpoint -> forbids(spot(model, endpoint))
                .limit(1)
                .map(objection -> new Line(
                        ranking.part(model) + " " + model + endpoint,
                        slug(model) + " " + provider(model, endpoint) + " - - " + objection.reason() + " "
                                + objection.location(),
                        objection.facts()))));
    }

    /** Who is too small is left out where the plan goes on to somebody who is not. */
    private boolean isPassedOver(Spot spot) {
        boolean goesOn = end.filter(it -> ranking.part(it.model()) <= ranking.part(spot.model()))
                .isEmpty();
        return goesOn
                && ceilings.isTooSmall(spot.slug())
                && modelIndexes()
                        .filter(model -> !ceilings.isTooSmall(slug(model)))
                        .flatMap(model -> endpointIndexes(model).map(endpoint -> spot(model, endpoint)))
                        .anyMatch(this::isOpenByPolicy);
    }

    /** Whatever the route and the request itself say. */
    private boolean isOpenByPolicy(Spot spot) {
        return granted(spot.provider())
                && facts.lists().stream()
                        .filter(list -> !list.speaker().equals("route"))
                        .allMatch(list -> admits(list, spot.slug(), spot.provider()))
                && wishes.bounded(spot.slug(), spot.endpoint()).findAny().isEmpty()
                && substitutes.against(spot.slug(), spot.endpoint()).findAny().isEmpty();
    }

    /** Objections against a whole endpoint, the gravest first. */
    private Stream<Objection> forbids(Spot spot) {
        Stream<Objection> passedOver = isPassedOver(spot)
                ? Stream.of(new Objection(800, "context_length", "models.yml:1", Set.of("too small a model")))
                : Stream.of();
        Stream<Objection> alone = facts.ranking().allowFallbacks() || mayServeAlone(spot)
                ? Stream.of()
                : Stream.of(new Objection(
                        900, "allow_fallbacks", "request provider.allow_fallbacks", Set.of("not leading")));
        return Stream.of(forbids(spot.slug(), spot.provider(), spot.endpoint()), passedOver, alone)
                .flatMap(each -> each);
    }

    private boolean mayServeAlone(Spot spot) {
        List<String> asked = facts.ranking().asked();
        return asked.isEmpty()
                ? leading.getOrDefault(ranking.part(spot.model()), Optional.empty())
                        .filter(spot::equals)
                        .isPresent()
                : asked.contains(spot.provider());
    }

    /** The first that has a copy against which nobody but health has anything. */
    private Optional<Spot> leading(int part) {
        return ranked(part).stream()
                .filter(spot -> forbids(spot.slug(), spot.provider(), spot.endpoint())
                                .findAny()
                                .isEmpty()
                        && !isPassedOver(spot))
                .filter(spot -> copies(spot).anyMatch(copy -> objections(copy).stream()
                        .allMatch(objection -> objection.reason().equals(COOLDOWN))))
                .findFirst();
    }

    private List<Spot> ranked(int part) {
        return ranked.getOrDefault(part, List.of());
    }

    private Stream<Integer> parts() {
        return modelIndexes().map(ranking::part).distinct();
    }

    private Spot spot(int model, int endpoint) {
        return new Spot(model, slug(model), endpoint, provider(model, endpoint));
    }

    /** Objections of those who speak of models and providers, the gravest first. */
    private Stream<Objection> forbids(String slug, String provider, int endpoint) {
        Stream<Objection> grant = granted(provider)
                ? Stream.of()
                : Stream.of(new Objection(0, "allowed_providers", PlainCase.GRANT, Set.of("provider not granted")));
        Stream<Objection> lists = facts.lists().stream()
                .filter(list -> !admits(list, slug, provider))
                .map(list -> new Objection(
                        1 + 3 * PlainList.SPEAKERS.indexOf(list.speaker()) + KINDS.indexOf(list.of()),
                        "allowed_" + list.of() + "s",
                        list.location(),
                        listFacts(list, slug, provider)))
                .sorted(Comparator.comparing(Objection::gravity));
        Stream<Objection> listed =
                Stream.concat(lists, wishes.bounded(slug, endpoint)).sorted(Comparator.comparing(Objection::gravity));
        Stream<Objection> training = demands("training")
                .filter(demand -> facts.data().policyOf(provider).trains())
                .map(demand -> new Objection(
                        100 + rank(demand),
                        "data_policy:training",
                        demand.location(),
                        Set.of("no training by " + demand.speaker())))
                .sorted(Comparator.comparing(Objection::gravity));
        return Stream.of(
                        grant,
                        listed,
                        training,
                        wishes.unwanted(provider, slug, endpoint),
                        substitutes.against(slug, endpoint),
                        ceilings.against(slug, endpoint))
                .flatMap(each -> each);
    }

    private Stream<PlainDemand> demands(String what) {
        return facts.data().demands().stream().filter(demand -> demand.what().equals(what));
    }

    /** What the request's body demands is named after what the route does, but with it. */
    private static int rank(PlainDemand demand) {
        String speaker = demand.speaker();
        return PlainList.SPEAKERS.indexOf(speaker.equals("request") ? "route" : speaker);
    }

    /** What is demanded of this one copy. */
    private void demanded(Copy copy, List<Objection> objections) {
        PlainPolicy policy = facts.data().policyOf(copy.key().provider());
        PlainContract contract = copy.key().contract();
        boolean retains = !Optional.ofNullable(contract.zdr()).orElse(policy.zdr());
        String region = Optional.ofNullable(contract.region())
                .or(() -> Optional.ofNullable(policy.region()))
                .orElse("nowhere");
        demands("zdr")
                .filter(demand -> retains)
                .forEach(demand -> objections.add(new Objection(
                        DEMANDED + 10 * rank(demand),
                        "data_policy:zdr",
                        demand.location(),
                        Set.of("zdr by " + demand.speaker(), policy.zdr() ? "contract retains" : "provider retains"))));
        List<PlainDemand> places = demands("regions").toList();
        places.stream()
                .filter(demand -> !demand.regions().contains(region))
                .forEach(demand -> objections.add(new Objection(
                        DEMANDED + 10 * rank(demand) + 1 + places.indexOf(demand),
                        "region",
                        demand.location(),
                        Set.of("region by " + demand.speaker()))));
    }

    /** What a key may serve only because its own contract says so. */
    private Set<String> byContract(Copy copy) {
        PlainPolicy policy = facts.data().policyOf(copy.key().provider());
        Set<String> found = new TreeSet<>();
        if (demands("zdr").findAny().isPresent()) {
            found.add(policy.zdr() ? "zdr attempt" : "zdr attempt by contract");
        }
        if (demands("regions").anyMatch(demand -> !demand.regions().contains(String.valueOf(policy.region())))) {
            found.add("regional attempt by contract");
        }
        return found;
    }

    private static boolean admits(PlainList list, String slug, String provider) {
        return matchesAny(list.globs(), list.of().equals("model") ? slug : provider) == list.allows();
    }

    private Set<String> listFacts(PlainList list, String slug, String provider) {
        Set<String> found = new TreeSet<>(Set.of(list.speaker() + " forbids the " + list.of()));
        if (!list.allows()) {
            found.add("ignored " + list.of());
        }
        if (facts.lists().stream().anyMatch(other -> other.of().equals(list.of()) && admits(other, slug, provider))) {
            found.add("lists of " + list.of() + "s disagree");
        }
        return found;
    }

    private Stream<Copy> copies() {
        return modelIndexes().flatMap(model -> endpointIndexes(model)
                .map(endpoint -> spot(model, endpoint))
                .filter(spot -> forbids(spot).findAny().isEmpty())
                .flatMap(this::copies));
    }

    private Stream<Copy> copies(Spot spot) {
        return facts.keys().stream()
                .filter(key -> key.provider().equals(spot.provider()))
                .filter(key -> isOwn(key) || key.section().equals("shared"))
                .map(key -> new Copy(
                        place(spot, key.section()),
                        spot.model(),
                        spot.slug(),
                        spot.endpoint(),
                        key,
                        ranking.turn(key, spot)));
    }

    private List<Objection> objections(Copy copy) {
        List<Objection> objections = new ArrayList<>();
        PlainKey key = copy.key();
        if (key.section().equals("shared")) {
            closedBy(copy, objections);
        } else {
            KEY_FILTERS.stream()
                    .filter(filter -> !matches(key, filter, copy.slug()))
                    .forEach(filter -> {
                        String reason = FILTER_REASONS.getOrDefault(filter, "?");
                        objections.add(new Objection(KEY_FILTERS.indexOf(filter), reason, key.location(), Set.of()));
                    });
        }
        demanded(copy, objections);
        if (!usable(key)) {
            objections.add(new Objection(UNUSABLE, "disabled", key.location(), Set.of("disabled " + key.section())));
        }
        if (facts.revoked().contains(key.name())) {
            objections.add(new Objection(UNUSABLE, "disabled", key.location(), Set.of("revoked " + key.section())));
        }
        if (key.section().equals("shared") && !ranking.ownKeysFirst()) {
            returning(copy.model(), "prioritized")
                    .filter(other -> other.provider().equals(key.provider()))
                    .min(Comparator.comparing(PlainKey::position))
                    .ifPresent(other -> objections.add(
                            new Objection(599, "strict", other.location(), Set.of("return closes in between"))));
        }
        end.filter(it -> isBeyond(copy, it))
                .ifPresent(it ->
                        objections.add(new Objection(600, "strict", it.key().location(), returnFacts(copy, it))));
        if (facts.healthOf(key, copy.endpoint()).freeIn() > 0) {
            objections.add(new Objection(LAST, COOLDOWN, key.location(), Set.of("cooling " + key.section())));
        }
        return objections;
    }

    private void closedBy(Copy copy, List<Objection> objections) {
        if (facts.profileStrict()) {
            objections.add(new Objection(0, "strict", PlainCase.PROFILE, Set.of("strict profile")));
        }
        if (facts.callerStrict()) {
            objections.add(new Objection(1, "strict", PlainCase.CALLER, Set.of("strict caller")));
        }
        demands("own-keys")
                .forEach(demand -> objections.add(new Objection(
                        demand.speaker().equals("caller") ? 2 : 5,
                        "strict",
                        demand.location(),
                        Set.of("strict data class of the " + demand.speaker()))));
        if (facts.routeStrict()) {
            objections.add(new Objection(3, "strict", PlainCase.ROUTE, Set.of("strict route")));
        }
        if (facts.requestStrict()) {
            objections.add(new Objection(4, "strict", PlainCase.CALLER, Set.of("strict request")));
        }
        facts.keys().stream()
                .filter(key -> isOwn(key) && key.provider().equals(copy.key().provider()))
                .filter(key -> matchesAll(key, List.of("api-keys", "members", "environments"), copy.slug()))
                .filter(key -> key.sharedCapacity().equals("never")
                        || (key.sharedCapacity().equals("never-for-models") && matches(key, "models", copy.slug())))
                .forEach(key -> objections.add(new Objection(
                        100 + 100 * SECTIONS.indexOf(key.section()) + key.position(),
                        "strict",
                        key.location(),
                        neverFacts(key, copy.slug()))));
        if (!facts.sharedCapacity()) {
            objections.add(new Objection(400, "not_granted", PlainCase.GRANT, Set.of()));
        }
    }

    private Set<String> neverFacts(PlainKey key, String slug) {
        Set<String> found = new TreeSet<>(Set.of("strict " + key.sharedCapacity(), "never in " + key.section()));
        if (!matches(key, "models", slug)) {
            found.add("never beyond its models");
        }
        if (!usable(key)) {
            found.add("strict by an unusable key");
        }
        return found;
    }

    private static Set<String> returnFacts(Copy copy, End end) {
        Set<String> found = new TreeSet<>(Set.of("return in " + end.key().section()));
        found.add(
                copy.model() > end.model()
                        ? "return, later model"
                        : "return, " + copy.key().section() + " copy");
        if (!usable(end.key())) {
            found.add("return by an unusable key");
        }
        return found;
    }

    private Optional<End> endOf(int part) {
        return Stream.of("prioritized", "fallback")
                .map(section -> modelIndexes()
                        .filter(model -> ranking.part(model) == part)
                        .flatMap(model -> returning(model, section).map(key -> end(model, key)))
                        .toList())
                .filter(ends -> !ends.isEmpty())
                .findFirst()
                .flatMap(ends -> ends.stream()
                        .min(Comparator.comparing(End::rank)
                                .thenComparing(it -> it.key().position())));
    }

    private End end(int model, PlainKey key) {
        Spot last = last(model, key.provider()).orElseThrow();
        return new End(model, key, rank(last), place(last, key.section()));
    }

    private Stream<PlainKey> returning(int model, String section) {
        return facts.keys().stream()
                .filter(this::isOwn)
                .filter(key -> key.section().equals(section))
                .filter(key -> key.onFailure().equals("return"))
                .filter(key -> last(model, key.provider()).isPresent())
                .filter(key -> matchesAll(key, KEY_FILTERS, slug(model)));
    }

    private boolean isBeyond(Copy copy, End end) {
        boolean reserveOfTheSameProvider = copy.model() == end.model()
                && copy.key().section().equals("fallback")
                && copy.key().provider().equals(end.key().provider());
        boolean sharedInBetween = ranking.part(copy.model()) == ranking.part(end.model())
                && end.key().section().equals("prioritized")
                && copy.key().section().equals("shared")
                && copy.key().provider().equals(end.key().provider());
        return (copy.place().compareTo(end.place()) > 0 || sharedInBetween) && !reserveOfTheSameProvider;
    }

    private boolean isOwn(PlainKey key) {
        return key.workspace().equals(facts.workspace());
    }

    private static boolean usable(PlainKey key) {
        return key.enabled() && Optional.ofNullable(key.expiresIn()).orElse(1) > 0;
    }

    private boolean matchesAll(PlainKey key, List<String> filters, String slug) {
        return filters.stream().allMatch(filter -> matches(key, filter, slug));
    }

    private boolean matches(PlainKey key, String filter, String slug) {
        List<String> globs = key.filters().get(filter);
        return globs == null || matchesAny(globs, subject(filter, slug));
    }

    private @Nullable String subject(String filter, String slug) {
        return switch (filter) {
            case "models" -> slug;
            case "api-keys" -> facts.caller();
            case "members" -> facts.member();
            case "environments" -> facts.environment();
            default -> throw new IllegalArgumentException(filter);
        };
    }

    private boolean granted(String provider) {
        return matchesAny(facts.grants(), provider);
    }

    private static boolean matchesAny(List<String> globs, @Nullable String value) {
        return value != null
                && globs.stream().anyMatch(glob -> PATTERNS.computeIfAbsent(
                                glob, it -> Pattern.compile("\\Q" + it.replace("*", "\\E.*\\Q") + "\\E"))
                        .matcher(value)
                        .matches());
    }

    private Stream<Integer> modelIndexes() {
        return IntStream.range(0, facts.requested().size()).boxed();
    }

    private Stream<Integer> endpointIndexes(int model) {
        return IntStream.range(0, providers(model).size()).boxed();
    }

    private String slug(int model) {
        return facts.requested().get(model);
    }

    private List<String> providers(int model) {
        return facts.models().getOrDefault(slug(model), List.of());
    }

    private String provider(int model, int endpoint) {
        return providers(model).get(endpoint);
    }

    /** Returns a provider's last endpoint of a model. */
    private Optional<Spot> last(int model, String provider) {
        return ranked(ranking.part(model)).stream()
                .filter(spot -> spot.model() == model && spot.provider().equals(provider))
                .reduce((first, second) -> second);
    }

    private int rank(Spot spot) {
        return ranked(ranking.part(spot.model())).indexOf(spot);
    }

    private String place(Spot spot, String section) {
        int tier = SECTIONS.indexOf(section);
        String rank = String.valueOf((char) ('A' + rank(spot)));
        boolean between = !ranking.ownKeysFirst() && !section.equals("fallback");
        return ranking.part(spot.model()) + (between ? "0" + rank + tier : tier + rank + "0");
    }
}
