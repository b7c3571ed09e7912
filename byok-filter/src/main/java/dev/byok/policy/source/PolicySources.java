package dev.byok.policy.source;

import java.nio.file.Path;

/** Finds the source that a location names. */
public final class PolicySources {

    private static final String FILE = "file:";

    private PolicySources() {}

    /**
     * Returns the source at a location: {@code file:} and a directory.
     *
     * @throws IllegalArgumentException for any other location
     */
    public static PolicySource of(String location) {
        if (location.startsWith("classpath:")) {
            throw new IllegalArgumentException("policy location " + location
                    + ": not supported by this version (use file:<directory> or configserver:<url>)");
        }
        String directory = location.startsWith(FILE) ? location.substring(FILE.length()) : "";
        if (directory.isBlank()) {
            throw new IllegalArgumentException(
                    "policy location " + location + ": expected file:<directory> or configserver:<url>");
        }
        // file:///etc/byok is the same directory as file:/etc/byok
        return new FilePolicySource(Path.of(directory));
    }
}
