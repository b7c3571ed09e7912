package dev.byok.command.keys;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.PolicyArgument;
import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.Progress;
import dev.byok.command.support.ReportOption;
import dev.byok.policy.PolicySnapshot;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks providers whether they take the keys that a policy names. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Asks each provider with each of its keys for something that costs nothing: its list of models, at OpenRouter the"
                    + " key itself. Secrets are read as the gateway reads them, from where the policy says; set what its"
                    + " secret managers need as for the gateway. No key is ever printed.",
            "",
            "Says of each key whether it is taken, which models the policy serves by it that the provider's list does not"
                    + " name, and what the answer's headers say is left of its limits. Lists of Azure OpenAI and"
                    + " OpenRouter do not tell what the key may use: there no model is missed.",
            "",
            "Says also which keys have the same secret. In different workspaces, or in environments that are to be kept"
                    + " apart, that is wrong; elsewhere it is only said.",
            "",
            "A policy says where keys are sent, and the gateway's configuration beside it (gateway.yml) where secret managers"
                    + " are and how to log in there: both are read from DIR. So run this on what you trust, such as your main"
                    + " branch, and never on somebody else's pull request.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:a key is taken, and nothing speaks against any other",
            "1:a key is rejected, used up, without access to a model or not to be read; a provider cannot be reached; a"
                    + " secret stands where it should not; nothing is known of any key; or the policy would be refused",
            "2:there is no policy to read, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok keys verify config-repo",
            "  byok keys verify --key acme-openai-main config-repo      (after a rotation)",
            "  byok keys verify --format junit . > keys.xml"
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int MOST_AT_ONCE = 16;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PolicyArgument policy;

    @Option(names = "--key", paramLabel = "NAME", description = "only this key; again for each further one")
    private List<String> keys = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private ReportOption report;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many keys at a time (default: ${DEFAULT-VALUE})")
    private int atOnce;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "how long a secret manager or a provider may take (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (atOnce < 1 || atOnce > MOST_AT_ONCE || seconds < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--at-once: expected 1 to " + MOST_AT_ONCE + "; --timeout: 1 or more");
        }
        PolicyFolder folder = policy.folder();
        PolicySnapshot snapshot = policy.snapshot();
        List<KeyInUse> chosen = KeyInUse.of(snapshot, keys);
        PrintWriter out = spec.commandLine().getOut();
        Verification verification;
        Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
        progress.begin("keys", chosen.size());
        try (PolicySecrets secrets = PolicySecrets.of(snapshot, folder)) {
            verification = new Verifier(secrets.secrets(), Duration.ofSeconds(seconds), atOnce)
                    .verify(chosen, Instant.now(), progress::step);
        } finally {
            progress.end();
        }
        switch (report.format()) {
            case HUMAN -> VerificationText.print(verification, out, Ansi.AUTO);
            case JSON -> VerificationJson.print(verification, out);
            case JUNIT -> VerificationJUnit.print(verification, out);
        }
        return verification.fine() ? ExitCode.FINE : ExitCode.WRONG;
    }
}
