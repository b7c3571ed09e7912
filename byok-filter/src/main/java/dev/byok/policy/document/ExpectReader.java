package dev.byok.policy.document;

import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.scenario.Expect;
import dev.byok.scenario.Expect.Ending;
import dev.byok.scenario.Given;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code expect} of a scenario. */
final class ExpectReader {

    private static final Fields EXPECT = Fields.of(
                    "outcome", "reason", "attempts", "starts-with", "never", "models", "cost-at-most")
            .without("budget-after", "credits-after", "fee-at-most");
    private static final List<String> OUTCOMES =
            Stream.of(Ending.values()).map(Ending::text).toList();
    private static final List<String> TIERS =
            Stream.of(Tier.values()).map(Tier::name).toList();
    private static final String[] REASONS_TO_COME = {"budget", "credits", "quantization"};

    private final Section section;
    private final ScenarioNames names;
    private final Declared<ProviderKey> keys;

    ExpectReader(Section section, ScenarioNames names, Declared<ProviderKey> keys) {
        this.section = section;
        this.names = names;
        this.keys = keys;
    }

    /**
     * Reads it; what is wrong is reported, and what is returned is then of no use.
     *
     * @param given null where there is nothing to hold it against
     */
    Expect read(@Nullable Given given) {
        section.only(EXPECT);
        if (section.entries().isEmpty()) {
            section.problem("expects nothing: say an outcome, attempts, never ...");
        }
        String outcome = section.word("outcome", OUTCOMES);
        Ending ending = outcome == null ? null : Ending.valueOf(outcome.toUpperCase(Locale.ROOT));
        contradictions(ending);
        costs(given);
        List<String> attempts = listed("attempts", keys);
        List<String> startsWith = listed("starts-with", keys);
        Value cost = section.get("cost-at-most");
        BigDecimal costAtMost = cost == null ? null : cost.amount();
        return new Expect(
                ending,
                section.word("reason", Expect.REASONS, REASONS_TO_COME),
                attempts,
                startsWith,
                never(Stream.of(attempts, startsWith)
                        .filter(list -> list != null)
                        .flatMap(List::stream)
                        .toList()),
                listed("models", names.models()),
                costAtMost);
    }

    /** Reports models whose largest request nobody knows, where what it costs depends on it. */
    private void costs(@Nullable Given given) {
        Value cost = section.get("cost-at-most");
        if (cost == null || given == null || (given.promptTokens() != null && given.maxTokens() != null)) {
            return;
        }
        for (String slug : given.models()) {
            Model model = names.models().values().get(slug);
            if (model != null && model.context() == null) {
                cost.problem("the catalog says no context of " + slug + ": give prompt-tokens and max-tokens");
            }
        }
    }

    private void contradictions(@Nullable Ending ending) {
        if (ending == Ending.REFUSED) {
            for (String name : List.of("attempts", "starts-with", "models", "cost-at-most")) {
                report(name, "a refused request has none: leave it out, or expect outcome: served");
            }
        } else {
            report("reason", "only a refusal has a reason: expect outcome: refused with it");
        }
        if (section.has("attempts")) {
            report("starts-with", "expected attempts or starts-with, not both");
        }
    }

    private void report(String name, String why) {
        Value value = section.get(name);
        if (value != null) {
            value.silentProblem(why);
        }
    }

    private @Nullable List<String> listed(String name, Declared<?> known) {
        if (!section.has(name)) {
            return null;
        }
        List<String> listed = new ArrayList<>();
        for (Value item : section.list(name)) {
            String text = item.text();
            if (text != null && known.knows(text, item)) {
                listed.add(text);
            }
        }
        return listed;
    }

    private List<String> never(List<String> expected) {
        Set<String> providers = names.providers().values().keySet();
        List<String> never = new ArrayList<>();
        for (Value item : section.list("never")) {
            String text = item.text();
            if (text == null) {
                continue;
            }
            if (!keys.takesAnything() && !isKnown(text, providers)) {
                item.problem("expected a tier (" + String.join(", ", TIERS) + "), a key or a provider"
                        + Suggestion.of(
                                text,
                                Stream.of(TIERS, keys.values().keySet(), providers)
                                        .flatMap(Collection::stream)
                                        .toList()));
            }
            never.add(text);
            expected.stream()
                    .filter(name -> isMeant(text, name))
                    .findFirst()
                    .ifPresent(name -> item.problem("contradicts " + name + ", which is expected above"));
        }
        return never;
    }

    private boolean isKnown(String text, Set<String> providers) {
        return TIERS.contains(text) || keys.values().containsKey(text) || providers.contains(text);
    }

    /** Whether what must never be is what an expected attempt would be. */
    private boolean isMeant(String never, String expected) {
        ProviderKey key = keys.values().get(expected);
        return never.equals(expected)
                || (key != null && (never.equals(key.tier().name()) || never.equals(key.provider())));
    }
}
