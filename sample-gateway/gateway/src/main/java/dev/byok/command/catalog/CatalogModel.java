package dev.byok.command.catalog;

import dev.byok.price.Price;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model as it is to stand in {@code models.yml}.
 *
 * @param context the smallest that its endpoints are listed with; null where none is
 */
record CatalogModel(String slug, @Nullable Integer context, List<Served> endpoints) {

    /**
     * An endpoint.
     *
     * @param provider as the policy calls it
     */
    record Served(String provider, String model, Price price) {}

    CatalogModel {
        endpoints = List.copyOf(endpoints);
    }
}
