package dev.byok.command.catalog;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.UnusableException;
import dev.byok.policy.Glob;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a public price list into models. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turns a public price list into entries of models.yml: models, who serves them, prices in USD per million"
                    + " tokens, context. The entries go to the output, what could not be taken over is counted beside it.",
            "",
            "A model is called as its vendor is at OpenRouter (x-ai/grok-4), and everybody who lists it under that name is"
                    + " one of its endpoints, OpenRouter the last. Look at the result before you merge it.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:there are entries",
            "1:there is none",
            "2:the file is no price list of a known format, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok catalog import model_prices_and_context_window.json > models.yml",
            "  byok catalog import --provider openai --only 'openai/gpt-5*' data.json",
            "  byok catalog import --provider openai --provider azure-openai=azure-eu --verbose data.json"
        })
public final class CatalogImportCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FILE", description = "a price list, as litellm or genai-prices publish theirs (JSON)")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path file;

    @Option(
            names = "--from",
            paramLabel = "FORMAT",
            converter = PriceListFormat.Converter.class,
            description = "litellm-prices or genai-prices (default: by what is in it)")
    private @Nullable PriceListFormat format;

    @Option(
            names = "--provider",
            paramLabel = "PRESET[=NAME]",
            converter = Target.Converter.class,
            description =
                    "only this provider's models, with what the policy calls it where that is not the preset's own"
                            + " name; again for more (default: every preset that the list knows)")
    private List<Target> providers = new ArrayList<>();

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "only models with such a slug, as in openai/*; again for more")
    private List<String> globs = new ArrayList<>();

    @Option(
            names = "--at",
            paramLabel = "DATE",
            description = "the prices of that day, as in 2026-12-31, without what is retired by then (default: today)")
    private @Nullable LocalDate at;

    @Option(names = "--verbose", description = "name each entry that could not be taken over, or not all of it")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonNode root = root();
        PriceListFormat known = format == null ? PriceListFormat.of(root) : format;
        if (known == null) {
            throw new UnusableException(file + ": expected a price list in the format of " + PriceListFormat.names());
        }
        LocalDate day = at == null ? LocalDate.now(ZoneOffset.UTC) : at;
        ImportReport report = new ImportReport();
        Catalog catalog = new Catalog(providers, globs.stream().map(Glob::of).toList(), report);
        List<CatalogModel> models = catalog.of(known.read(root, day));
        ModelsYaml.print(known, models, spec.commandLine().getOut());
        report.print(models, verbose, spec.commandLine().getErr());
        return models.isEmpty() ? ExitCode.WRONG : ExitCode.FINE;
    }

    private JsonNode root() {
        if (!Files.isRegularFile(file)) {
            throw new UnusableException(file + ": no such file");
        }
        // Not a constant: picocli makes an instance of each command, whichever is asked for.
        JsonMapper json = JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        try (InputStream bytes = Files.newInputStream(file)) {
            return json.readTree(bytes);
        } catch (JacksonException e) {
            // Where, and not what: the file may be another than was meant.
            throw new UnusableException(
                    file + ":" + e.getLocation().getLineNr() + ": expected JSON, of a public price list");
        } catch (IOException e) {
            throw new UnusableException(file + " cannot be read");
        }
    }
}
