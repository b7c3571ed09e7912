package dev.byok.command.explain;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.InstantOption;
import dev.byok.command.support.PolicyArgument;
import dev.byok.command.support.PolicyFolder;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.scenario.Met;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says what a gateway would do with a request. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = {
            "Says what a gateway would do with a request of a caller: whom it would try, one after the other, if each"
                    + " failed in a way that lets the next one follow; and who is left out why, with the line of the"
                    + " policy that says so.",
            "",
            "Keys are healthy and limits are far, unless --key or --provider says otherwise.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:somebody would be tried",
            "1:nobody would be, or the policy would be refused",
            "2:there is no policy to read, or what was asked is not in it"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok explain --caller content-agent --model demo/large config-repo",
            "  byok explain --caller legal-bot --model demo/large --key acme-alpha-main=rate_limited config-repo",
            "  byok explain --caller content-agent --model demo/large --prompt-tokens 4000 --max-tokens 500 config-repo"
        })
public final class ExplainCommand implements Callable<Integer> {

    /** How it is told. */
    enum Format {
        HUMAN,
        JSON
    }

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private PolicyArgument policy;

    @Option(
            names = "--caller",
            required = true,
            paramLabel = "NAME",
            description = "who asks; WORKSPACE/NAME where several workspaces have one of that name")
    @SuppressWarnings("NullAway.Init") // by picocli
    private String caller;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "MODEL",
            description = "what is asked for; again for each further one that the request names")
    private List<String> models = new ArrayList<>();

    @Option(
            names = "--key",
            paramLabel = "KEY=MET",
            description = "what a key has just met: rate_limited, quota_exhausted, credential_rejected or permission;"
                    + " with :30s or :5m behind it where the provider says for how long")
    private Map<String, String> keys = new LinkedHashMap<>();

    @Option(
            names = "--provider",
            paramLabel = "PROVIDER=MET",
            description = "what a provider has just met so often that it is left alone: overloaded or silent")
    private Map<String, String> providers = new LinkedHashMap<>();

    @Option(names = "--strict", description = "the request itself asks for own keys only (x-byok-strict)")
    private boolean strict;

    @Option(
            names = "--profile",
            paramLabel = "PROFILE",
            description = "which of its caller's profiles the request itself names (x-byok-profile)")
    private @Nullable String profile;

    @Option(
            names = "--data-class",
            paramLabel = "CLASS",
            description = "what the request itself says of its content (x-byok-data-class)")
    private @Nullable String dataClass;

    @Mixin
    @SuppressWarnings("NullAway.Init") // by picocli
    private InstantOption at;

    @Option(names = "--prompt-tokens", paramLabel = "N", description = "what the prompt has, to say what it would cost")
    private @Nullable Long promptTokens;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            defaultValue = "0",
            description = "what the answer may have (default: ${DEFAULT-VALUE})")
    private long maxTokens;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "human",
            description = "human or json (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Format format;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        Question question = question();
        PolicyFolder folder = policy.folder();
        Explanation explanation = Explanation.of(policy.snapshot(), question);
        PrintWriter out = spec.commandLine().getOut();
        switch (format) {
            case HUMAN -> ExplanationText.print(folder, explanation, out);
            case JSON -> ExplanationJson.print(folder, explanation, out);
        }
        return explanation.rehearsal().attempts().isEmpty() ? ExitCode.WRONG : ExitCode.FINE;
    }

    private Question question() {
        if ((promptTokens != null && promptTokens < 0) || maxTokens < 0) {
            throw wrong("--prompt-tokens and --max-tokens: expected 0 or more");
        }
        Map<String, Outcome> met = new LinkedHashMap<>();
        keys.forEach((name, what) -> met.put(name, met(what)));
        Map<String, OutcomeClass> broken = new LinkedHashMap<>();
        providers.forEach((name, what) -> broken.put(name, broken(what)));
        return new Question(
                caller, models, strict, profile, dataClass, met, broken, at.instant(), promptTokens, maxTokens);
    }

    private Outcome met(String text) {
        Met met = Met.of(text);
        if (met == null) {
            throw wrong("--key: expected " + words(Met.OF_KEYS) + " after the =, and maybe a time such as :30s");
        }
        return met.outcome();
    }

    private OutcomeClass broken(String text) {
        OutcomeClass what = Met.named(text, Met.OF_PROVIDERS);
        if (what == null) {
            throw wrong("--provider: expected " + words(Met.OF_PROVIDERS) + " after the =");
        }
        return what;
    }

    private static String words(List<OutcomeClass> classes) {
        return classes.stream().map(OutcomeClass::text).collect(Collectors.joining(" or "));
    }

    private ParameterException wrong(String why) {
        return new ParameterException(spec.commandLine(), why);
    }
}
