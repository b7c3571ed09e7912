package dev.byok.command.diff;

import dev.byok.command.support.CompiledPolicy;
import dev.byok.command.support.ExitCode;
import dev.byok.command.support.InstantOption;
import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.ProblemLines;
import dev.byok.command.support.Progress;
import dev.byok.command.support.UnusableException;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.Shown;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what changes for whom between two versions of a policy. */
@Command(
        name = "diff",
        mixinStandardHelpOptions = true,
        description = {
            "Says what changes for whom between two commits of a config repo: callers whose plans differ, what is loosened"
                    + " first; then what is new, gone or said otherwise, prices among it. Each with its line, before and"
                    + " after.",
            "",
            "Compared are the plans of all callers for all models that both versions have, at one instant, with keys healthy"
                    + " and limits far. What only a later day brings shows as a date that was changed, or with --at. A"
                    + " caller that is gone is not, where a new one has its gateway keys or its principal: then it is"
                    + " renamed, and both are compared.",
            "",
            "Loosened is what is within reach of a caller and was not, shared capacity or a provider; what no longer is"
                    + " strict, closed or production; what may simulate failures; and what the manifest grants beyond what"
                    + " it did: providers, shared capacity, secrets, principals, file roots, environment variables.",
            "",
            "Commits are read out of Git's objects: the working copy is neither looked at nor touched. A folder with a"
                    + " policy in it may stand for a commit, so that \"byok diff HEAD .\" is about what is not committed yet.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:compared, whatever came of it, unless --fail-on says otherwise",
            "1:what --fail-on names is there, or one of the two would be refused by a gateway",
            "2:there is no such commit or no policy in it, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok diff main HEAD config-repo",
            "  byok diff HEAD .",
            "  byok diff --markdown origin/main HEAD > comment.md",
            "  byok diff --fail-on loosened origin/main HEAD"
        })
public final class DiffCommand implements Callable<Integer> {

    /** How it is told. */
    enum Format {
        HUMAN,
        JSON,
        MARKDOWN
    }

    /** What a CI server is to stop at. */
    enum FailOn {
        NOTHING,
        LOOSENED,
        CHANGED
    }

    @Parameters(index = "0", paramLabel = "REV1", description = "the older commit, or a folder with a policy")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String before;

    @Parameters(index = "1", paramLabel = "REV2", description = "the newer one")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String after;

    @Parameters(
            index = "2",
            arity = "0..1",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "the config repo that the commits are of, or the folder of one (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path directory;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "human",
            description = "human, json or markdown (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Format format;

    @Option(names = "--markdown", description = "the same as --format markdown: a comment for a pull request")
    private boolean markdown;

    @Option(
            names = "--fail-on",
            paramLabel = "WHAT",
            defaultValue = "nothing",
            description =
                    "nothing, loosened or changed: exit with 1 where there is any such (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private FailOn failOn;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private InstantOption at;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Format told = markdown ? Format.MARKDOWN : format;
        Instant instant = at.instant();
        Side old = side(before);
        Side now = side(after);
        PolicySnapshot oldPolicy = compiled(old, told);
        PolicySnapshot nowPolicy = compiled(now, told);
        if (oldPolicy == null || nowPolicy == null) {
            return ExitCode.WRONG;
        }
        Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
        PolicyDiff diff = PolicyDiff.of(oldPolicy, nowPolicy, instant, progress);
        PrintWriter out = spec.commandLine().getOut();
        String oldPrefix = old.folder().prefix();
        String nowPrefix = now.folder().prefix();
        DiffWords words = new DiffWords(oldPrefix, nowPrefix);
        switch (told) {
            case HUMAN -> DiffText.print(diff, words, out, Ansi.AUTO);
            case JSON -> DiffJson.print(diff, oldPrefix, nowPrefix, out);
            case MARKDOWN -> DiffMarkdown.print(diff, words, out);
        }
        return fails(diff) ? ExitCode.WRONG : ExitCode.FINE;
    }

    private boolean fails(PolicyDiff diff) {
        return switch (failOn) {
            case NOTHING -> false;
            case LOOSENED -> !diff.loosened().isEmpty();
            case CHANGED -> !diff.isEmpty();
        };
    }

    private Side side(String named) {
        Path folder = folder(named);
        if (folder != null) {
            PolicyFolder policy = PolicyFolder.of(folder);
            return new Side(named, policy, policy.read());
        }
        if (!Files.isDirectory(directory)) {
            throw new UnusableException(directory + ": no such directory");
        }
        try (GitHistory history = GitHistory.of(directory)) {
            return history.at(named);
        }
    }

    /** Returns the folder that is meant, null where it is none with a policy. */
    private static @Nullable Path folder(String named) {
        try {
            Path path = Path.of(named);
            boolean policy = Files.isRegularFile(path.resolve("policy.yml"))
                    || Files.isRegularFile(path.resolve("byok").resolve("policy.yml"));
            return policy ? path : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Returns what a gateway would make of it; null where it would refuse it, which is then said. */
    private @Nullable PolicySnapshot compiled(Side side, Format told) {
        CompiledPolicy compiled = CompiledPolicy.of(side.files());
        if (compiled.snapshot() == null) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(Shown.text(side.label()) + ":");
            new ProblemLines(err, Ansi.AUTO).refused(side.folder(), compiled.problems());
            if (told == Format.MARKDOWN) {
                DiffMarkdown.printRefused(
                        side.label(),
                        compiled.problems(),
                        side.folder().prefix(),
                        spec.commandLine().getOut());
            }
        }
        return compiled.snapshot();
    }
}
