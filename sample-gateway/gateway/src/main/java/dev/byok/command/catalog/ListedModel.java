package dev.byok.command.catalog;

import dev.byok.provider.ProviderPreset;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a price list: an offer, or why it is none for us.
 *
 * @param entry what the list calls it
 * @param preset who serves it; null where this version has no preset for that
 * @param model what the provider calls it; null where nobody asked
 * @param offer null where it is left out
 * @param leftOut why it is; null where it is not
 */
record ListedModel(
        String entry,
        @Nullable ProviderPreset preset,
        @Nullable String model,
        @Nullable Offer offer,
        @Nullable String leftOut) {

    static ListedModel of(String entry, Offer offer) {
        return new ListedModel(entry, offer.preset(), offer.model(), offer, null);
    }

    static ListedModel leftOut(String entry, @Nullable ProviderPreset preset, @Nullable String model, String why) {
        return new ListedModel(entry, preset, model, null, why);
    }
}
