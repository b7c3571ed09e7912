package dev.byok.quota;

import java.util.List;

/**
 * What one answer said is left of its key's limits.
 *
 * @param limits at least one, each name once
 */
public record Quota(List<Remaining> limits) {

    public Quota {
        limits = List.copyOf(limits);
    }
}
