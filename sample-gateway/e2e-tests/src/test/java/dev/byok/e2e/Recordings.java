package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The conversations that are written down. */
final class Recordings {

    static final Path FOLDER = Path.of("src/test/resources/conversations");

    static final JsonMapper JSON = JsonMapper.builder().build();

    private Recordings() {}

    /** Returns what a provider of a dialect answers, turn by turn. */
    static JsonNode answers(String dialect) {
        return read(dialect + "/answers.json");
    }

    /** Returns what a caller of a dialect asks, turn by turn. */
    static JsonNode turns(String dialect) {
        return read(dialect + "/turns.json");
    }

    static JsonNode read(String file) {
        try {
            return JSON.readTree(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
