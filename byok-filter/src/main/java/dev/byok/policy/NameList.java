package dev.byok.policy;

import java.util.List;

/**
 * Names of models or providers that somebody allows, or ignores.
 *
 * @param globs never empty
 * @param allows whether what matches is allowed and all else is not; else it is the other way round
 * @param location who says so
 */
public record NameList(List<Glob> globs, boolean allows, SourceLocation location) {

    public NameList {
        globs = List.copyOf(globs);
    }

    /** Returns a list of all that may be used. */
    public static NameList allowing(List<Glob> globs, SourceLocation location) {
        return new NameList(globs, true, location);
    }

    /** Returns a list of what may not be used. */
    public static NameList ignoring(List<Glob> globs, SourceLocation location) {
        return new NameList(globs, false, location);
    }

    /** Returns whether what goes by this name may be used, as far as this list goes. */
    public boolean admits(String name) {
        return Glob.anyMatches(globs, name) == allows;
    }
}
