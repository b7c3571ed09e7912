package dev.byok.gateway;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import java.util.List;

/**
 * A model that a caller may use.
 *
 * @param endpoints those that may serve it there; never empty
 */
record UsableModel(Model model, List<Endpoint> endpoints) {

    UsableModel {
        endpoints = List.copyOf(endpoints);
    }
}
