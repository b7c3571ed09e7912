package dev.byok.policy.document;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Glob;
import dev.byok.policy.Model;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The models, and which provider serves which of them, as far as they could be read: one that could not may be anybody's. */
final class Catalog {

    private static final String REMEDY = ": leave it out, or give it an endpoint in " + Layout.MODELS;

    private final Declared<Model> models;
    private final Map<String, Map<String, Model>> byProvider = new HashMap<>();
    private final Map<String, Boolean> matches = new HashMap<>();

    Catalog(Declared<Model> models) {
        this.models = models;
        models.values().values().forEach(model -> model.endpoints().forEach(endpoint -> byProvider
                .computeIfAbsent(endpoint.provider().name(), any -> new LinkedHashMap<>())
                .put(model.slug(), model)));
    }

    /** Returns whether every model could be read whole. */
    boolean isCertain() {
        return models.isCertain();
    }

    /** Returns the models that a provider is known to serve. */
    Collection<Model> servedBy(String provider) {
        return byProvider.getOrDefault(provider, Map.of()).values();
    }

    /**
     * Returns the patterns of a list, each of which has to match a model that a provider serves; null where there is no
     * list.
     *
     * @param provider null where it is not known which one it is
     */
    @Nullable
    List<Glob> globs(@Nullable Value list, @Nullable String provider) {
        List<Glob> globs = models.globs(list);
        if (list != null && provider != null) {
            list.list().stream().filter(Value::isSound).forEach(item -> check(item, provider));
        }
        return globs;
    }

    private void check(Value item, String provider) {
        String text = item.text();
        if (text == null || mayServe(provider, text)) {
            return;
        }
        String shown = Shown.text(provider);
        item.problem(
                Glob.of(text).isLiteral()
                        ? shown + " does not serve this model (" + providersOf(text) + " does)" + REMEDY
                        : "matches no model that " + shown + " serves" + REMEDY);
    }

    private boolean mayServe(String provider, String text) {
        return matches.computeIfAbsent(provider + " " + text, any -> findServed(provider, Glob.of(text)));
    }

    private boolean findServed(String provider, Glob glob) {
        Map<String, Model> served = byProvider.getOrDefault(provider, Map.of());
        boolean found = glob.isLiteral()
                ? served.containsKey(glob.toString())
                : served.keySet().stream().anyMatch(glob::matches);
        return found || models.anyDoubtful(glob);
    }

    private String providersOf(String slug) {
        Model model = models.values().get(slug);
        return model == null
                ? ""
                : model.endpoints().stream()
                        .map(Endpoint::provider)
                        .map(provider -> Shown.text(provider.name()))
                        .collect(Collectors.toCollection(TreeSet::new))
                        .stream()
                        .collect(Collectors.joining(" or "));
    }
}
