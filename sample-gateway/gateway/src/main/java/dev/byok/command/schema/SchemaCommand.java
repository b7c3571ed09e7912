package dev.byok.command.schema;

import dev.byok.command.support.UnusableException;
import dev.byok.policy.document.PolicySchema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the JSON Schemas of the policy's files, those of this version, for editors. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Writes the JSON Schemas of the policy's files into a folder, those of this version. An editor that reads them"
                    + " completes fields and words, explains them, and marks what is wrong while it is typed.",
            "",
            "Editors with the YAML language server find a file's schema by its first line:",
            "  byok/policy.yml            # yaml-language-server: $schema=../schema/policy.json",
            "  byok/providers.yml         # yaml-language-server: $schema=../schema/providers.json",
            "  byok/models.yml            # yaml-language-server: $schema=../schema/models.json",
            "  byok/profiles.yml          # yaml-language-server: $schema=../schema/profiles.json",
            "  byok/workspaces/*.yml      # yaml-language-server: $schema=../../schema/workspace.json",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:the schemas are there", "2:they could not be written"},
        footerHeading = "%nExamples:%n",
        footer = "  byok schema config-repo/schema")
public final class SchemaCommand implements Runnable {

    @Parameters(paramLabel = "DIR", description = "where to write them; made if need be, its other files stay")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path directory;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        try {
            Files.createDirectories(directory);
            for (PolicySchema schema : PolicySchema.values()) {
                Path file = directory.resolve(schema.fileName());
                Files.writeString(file, schema.text());
                out.println(file);
            }
        } catch (IOException e) {
            throw new UnusableException(directory + " cannot be written: " + e);
        }
    }
}
