package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Requests that a key is meant for, and which keys with {@code on-failure: return} speak for them too. */
interface Requests {

    /** Returns such a key that is meant for all of these requests, or null. */
    @Nullable
    ProviderKey returning(String provider, Tier tier, Model model);

    /** Returns whether there is such a key that may be meant for some of these requests. */
    boolean mayReturn(String provider, Tier tier, Model model);

    /**
     * Returns the requests of a key: those of each caller that it names; of all callers there may ever be where it names
     * none.
     */
    static List<Requests> of(ProviderKey key, WrittenWorkspace written, ReturningKeys keys) {
        List<Glob> names = key.filters().apiKeys();
        if (names == null) {
            return List.of(new OfAnybody(key.filters(), written, keys));
        }
        List<Requests> requests = new ArrayList<>();
        names.stream()
                .flatMap(written.callers()::matching)
                .distinct()
                .map(written.callers()::certain)
                .filter(each -> each != null && key.filters().speaksFor(each.caller()))
                .forEach(each -> requests.add(new OfCaller(each.caller(), written.workspace())));
        return requests;
    }

    /** What one caller sends. */
    record OfCaller(Caller caller, Workspace workspace) implements Requests {

        @Override
        public @Nullable ProviderKey returning(String provider, Tier tier, Model model) {
            Iterator<ProviderKey> keys = workspace.ownKeys(provider).returning(caller);
            while (keys.hasNext()) {
                ProviderKey key = keys.next();
                KeyFilters filters = key.filters();
                if (key.tier() == tier && filters.speaksFor(caller) && filters.coversModel(model.slug())) {
                    return key;
                }
            }
            return null;
        }

        @Override
        public boolean mayReturn(String provider, Tier tier, Model model) {
            return returning(provider, tier, model) != null;
        }
    }

    /** What any caller sends whose member and environment meet a key's filters. */
    record OfAnybody(KeyFilters filters, WrittenWorkspace written, ReturningKeys keys) implements Requests {

        @Override
        public @Nullable ProviderKey returning(String provider, Tier tier, Model model) {
            return keys.forAnybody(provider, tier, model)
                    .filter(key -> speaksForAll(key.filters()))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        public boolean mayReturn(String provider, Tier tier, Model model) {
            return keys.forSomebody(provider, tier, model).findAny().isPresent();
        }

        private boolean speaksForAll(KeyFilters other) {
            return admitsAll(other.members(), filters.members(), written.members())
                    && admitsAll(other.environments(), filters.environments(), written.environments());
        }

        private static boolean admitsAll(
                @Nullable List<Glob> wider, @Nullable List<Glob> narrower, Declared<?> declared) {
            return wider == null
                    || (narrower != null
                            && narrower.stream()
                                    .flatMap(declared::matching)
                                    .allMatch(name -> Glob.anyMatches(wider, name)));
        }
    }
}
