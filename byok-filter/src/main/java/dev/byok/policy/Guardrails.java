package dev.byok.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of models and of providers that all have to admit what a request uses, and what is demanded of every endpoint. Immutable; each addition only narrows.
 *
 * @param models of slugs
 * @param providers of provider names
 * @param bounds all of which an endpoint has to meet
 */
public record Guardrails(List<NameList> models, List<NameList> providers, List<EndpointBound> bounds) {

    public static final Guardrails NONE = new Guardrails(List.of(), List.of(), List.of());

    public Guardrails {
        models = List.copyOf(models);
        providers = List.copyOf(providers);
        bounds = List.copyOf(bounds);
    }

    /** Returns these with one more list of slugs. */
    public Guardrails onModels(NameList list) {
        return new Guardrails(with(models, list), providers, bounds);
    }

    /** Returns these with one more list of provider names. */
    public Guardrails onProviders(NameList list) {
        return new Guardrails(models, with(providers, list), bounds);
    }

    /** Returns these with one more demand of every endpoint. */
    public Guardrails within(EndpointBound bound) {
        return new Guardrails(models, providers, with(bounds, bound));
    }

    /** Returns these and others behind them. */
    public Guardrails and(Guardrails others) {
        Guardrails all = this;
        for (NameList list : others.models) {
            all = all.onModels(list);
        }
        for (NameList list : others.providers) {
            all = all.onProviders(list);
        }
        for (EndpointBound bound : others.bounds) {
            all = all.within(bound);
        }
        return all;
    }

    /** Returns the first list that does not admit a model; null where all do. */
    public @Nullable NameList againstModel(String slug) {
        return firstAgainst(models, slug);
    }

    /** Returns the first list that does not admit a provider; null where all do. */
    public @Nullable NameList againstProvider(String name) {
        return firstAgainst(providers, name);
    }

    private static @Nullable NameList firstAgainst(List<NameList> lists, String name) {
        for (int i = 0; i < lists.size(); i++) {
            if (!lists.get(i).admits(name)) {
                return lists.get(i);
            }
        }
        return null;
    }

    /** What is said again, as by a filter behind a host's Retry, is nothing new. */
    private static <T> List<T> with(List<T> lists, T added) {
        if (lists.contains(added)) {
            return lists;
        }
        List<T> all = new ArrayList<>(lists);
        all.add(added);
        return all;
    }
}
