package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What scenarios may speak of: the names of a policy, or any where there is none to look into. */
final class ScenarioNames {

    private final @Nullable PolicySnapshot policy;
    private final List<Caller> callers;

    ScenarioNames(@Nullable PolicySnapshot policy) {
        this.policy = policy;
        this.callers = policy == null ? List.of() : policy.callers().distinct().toList();
    }

    /** Returns the caller of a mention, by its name or {@code workspace/name}; null where there is none, or no policy. */
    @Nullable
    Caller caller(@Nullable Value mention) {
        String said = mention == null ? null : mention.text();
        if (mention == null || said == null || policy == null) {
            return null;
        }
        List<Caller> meant =
                callers.stream().filter(caller -> caller.isCalled(said)).toList();
        if (meant.isEmpty()) {
            mention.problem("unknown caller"
                    + Suggestion.of(said, callers.stream().map(Caller::name).toList()));
        } else if (meant.size() > 1) {
            mention.problem("a caller of several workspaces: say "
                    + String.join(
                            " or ", meant.stream().map(Caller::qualifiedName).toList()));
        }
        return meant.size() == 1 ? meant.get(0) : null;
    }

    Declared<Model> models() {
        Declared<Model> models = new Declared<>("model");
        return policy == null ? models.unreadable() : filled(models, policy.models());
    }

    Declared<DataClass> dataClasses() {
        Declared<DataClass> classes = new Declared<>("data class");
        return policy == null ? classes.unreadable() : filled(classes, policy.dataClasses());
    }

    Declared<Provider> providers() {
        Declared<Provider> providers = new Declared<>("provider");
        return policy == null ? providers.unreadable() : filled(providers, policy.providers());
    }

    /**
     * Returns the credentials that a caller's plan may hold.
     *
     * @param caller null where nobody knows
     */
    Declared<ProviderKey> keys(@Nullable Caller caller) {
        if (policy == null || caller == null) {
            return new Declared<ProviderKey>("key").unreadable();
        }
        Declared<ProviderKey> keys = new Declared<>("key of " + caller.workspace() + " or shared capacity");
        Stream.concat(policy.workspaceOf(caller).keys().values().stream(), policy.sharedKeys().values().stream())
                .flatMap(List::stream)
                .forEach(key -> keys.add(key.name(), key));
        return keys;
    }

    private static <T> Declared<T> filled(Declared<T> declared, Map<String, T> values) {
        values.forEach(declared::add);
        return declared;
    }
}
