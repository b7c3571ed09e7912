package dev.byok.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists of models and of providers that all have to admit what a request uses, what is demanded of every endpoint, and what
 * one request may ask for and cost. Immutable; each addition only narrows.
 *
 * @param models of slugs
 * @param providers of provider names
 * @param bounds all of which an endpoint has to meet
 * @param ceilings of one request
 */
public record Guardrails(
        List<NameList> models, List<NameList> providers, List<EndpointBound> bounds, Ceilings ceilings) {

    public static final Guardrails NONE = new Guardrails(List.of(), List.of(), List.of(), Ceilings.NONE);

    public Guardrails {
        models = List.copyOf(models);
        providers = List.copyOf(providers);
        bounds = List.copyOf(bounds);
    }

    /** Returns these with one more list of slugs. */
    public Guardrails onModels(NameList list) {
        return new Guardrails(with(models, list), providers, bounds, ceilings);
    }

    /** Returns these with one more list of provider names. */
    public Guardrails onProviders(NameList list) {
        return new Guardrails(models, with(providers, list), bounds, ceilings);
    }

    /** Returns these with one more demand of every endpoint. */
    public Guardrails within(EndpointBound bound) {
        return new Guardrails(models, providers, with(bounds, bound), ceilings);
    }

    /** Returns these with lower ceilings where others say so. */
    public Guardrails upTo(Ceilings others) {
        return new Guardrails(models, providers, bounds, ceilings.and(others));
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
        return others.ceilings.equals(Ceilings.NONE) ? all : all.upTo(others.ceilings);
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
