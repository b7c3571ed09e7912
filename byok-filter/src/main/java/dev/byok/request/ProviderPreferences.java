package dev.byok.request;

import dev.byok.policy.Percentiles;
import dev.byok.policy.Sort;
import dev.byok.price.MaxPrice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request says in its {@code provider} object, in OpenRouter's names and with their meaning. Names of providers are not
 * checked against the policy here.
 *
 * @param order providers that come first, in this order; empty where nothing is said
 * @param only the only providers that may serve; null where nothing is said, never empty
 * @param ignore providers that must not serve
 * @param allowFallbacks false keeps the leading endpoint only, or those of {@code order}
 * @param requireParameters whether an endpoint has to know every parameter of the request
 * @param denyDataCollection whether {@code data_collection} is {@code deny}
 * @param zdr whether nothing may be retained
 * @param quantizations those that may serve; null where nothing is said, never empty
 * @param sort null where nothing is said
 * @param minThroughput tokens per second; an endpoint below comes last; null where nothing is said
 * @param maxLatency seconds to the first output; an endpoint above comes last; null where nothing is said
 * @param maxPrice null where any price will do
 */
public record ProviderPreferences(
        List<String> order,
        @Nullable List<String> only,
        List<String> ignore,
        boolean allowFallbacks,
        boolean requireParameters,
        boolean denyDataCollection,
        boolean zdr,
        @Nullable List<String> quantizations,
        @Nullable Sort sort,
        @Nullable Percentiles minThroughput,
        @Nullable Percentiles maxLatency,
        @Nullable MaxPrice maxPrice) {

    /** What holds where a request has no such object, or one that says nothing; there is no other that equals it. */
    public static final ProviderPreferences NONE = new ProviderPreferences(
            List.of(), null, List.of(), true, false, false, false, null, null, null, null, null);

    public ProviderPreferences {
        order = List.copyOf(order);
        only = only == null ? null : List.copyOf(only);
        ignore = List.copyOf(ignore);
        quantizations = quantizations == null ? null : List.copyOf(quantizations);
    }
}
