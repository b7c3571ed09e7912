package dev.byok.gateway;

import dev.byok.plan.Carriage;
import dev.byok.provider.Dialect;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out to whom one request can be told. */
@FunctionalInterface
interface Carriages {

    /** For whoever has no body at hand: takes it that everybody can be told everything. */
    Carriages NONE = (dialects, mostTokens) -> Carriage.ALL;

    /**
     * Returns to whom it can be told.
     *
     * @param dialects those that endpoints of its models speak, beside its caller's
     * @param mostTokens what an answer may have at most; null where nobody limits that
     */
    Carriage of(Set<Dialect> dialects, @Nullable Integer mostTokens);
}
