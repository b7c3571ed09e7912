package dev.byok.policy.document;

import dev.byok.policy.Ceiling;
import dev.byok.policy.Ceilings;
import dev.byok.policy.EndpointBound;
import dev.byok.policy.Glob;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Model;
import dev.byok.policy.NameList;
import dev.byok.policy.Provider;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads which models and providers a workspace, a profile, an environment, a member or a caller allows or ignores, what it demands of endpoints, and what a request may ask for and cost. */
final class GuardrailsReader {

    /** The fields of a section that it reads. */
    static final String[] FIELDS = {
        "models",
        "ignored-models",
        "providers",
        "ignored-providers",
        "require",
        "max-price",
        "max-tokens",
        "max-price-per-request"
    };

    private final Declared<Model> models;
    private final Declared<Provider> providers;

    GuardrailsReader(Declared<Model> models, Declared<Provider> providers) {
        this.models = models;
        this.providers = providers;
    }

    Guardrails read(Section section) {
        List<NameList> ofModels = lists(section, "models", models);
        List<NameList> ofProviders = lists(section, "providers", providers);
        List<EndpointBound> bounds = EndpointBoundsReader.read(section);
        Ceilings ceilings = ceilings(section);
        return ofModels.isEmpty() && ofProviders.isEmpty() && bounds.isEmpty() && ceilings.equals(Ceilings.NONE)
                ? Guardrails.NONE
                : new Guardrails(ofModels, ofProviders, bounds, ceilings);
    }

    private static Ceilings ceilings(Section section) {
        Value price = section.get("max-price-per-request");
        return new Ceilings(
                ceiling(section.get("max-tokens"), section.integer("max-tokens", 1, Integer.MAX_VALUE)),
                ceiling(price, price == null ? null : price.amount()));
    }

    private static <T extends Comparable<T>> @Nullable Ceiling<T> ceiling(@Nullable Value value, @Nullable T most) {
        return value == null || most == null
                ? null
                : new Ceiling<>(most, value.place().location());
    }

    private static List<NameList> lists(Section section, String things, Declared<?> declared) {
        Value allowed = section.get(things);
        Value ignored = section.get("ignored-" + things);
        if (allowed == null && ignored == null) {
            return List.of();
        }
        List<NameList> lists = new ArrayList<>(2);
        add(lists, allowed, true, declared);
        add(lists, ignored, false, declared);
        if (ignored != null && ignored.isSound() && admitNothing(lists, declared)) {
            ignored.problem("leaves no " + declared.kind() + " to be used");
        }
        return lists;
    }

    private static void add(List<NameList> lists, @Nullable Value value, boolean allows, Declared<?> declared) {
        List<Glob> globs = declared.globs(value);
        if (value != null && globs != null && !globs.isEmpty()) {
            lists.add(new NameList(globs, allows, value.place().location()));
        }
    }

    private static boolean admitNothing(List<NameList> lists, Declared<?> declared) {
        return !declared.takesAnything()
                && declared.names().stream().noneMatch(name -> lists.stream().allMatch(list -> list.admits(name)));
    }
}
