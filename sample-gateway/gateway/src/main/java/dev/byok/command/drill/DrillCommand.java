package dev.byok.command.drill;

import dev.byok.command.support.CompiledPolicy;
import dev.byok.command.support.ExitCode;
import dev.byok.command.support.PolicyArgument;
import dev.byok.command.support.PolicyFolder;
import dev.byok.command.support.Progress;
import dev.byok.command.support.RefusedPolicyException;
import dev.byok.command.support.ReportOption;
import dev.byok.command.support.UnusableException;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Scenarios;
import dev.byok.scenario.Scenario;
import java.io.PrintWriter;
import java.time.Duration;
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

/** Runs a policy's scenarios against a gateway that is live. */
@Command(
        name = "drill",
        mixinStandardHelpOptions = true,
        description = {
            "Runs the scenarios of a policy against a live gateway, as for staging: what a scenario says that keys have met is"
                    + " simulated there by x-byok-simulate, for the one request and nobody else. Each scenario costs a plan"
                    + " (x-byok-dry-run) and one small real request, which the keys that are not simulated answer.",
            "",
            "The scenario's caller needs a gateway key here (--key-for) and, where keys or providers have met something,"
                    + " simulate: true in the gateway's policy, in an environment that is not production. The key may be that"
                    + " of a stand-in; the report says as whom the gateway knew it.",
            "",
            "What a live gateway does not show, such as what a request would cost or names of keys that the workspace hides,"
                    + " is reported as not shown, never as passed.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:all that was shown is as the scenarios say, and some scenario passed whole",
            "1:something is not, or no scenario passed whole; or the policy or a scenario would be refused",
            "2:there is no policy to read, the gateway cannot be reached, or an option is wrong"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok drill --url https://staging.example.com/v1 --key-for content-agent=env:STAGING_KEY config-repo",
            "  byok drill --url http://localhost:8080/v1 --key-for acme/legal-bot=file:/run/secrets/legal-bot"
                    + " --format junit . > drill.xml"
        })
public final class DrillCommand implements Callable<Integer> {

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PolicyArgument policy;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "where the gateway takes requests, as in https://staging.example.com/v1")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String url;

    // Not a map: what picocli says of a pair that is none would quote it, and it could be the key itself.
    @Option(
            names = "--key-for",
            paramLabel = "CALLER=WHERE",
            description = "where a caller's gateway key is: env:NAME or file:PATH; again for each further caller, as"
                    + " WORKSPACE/NAME where several workspaces have one of that name")
    private List<String> keys = new ArrayList<>();

    @Option(names = "--scenario", paramLabel = "NAME", description = "only this scenario; again for each further one")
    private List<String> names = new ArrayList<>();

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private ReportOption report;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "how long one request may take (default: ${DEFAULT-VALUE})")
    private int seconds;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--timeout: expected 1 or more");
        }
        PolicyFolder folder = policy.folder();
        PolicyFiles files = folder.read();
        PolicySnapshot snapshot = CompiledPolicy.usable(folder, files);
        List<Scenario> scenarios = scenarios(folder, files, snapshot);
        Drill drill = new Drill(
                LiveGateway.at(url, Duration.ofSeconds(seconds)),
                CallerKeys.of(keys, snapshot, System::getenv),
                snapshot);
        PrintWriter out = spec.commandLine().getOut();
        List<DrillResult> results;
        Progress progress = new Progress(spec.commandLine().getErr(), Ansi.AUTO.enabled());
        progress.begin("drill", scenarios.size());
        try {
            results = drill.run(scenarios, progress::step);
        } finally {
            progress.end();
        }
        switch (report.format()) {
            case HUMAN -> DrillText.print(results, out, Ansi.AUTO);
            case JSON -> DrillJson.print(results, out);
            case JUNIT -> DrillJUnit.print(results, out);
        }
        return DrillResult.fine(results) ? ExitCode.FINE : ExitCode.WRONG;
    }

    private List<Scenario> scenarios(PolicyFolder folder, PolicyFiles files, PolicySnapshot snapshot) {
        Scenarios read = Scenarios.read(files, snapshot);
        if (!read.problems().isEmpty()) {
            throw new RefusedPolicyException(folder, read.problems());
        }
        List<String> known = read.scenarios().stream().map(Scenario::name).toList();
        if (known.isEmpty()) {
            throw new UnusableException(folder.path() + ": no scenarios below scenarios/");
        }
        for (String name : names) {
            if (!known.contains(name)) {
                throw new UnusableException("no scenario is called " + name);
            }
        }
        return read.scenarios().stream()
                .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
                .toList();
    }
}
