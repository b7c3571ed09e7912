package dev.byok.policy.document;

import dev.byok.policy.Capability;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.Provider;
import dev.byok.policy.Quantizations;
import dev.byok.price.Price;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads models.yml. */
final class ModelsReader {

    private static final Fields ROOT = Fields.of("models");
    private static final Fields MODEL =
            Fields.of("context", "max-output", "capabilities", "endpoints").without("price", "region", "data-policy");
    private static final Fields ENDPOINT = Fields.of("provider", "model", "price", "quantization", "capabilities")
            .without("context", "max-output", "region", "data-policy");
    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");

    private final Declared<Provider> providers;

    private ModelsReader(Declared<Provider> providers) {
        this.providers = providers;
    }

    static Declared<Model> read(Section root, Declared<Provider> providers) {
        ModelsReader reader = new ModelsReader(providers);
        Declared<Model> models = new Declared<>("model");
        root.only(ROOT).require("models").entries("models").forEach((slug, value) -> {
            Section section = value.section();
            Model model = section == null || !isSlug(slug, value) ? null : reader.model(slug, section);
            models.add(slug, model);
            if (model != null && section != null && !isWhole(model, section)) {
                models.doubt(slug);
            }
        });
        return models;
    }

    private static boolean isSlug(String slug, Value value) {
        boolean fits = SLUG.matcher(slug).matches();
        if (!fits) {
            value.silentProblem("expected a slug of letters, digits and . _ : / @ + - (at most 200)");
        }
        return fits;
    }

    /** An endpoint of a provider that is wrong is missing, although nothing is wrong with the endpoint itself. */
    private static boolean isWhole(Model model, Section section) {
        return section.isSound()
                && model.endpoints().size() == section.list("endpoints").size();
    }

    private @Nullable Model model(String slug, Section section) {
        section.only(MODEL).require("endpoints");
        Integer context = section.integer("context", 1, Integer.MAX_VALUE);
        Integer maxOutput = section.integer("max-output", 1, Integer.MAX_VALUE);
        Set<Capability> capabilities = EndpointBoundsReader.capabilities(section, "capabilities");
        List<Endpoint> endpoints = new ArrayList<>();
        Unique served = Unique.create();
        for (Value item : section.list("endpoints")) {
            Endpoint endpoint = endpoint(slug, item, capabilities, served);
            if (endpoint != null) {
                endpoints.add(endpoint);
            }
        }
        return endpoints.isEmpty() ? null : new Model(slug, context, maxOutput, endpoints, section.location());
    }

    private @Nullable Endpoint endpoint(String slug, Value item, Set<Capability> ofModel, Unique served) {
        Section section = item.section();
        if (section == null) {
            return null;
        }
        section.only(ENDPOINT).require("provider", "model");
        Price price = PriceReader.read(section.get("price"));
        String quantization = section.word("quantization", Quantizations.NAMES);
        Set<Capability> own = EndpointBoundsReader.capabilities(section, "capabilities");
        Provider provider = providers.resolve(section.get("provider"));
        Value model = section.get("model");
        String upstreamModel = model == null ? null : model.text();
        if (provider == null || model == null || upstreamModel == null) {
            return null;
        }
        if (!provider.deployments().isEmpty() && !provider.deployments().contains(upstreamModel)) {
            model.problem("expected one of the provider's deployments"
                    + Suggestion.of(upstreamModel, provider.deployments()));
            return null;
        }
        return served.claim(provider.name() + " " + upstreamModel, model)
                ? new Endpoint(
                        provider.serving(upstreamModel),
                        upstreamModel,
                        provider.knownAs(upstreamModel, slug),
                        price,
                        quantization == null ? Quantizations.UNKNOWN : quantization,
                        // Its own are all it has, whatever its model says.
                        section.has("capabilities") ? own : ofModel,
                        section.location())
                : null;
    }
}
