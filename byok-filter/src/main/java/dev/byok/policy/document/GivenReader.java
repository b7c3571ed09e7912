package dev.byok.policy.document;

import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.Model;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.scenario.Given;
import dev.byok.scenario.Met;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code given} of a scenario. */
final class GivenReader {

    private static final Fields GIVEN = Fields.of(
                    "caller",
                    "model",
                    "models",
                    "keys",
                    "providers",
                    "at",
                    "strict",
                    "profile",
                    "data-class",
                    "prompt-tokens",
                    "max-tokens")
            .without("secrets", "budgets", "credits", "capabilities", "route");

    private final Section section;
    private final Declared<Model> models;
    private final Declared<Provider> providers;
    private final Declared<ProviderKey> keys;
    private final Declared<DataClass> dataClasses;

    GivenReader(Section section, ScenarioNames names, Declared<ProviderKey> keys) {
        this.section = section;
        this.models = names.models();
        this.providers = names.providers();
        this.keys = keys;
        this.dataClasses = names.dataClasses();
    }

    /**
     * Reads it; what is wrong is reported, and what is returned is then of no use.
     *
     * @param caller who is named; null where nobody knows
     */
    Given read(@Nullable Caller caller) {
        section.only(GIVEN).require("caller");
        return new Given(
                caller == null ? "" : caller.workspace(),
                caller == null ? "" : caller.name(),
                requested().stream().map(Model::slug).toList(),
                met(),
                broken(),
                section.instant("at"),
                section.word("strict", ProfilesReader.STRICT) != null,
                profile(caller),
                dataClass(caller),
                section.integer("prompt-tokens", 0, Integer.MAX_VALUE),
                section.integer("max-tokens", 0, Integer.MAX_VALUE));
    }

    /** Returns the models that are asked for; those that are unknown are left out. */
    private List<Model> requested() {
        Value several = section.get("models");
        if (several == null) {
            section.require("model");
            Model model = models.resolve(section.get("model"));
            return model == null ? List.of() : List.of(model);
        }
        if (section.has("model")) {
            several.silentProblem("expected model or models, not both");
        }
        Unique named = Unique.create();
        List<Model> requested = new ArrayList<>();
        for (Value item : several.list()) {
            Model model = models.resolve(item);
            if (model != null && named.claim(model.slug(), item)) {
                requested.add(model);
            }
        }
        return requested;
    }

    private @Nullable String profile(@Nullable Caller caller) {
        Value value = section.get("profile");
        String named = value == null ? null : value.text();
        if (value != null && named != null && caller != null && caller.profileNamed(named) == null) {
            List<String> allowed = caller.profilesAllowed();
            value.problem("none of the caller's profiles: expected " + String.join(" or ", allowed)
                    + Suggestion.of(named, allowed) + "; a gateway refuses that");
        }
        return named;
    }

    private @Nullable String dataClass(@Nullable Caller caller) {
        Value value = section.get("data-class");
        DataClass named = dataClasses.resolve(value);
        DataClass own = caller == null ? null : caller.dataClass();
        if (value != null && named != null && own != null && named.rank() < own.rank()) {
            value.problem("more open than " + Shown.text(own.name()) + ", the caller's own: a gateway refuses that");
        }
        return named == null ? null : named.name();
    }

    private Map<String, Met> met() {
        Map<String, Met> met = new LinkedHashMap<>();
        section.entries("keys").forEach((name, value) -> {
            String text = keys.knowsField(name, value) ? value.text() : null;
            Met said = text == null ? null : Met.of(text);
            if (said != null) {
                met.put(name, said);
            } else if (text != null && Met.named(text, Met.OF_PROVIDERS) != null) {
                value.problem("is not remembered of a key: say it of its provider, in providers");
            } else if (text != null) {
                List<String> words = words(Met.OF_KEYS);
                value.problem("expected " + String.join(" or ", words) + ", maybe with a time such as :30s behind it"
                        + Suggestion.of(text, words));
            }
        });
        return met;
    }

    private Map<String, OutcomeClass> broken() {
        Map<String, OutcomeClass> broken = new LinkedHashMap<>();
        section.entries("providers").forEach((name, value) -> {
            String word = providers.knowsField(name, value) ? value.word(words(Met.OF_PROVIDERS), List.of()) : null;
            OutcomeClass what = word == null ? null : Met.named(word, Met.OF_PROVIDERS);
            if (what != null) {
                broken.put(name, what);
            }
        });
        return broken;
    }

    private static List<String> words(List<OutcomeClass> classes) {
        return classes.stream().map(OutcomeClass::text).toList();
    }
}
