package dev.byok.plan;

import dev.byok.policy.Capability;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Provider;
import dev.byok.policy.SourceLocation;
import dev.byok.price.MaxPrice;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a request itself says of the endpoints that may serve it. Names of providers are compared without regard to case and
 * with {@code -} for a space, so that OpenRouter's display names mean the same as its slugs. What nobody knows of an endpoint
 * is taken to be what is not wanted.
 *
 * @param only the only providers that may serve; null where any may
 * @param ignore providers that must not serve; {@code name/variant} too keeps the whole provider out
 * @param quantizations those that may serve, relatives included; null where any may
 * @param needs what an endpoint has to be able to do
 * @param maxPrice what it may charge; null where any price will do
 */
public record RequestLimits(
        @Nullable Set<String> only,
        Set<String> ignore,
        @Nullable Set<String> quantizations,
        Set<Capability> needs,
        @Nullable MaxPrice maxPrice) {

    public static final RequestLimits NONE = new RequestLimits(null, Set.of(), null, Set.of(), null);

    private static final SourceLocation ONLY = SourceLocation.ofRequest("provider.only");
    private static final SourceLocation IGNORE = SourceLocation.ofRequest("provider.ignore");
    private static final SourceLocation QUANTIZATIONS = SourceLocation.ofRequest("provider.quantizations");
    private static final SourceLocation NEEDS = SourceLocation.ofRequest("provider.require_parameters");
    private static final SourceLocation MAX_PRICE = SourceLocation.ofRequest("provider.max_price");

    public RequestLimits {
        only = only == null ? null : slugs(only);
        ignore = slugs(ignore);
        quantizations = quantizations == null ? null : Set.copyOf(quantizations);
        needs = Set.copyOf(needs);
    }

    private static Set<String> slugs(Set<String> names) {
        return names.stream().map(Provider::slug).collect(Collectors.toUnmodifiableSet());
    }

    /** Returns what keeps an endpoint out, or null. */
    @Nullable
    Closure against(Endpoint endpoint) {
        return equals(NONE) ? null : firstAgainst(endpoint);
    }

    private @Nullable Closure firstAgainst(Endpoint endpoint) {
        String provider = Provider.slug(endpoint.provider().name());
        if (only != null && !only.contains(provider)) {
            return new Closure(ExclusionReason.ALLOWED_PROVIDERS, ONLY);
        }
        if (ignores(provider)) {
            return new Closure(ExclusionReason.ALLOWED_PROVIDERS, IGNORE);
        }
        if (quantizations != null && !quantizations.contains(endpoint.quantization())) {
            return new Closure(ExclusionReason.QUANTIZATION, QUANTIZATIONS);
        }
        if (!endpoint.capabilities().containsAll(needs)) {
            return new Closure(ExclusionReason.CAPABILITY, NEEDS);
        }
        return maxPrice != null && !maxPrice.admits(endpoint.price())
                ? new Closure(ExclusionReason.MAX_PRICE, MAX_PRICE)
                : null;
    }

    /** What one variant of a provider is called elsewhere is not known here: who ignores one ignores them all. */
    private boolean ignores(String provider) {
        for (String name : ignore) {
            if (name.equals(provider) || name.startsWith(provider + "/")) {
                return true;
            }
        }
        return false;
    }
}
