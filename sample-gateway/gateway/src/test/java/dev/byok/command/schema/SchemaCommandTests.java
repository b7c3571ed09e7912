package dev.byok.command.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.policy.document.PolicySchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed. */
class SchemaCommandTests {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void writesTheSchemasOfThisVersionAndLeavesOtherFiles() throws IOException {
        Path schemas = folder.resolve("config-repo").resolve("schema");
        Files.createDirectories(schemas);
        Files.writeString(schemas.resolve("models.json"), "{}");
        Files.writeString(schemas.resolve("ours.json"), "{}");

        assertThat(byok("schema", schemas.toString())).isZero();

        for (PolicySchema schema : PolicySchema.values()) {
            Path file = schemas.resolve(schema.fileName());
            assertThat(file).hasContent(schema.text());
            assertThat(out.toString()).contains(file.toString());
        }
        assertThat(schemas.resolve("ours.json")).hasContent("{}");
    }

    @Test
    void saysThatAPlaceIsNoFolder() throws IOException {
        Path file = Files.writeString(folder.resolve("schema"), "");

        assertThat(byok("schema", file.toString())).isEqualTo(2);

        assertThat(err.toString()).contains(file + " cannot be written");
    }

    private int byok(String... args) {
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}
