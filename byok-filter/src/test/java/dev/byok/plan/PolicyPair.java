package dev.byok.plan;

import dev.byok.plan.PlainCase.PlainKey;
import dev.byok.plan.PlainData.PlainContract;
import dev.byok.plan.PlainData.PlainDemand;
import dev.byok.plan.PlainData.PlainPolicy;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A random policy and what a few random edits make of it, with several callers, who may have another name then but keep
 * their gateway keys: compiled for those who compare, and by {@link DeclaredPlan} what they should find. The same seed makes
 * the same pair.
 */
public final class PolicyPair {

    private static final List<String> CALLERS = List.of("code-bot", "content-agent", "legal-bot");
    /** Who speaks in the policy. */
    private static final List<String> SPEAKERS = List.of("caller", "profile");

    private static final List<String> OWN_SECTIONS = List.of("prioritized", "fallback");
    private static final List<List<String>> REQUESTS = requests();

    /** One case for each caller; but for the caller they are the same policy. */
    private final List<PlainCase> before;

    private final List<PlainCase> after;

    private PolicyPair(List<PlainCase> before, List<PlainCase> after) {
        this.before = before;
        this.after = after;
    }

    public static PolicyPair of(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PlainCase other = RandomCases.of(random.nextLong());
        Draft draft = new Draft(RandomCases.of(random.nextLong()));
        for (String caller : CALLERS) {
            PlainCase drawn = RandomCases.of(random.nextLong());
            draft.callers.put(caller, Person.of(drawn));
        }
        List<PlainCase> before = draft.cases();
        int edits = random.nextInt(4);
        for (int i = 0; i < edits; i++) {
            draft.edit(random, other);
        }
        return new PolicyPair(before, draft.cases());
    }

    public PolicySnapshot before() {
        return compiled(before);
    }

    public PolicySnapshot after() {
        return compiled(after);
    }

    /** Returns the instant that expiries are drawn around. */
    public Instant at() {
        return CompiledCase.NOW;
    }

    /** Returns those for whom any request, of one or two models, strict or not, has another plan, as they are called then. */
    public Set<String> changed() {
        Set<String> changed = new TreeSet<>();
        for (int i = 0; i < CALLERS.size(); i++) {
            PlainCase was = before.get(i);
            PlainCase is = after.get(i);
            boolean differs = REQUESTS.stream()
                    .anyMatch(models -> !attempts(was, models, false).equals(attempts(is, models, false))
                            || !attempts(was, models, true).equals(attempts(is, models, true)));
            if (differs) {
                changed.add(is.workspace() + "/" + is.caller());
            }
        }
        return changed;
    }

    /** Returns how many have another name after. */
    public long renamed() {
        return after.stream().filter(plain -> !CALLERS.contains(plain.caller())).count();
    }

    /** Returns those of whose requests any may reach shared capacity or a provider that the same could not reach before. */
    public Set<String> opened() {
        Set<String> opened = new TreeSet<>();
        for (int i = 0; i < CALLERS.size(); i++) {
            PlainCase was = before.get(i);
            PlainCase is = after.get(i);
            if (REQUESTS.stream().filter(models -> models.size() == 1).anyMatch(models -> !reach(was, models)
                    .containsAll(reach(is, models)))) {
                opened.add(is.workspace() + "/" + is.caller());
            }
        }
        return opened;
    }

    @Override
    public String toString() {
        return before + "\n" + after;
    }

    private static List<List<String>> requests() {
        List<List<String>> requests = new ArrayList<>();
        for (String first : RandomCases.SLUGS) {
            requests.add(List.of(first));
            RandomCases.SLUGS.stream()
                    .filter(second -> !second.equals(first))
                    .forEach(second -> requests.add(List.of(first, second)));
        }
        return requests;
    }

    private static List<String> attempts(PlainCase plain, List<String> models, boolean strict) {
        return new DeclaredPlan(request(plain, models, strict))
                .attempts().stream().map(DeclaredPlan.Line::text).toList();
    }

    /** Returns the providers of a plan's attempts, and {@code shared} where there is any such attempt. */
    private static Set<String> reach(PlainCase plain, List<String> models) {
        Map<String, String> providers =
                plain.keys().stream().collect(Collectors.toMap(PlainKey::name, PlainKey::provider));
        return attempts(plain, models, false).stream()
                .map(line -> line.split(" ", -1))
                .flatMap(words -> Stream.of(words[4], providers.getOrDefault(words[3], "?")))
                .filter(reached -> !OWN_SECTIONS.contains(reached))
                .collect(Collectors.toSet());
    }

    private static PlainCase request(PlainCase plain, List<String> models, boolean strict) {
        return new PlainCase(
                plain.grants(),
                plain.sharedCapacity(),
                plain.profileStrict(),
                plain.callerStrict(),
                strict,
                false,
                List.of(),
                plain.workspace(),
                plain.caller(),
                plain.member(),
                plain.environment(),
                plain.models(),
                models,
                plain.keys(),
                Map.of(),
                List.of(),
                plain.data(),
                PlainWishes.NONE,
                PlainRanking.NONE,
                PlainSubstitutes.NONE,
                PlainCeilings.NONE);
    }

    private static PolicySnapshot compiled(List<PlainCase> cases) {
        List<GatewayKeys.Entry> entries = new ArrayList<>();
        for (PlainCase plain : cases) {
            byte[] hash = new byte[32];
            hash[0] = (byte) entries.size();
            entries.add(
                    new GatewayKeys.Entry(hash, CompiledCase.of(plain).request().caller(), null));
        }
        PolicySnapshot policy = CompiledCase.of(cases.get(0)).policy();
        return new PolicySnapshot(
                policy.version(),
                policy.providers(),
                policy.models(),
                policy.workspaces(),
                policy.sharedKeys(),
                new GatewayKeys(entries),
                Map.of(),
                List.of());
    }

    private record Person(
            @Nullable String member,
            @Nullable String environment,
            boolean strict,
            boolean profileStrict,
            List<PlainDemand> demands) {

        static Person of(PlainCase drawn) {
            return new Person(
                    drawn.member(),
                    drawn.environment(),
                    drawn.callerStrict(),
                    drawn.profileStrict(),
                    drawn.data().demands().stream()
                            .filter(demand -> SPEAKERS.contains(demand.speaker()))
                            .toList());
        }
    }

    /** A policy that can be edited. */
    private static final class Draft {

        private final Map<String, Person> callers = new LinkedHashMap<>();
        private final Map<String, List<String>> models;
        private final List<PlainKey> keys;
        private List<String> grants;
        private Map<String, PlainPolicy> policies;
        private boolean sharedCapacity;
        private int names;
        private int shift;

        Draft(PlainCase plain) {
            this.models = new LinkedHashMap<>(plain.models());
            this.keys = new ArrayList<>(plain.keys());
            this.grants = plain.grants();
            this.policies = plain.data().policies();
            this.sharedCapacity = plain.sharedCapacity();
        }

        List<PlainCase> cases() {
            List<PlainKey> shifted =
                    keys.stream().map(key -> copy(key, key.line() + shift)).toList();
            return callers.entrySet().stream()
                    .map(entry -> new PlainCase(
                            grants,
                            sharedCapacity,
                            entry.getValue().profileStrict(),
                            entry.getValue().strict(),
                            false,
                            false,
                            List.of(),
                            "acme",
                            entry.getKey(),
                            entry.getValue().member(),
                            entry.getValue().environment(),
                            Map.copyOf(models),
                            List.of(RandomCases.SLUGS.get(0)),
                            shifted,
                            Map.of(),
                            List.of(),
                            new PlainData(policies, entry.getValue().demands()),
                            PlainWishes.NONE,
                            PlainRanking.NONE,
                            PlainSubstitutes.NONE,
                            PlainCeilings.NONE))
                    .toList();
        }

        void edit(SplittableRandom random, PlainCase other) {
            PlainKey donor = one(random, other.keys());
            int at = random.nextInt(keys.size());
            PlainKey key = keys.get(at);
            switch (random.nextInt(18)) {
                case 0 -> shift += 1 + random.nextInt(5);
                case 1 -> keys.remove(at);
                case 2 -> keys.set(at, with(key, !key.enabled(), key.position(), key.filters(), key.onFailure()));
                case 3 -> keys.set(at, with(key, key.enabled(), key.position(), donor.filters(), key.onFailure()));
                case 4 -> keys.set(at, with(key, key.enabled(), key.position(), key.filters(), "return"));
                case 5 -> keys.set(at, strict(key, "never"));
                case 6 -> keys.set(at, strict(key, "use"));
                case 7 -> swap(at, random.nextInt(keys.size()));
                case 8 -> add(donor);
                case 9 -> grants = other.grants();
                case 10 -> sharedCapacity = !sharedCapacity;
                case 11 -> edit(one(random, List.copyOf(callers.keySet())), other);
                case 12 -> reorder(random);
                case 13, 14 -> rename(one(random, List.copyOf(callers.keySet())), random);
                case 15 -> policies = other.data().policies();
                case 16 -> keys.set(at, declaring(key, donor.contract()));
                default -> {
                    String slug = one(random, RandomCases.SLUGS);
                    models.put(slug, other.models().getOrDefault(slug, List.of("openai")));
                }
            }
        }

        private void edit(String caller, PlainCase other) {
            callers.put(caller, Person.of(other));
        }

        /** Leaves it where it is among the callers: that is what its gateway key goes by. */
        private void rename(String caller, SplittableRandom random) {
            names++;
            String name = one(random, List.of("co" + names + "t", names + "-bot"));
            Map<String, Person> before = new LinkedHashMap<>(callers);
            callers.clear();
            before.forEach((each, person) -> callers.put(each.equals(caller) ? name : each, person));
        }

        private void reorder(SplittableRandom random) {
            String slug = one(random, RandomCases.SLUGS);
            List<String> providers = new ArrayList<>(models.getOrDefault(slug, List.of()));
            Collections.rotate(providers, 1);
            models.put(slug, providers);
        }

        private void add(PlainKey donor) {
            names++;
            keys.add(new PlainKey(
                    donor.workspace(),
                    donor.provider(),
                    donor.section(),
                    9 - names,
                    "new-" + names,
                    donor.enabled(),
                    donor.expiresIn(),
                    donor.filters(),
                    donor.sharedCapacity(),
                    donor.onFailure(),
                    100 + names,
                    donor.contract()));
        }

        /** Exchanges the places of two keys of one section; those of two are left alone. */
        private void swap(int one, int other) {
            PlainKey first = keys.get(one);
            PlainKey second = keys.get(other);
            if (first.workspace().equals(second.workspace())
                    && first.provider().equals(second.provider())
                    && first.section().equals(second.section())) {
                keys.set(one, with(first, first.enabled(), second.position(), first.filters(), first.onFailure()));
                keys.set(other, with(second, second.enabled(), first.position(), second.filters(), second.onFailure()));
            }
        }

        private static PlainKey with(
                PlainKey key, boolean enabled, int position, Map<String, List<String>> filters, String onFailure) {
            boolean shared = key.section().equals("shared");
            return new PlainKey(
                    key.workspace(),
                    key.provider(),
                    key.section(),
                    position,
                    key.name(),
                    enabled,
                    key.expiresIn(),
                    shared ? Map.of() : filters,
                    key.sharedCapacity(),
                    shared ? "continue" : onFailure,
                    key.line(),
                    key.contract());
        }

        private static PlainKey strict(PlainKey key, String rule) {
            return new PlainKey(
                    key.workspace(),
                    key.provider(),
                    key.section(),
                    key.position(),
                    key.name(),
                    key.enabled(),
                    key.expiresIn(),
                    key.filters(),
                    key.section().equals("shared") ? "use" : rule,
                    key.onFailure(),
                    key.line(),
                    key.contract());
        }

        private static PlainKey copy(PlainKey key, int line) {
            return new PlainKey(
                    key.workspace(),
                    key.provider(),
                    key.section(),
                    key.position(),
                    key.name(),
                    key.enabled(),
                    key.expiresIn(),
                    key.filters(),
                    key.sharedCapacity(),
                    key.onFailure(),
                    line,
                    key.contract());
        }

        private static PlainKey declaring(PlainKey key, PlainContract contract) {
            return new PlainKey(
                    key.workspace(),
                    key.provider(),
                    key.section(),
                    key.position(),
                    key.name(),
                    key.enabled(),
                    key.expiresIn(),
                    key.filters(),
                    key.sharedCapacity(),
                    key.onFailure(),
                    key.line(),
                    key.section().equals("shared") ? PlainContract.NONE : contract);
        }

        private static <T> T one(SplittableRandom random, List<T> choices) {
            return choices.get(random.nextInt(choices.size()));
        }
    }
}
