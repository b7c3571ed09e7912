package dev.byok.plan;

import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The endpoints of one model, or of several that are merged, each with its rank: 0 is tried first. */
final class Ranked {

    private final List<Model> models;
    private final List<Endpoint> endpoints;
    private final int first;
    private final int @Nullable [] modelIndexes;

    /**
     * @param models those of the request
     * @param first the place of the first of the models that the endpoints are of
     * @param modelIndexes the place of each endpoint's model; null where there is only that one
     */
    Ranked(List<Model> models, int first, List<Endpoint> endpoints, int @Nullable [] modelIndexes) {
        this.models = models;
        this.first = first;
        this.endpoints = endpoints;
        this.modelIndexes = modelIndexes;
    }

    int size() {
        return endpoints.size();
    }

    /** Returns them by rank. */
    List<Endpoint> endpoints() {
        return endpoints;
    }

    Endpoint endpoint(int rank) {
        return endpoints.get(rank);
    }

    int modelIndex(int rank) {
        return modelIndexes == null ? first : modelIndexes[rank];
    }

    Model model(int rank) {
        return models.get(modelIndex(rank));
    }

    String provider(int rank) {
        return endpoint(rank).provider().name();
    }

    /**
     * Returns the same in another order.
     *
     * @param ranks the former rank of each
     */
    Ranked inOrder(int[] ranks) {
        Endpoint[] ordered = new Endpoint[ranks.length];
        int[] ofModels = modelIndexes == null ? null : new int[ranks.length];
        for (int rank = 0; rank < ranks.length; rank++) {
            ordered[rank] = endpoints.get(ranks[rank]);
            if (ofModels != null) {
                ofModels[rank] = modelIndex(ranks[rank]);
            }
        }
        return new Ranked(models, first, Arrays.asList(ordered), ofModels);
    }
}
