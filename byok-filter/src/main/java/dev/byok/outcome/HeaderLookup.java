package dev.byok.outcome;

import org.jspecify.annotations.Nullable;

/** The response headers of one answer, by name in any case. */
@FunctionalInterface
public interface HeaderLookup {

    /** No headers at all, as for an error inside a stream. */
    HeaderLookup NONE = name -> null;

    /** Returns the header's first value, or null where there is none. */
    @Nullable
    String get(String name);
}
