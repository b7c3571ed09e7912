package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import org.jspecify.annotations.Nullable;

/** Whether a workspace's own key is meant for a request. */
final class OwnKeyGate {

    private OwnKeyGate() {}

    /** Returns the first filter that does not match, in the order model, API key, member, environment; else null. */
    static @Nullable ExclusionReason reasonAgainst(ProviderKey key, Caller caller, Model model) {
        KeyFilters filters = key.filters();
        if (!filters.coversModel(model.slug())) {
            return ExclusionReason.KEY_FILTER_MODEL;
        }
        if (!filters.coversCaller(caller)) {
            return ExclusionReason.KEY_FILTER_API_KEY;
        }
        if (!filters.coversMember(caller)) {
            return ExclusionReason.KEY_FILTER_MEMBER;
        }
        return filters.coversEnvironment(caller) ? null : ExclusionReason.KEY_FILTER_ENVIRONMENT;
    }

    /** Returns whether all filters match; says nothing about the key being usable. */
    static boolean isMeantFor(ProviderKey key, Caller caller, Model model) {
        return reasonAgainst(key, caller, model) == null;
    }
}
