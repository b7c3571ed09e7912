package dev.byok.policy.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The JSON Schemas of a policy's files, for editors: one for each kind of file. They are of draft 7, the newest that the
 * YAML language server of most editors reads, and never refuse what {@link PolicyCompiler} accepts; what needs more than
 * one place to be judged, such as a name that nobody declares, only the compiler refuses.
 */
public enum PolicySchema {
    MANIFEST("policy.json"),
    PROVIDERS("providers.json"),
    MODELS("models.json"),
    PROFILES("profiles.json"),
    WORKSPACE("workspace.json"),
    SCENARIOS("scenarios.json");

    private static final String FOLDER = "/META-INF/byok/schema/";

    private final String fileName;

    PolicySchema(String fileName) {
        this.fileName = fileName;
    }

    /** Returns what its file is called, here and beside a policy. */
    public String fileName() {
        return fileName;
    }

    /** Returns its JSON. */
    public String text() {
        try (InputStream in = PolicySchema.class.getResourceAsStream(FOLDER + fileName)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + FOLDER + fileName);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
