package dev.byok.command.catalog;

import dev.byok.price.Price;
import dev.byok.provider.ProviderPreset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model at a provider, as a list has it.
 *
 * @param model what the provider calls it
 * @param context tokens; null where the list does not say
 * @param without what of its prices the policy has no place for
 */
record Offer(ProviderPreset preset, String model, @Nullable Integer context, Price price, List<String> without) {

    Offer {
        without = List.copyOf(without);
    }
}
