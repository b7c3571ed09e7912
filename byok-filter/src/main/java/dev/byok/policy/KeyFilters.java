package dev.byok.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider key may be used for; all given filters must match. Null is unrestricted; lists are never empty.
 *
 * @param models slugs or globs
 * @param apiKeys caller names or globs
 * @param members member names or globs
 * @param environments environment names or globs
 */
public record KeyFilters(
        @Nullable List<Glob> models,
        @Nullable List<Glob> apiKeys,
        @Nullable List<Glob> members,
        @Nullable List<Glob> environments) {

    public static final KeyFilters NONE = new KeyFilters(null, null, null, null);

    /** Returns whether the key covers the model. */
    public boolean coversModel(String slug) {
        return models == null || Glob.anyMatches(models, slug);
    }

    /** Returns whether the key is meant for the caller by name. */
    public boolean coversCaller(Caller caller) {
        return apiKeys == null || Glob.anyMatches(apiKeys, caller.name());
    }

    /** Returns whether the key is meant for the caller's member; a caller without one meets no such filter. */
    public boolean coversMember(Caller caller) {
        return members == null || (caller.member() != null && Glob.anyMatches(members, caller.member()));
    }

    /** Returns whether the key is meant for the caller's environment; a caller without one meets no such filter. */
    public boolean coversEnvironment(Caller caller) {
        return environments == null
                || (caller.environment() != null && Glob.anyMatches(environments, caller.environment()));
    }

    /** Returns whether caller, member and environment all match, whatever the model. */
    public boolean speaksFor(Caller caller) {
        return coversCaller(caller) && coversMember(caller) && coversEnvironment(caller);
    }
}
