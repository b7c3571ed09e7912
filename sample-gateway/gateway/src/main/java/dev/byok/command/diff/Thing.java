package dev.byok.command.diff;

import dev.byok.policy.SourceLocation;
import java.util.Map;

/**
 * Something that a policy declares by name.
 *
 * @param kind as in {@code key}
 * @param name unmistakable among those of its kind
 * @param facts what is said of it, in words, by what it is called; as long as they are, and not to be printed as they are
 */
record Thing(String kind, String name, SourceLocation location, Map<String, String> facts) {}
