package dev.byok.plan;

import dev.byok.policy.Glob;
import dev.byok.policy.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a route and a request forbid beyond the policy. Immutable; each addition only narrows.
 *
 * @param strict who asks for own keys only; null where nobody does
 * @param models allow-lists of slugs, which all have to agree
 * @param providers allow-lists of provider names, which all have to agree
 */
public record Narrowing(@Nullable SourceLocation strict, List<AllowList> models, List<AllowList> providers) {

    public static final Narrowing NONE = new Narrowing(null, List.of(), List.of());

    public Narrowing {
        models = List.copyOf(models);
        providers = List.copyOf(providers);
    }

    /**
     * Names that are allowed.
     *
     * @param location who says so
     */
    public record AllowList(List<Glob> globs, SourceLocation location) {

        public AllowList {
            globs = List.copyOf(globs);
        }
    }

    /** Returns this with own keys only; who has asked for it first stays the one who is named. */
    public Narrowing ownKeysOnly(SourceLocation location) {
        return strict != null ? this : new Narrowing(location, models, providers);
    }

    public Narrowing onlyModels(AllowList allowed) {
        return new Narrowing(strict, with(models, allowed), providers);
    }

    public Narrowing onlyProviders(AllowList allowed) {
        return new Narrowing(strict, models, with(providers, allowed));
    }

    /** Returns what keeps an endpoint out, or null; lists of models are named before lists of providers. */
    @Nullable
    Closure closure(String model, String provider) {
        SourceLocation location = firstAgainst(models, model);
        if (location != null) {
            return new Closure(ExclusionReason.ALLOWED_MODELS, location);
        }
        location = firstAgainst(providers, provider);
        return location == null ? null : new Closure(ExclusionReason.ALLOWED_PROVIDERS, location);
    }

    private static @Nullable SourceLocation firstAgainst(List<AllowList> lists, String name) {
        for (AllowList list : lists) {
            if (!Glob.anyMatches(list.globs(), name)) {
                return list.location();
            }
        }
        return null;
    }

    /** A filter that runs again, as behind a host's Retry, says nothing new. */
    private static List<AllowList> with(List<AllowList> lists, AllowList added) {
        if (lists.contains(added)) {
            return lists;
        }
        List<AllowList> all = new ArrayList<>(lists);
        all.add(added);
        return all;
    }
}
