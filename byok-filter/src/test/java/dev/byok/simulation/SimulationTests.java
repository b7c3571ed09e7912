package dev.byok.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.byok.health.Admission;
import dev.byok.health.Health;
import dev.byok.health.InMemoryHealth;
import dev.byok.health.Standing;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.plan.Attempt;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import dev.byok.provider.ProviderPreset;
import dev.byok.quota.Demand;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may say of its keys, and what becomes of it. */
class SimulationTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final SourceLocation HERE = new SourceLocation("test", 1);
    private static final OutcomeClassifier CLASSIFIER = new OutcomeClassifier(Clock.systemUTC());
    private static final PolicySnapshot POLICY = PolicyCompiler.compile(new PolicyFiles("v1", SamplePolicy.contents()));
    private static final String MAIN = "acme-openai-main";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "acme-openai-main=401                      | 401 credential_rejected",
                "acme-openai-main=402                      | 402 quota_exhausted",
                "acme-openai-main=403                      | 403 permission",
                "acme-openai-main=429                      | 429 rate_limited",
                "acme-openai-main=429,retry-after=30       | 429 rate_limited PT30S",
                "acme-openai-main=429, retry-after=0       | 429 rate_limited PT0S",
                "acme-openai-main=503,retry-after=2        | 503 overloaded PT2S",
                "acme-openai-main=500                      | 500 overloaded.server_error",
                "acme-openai-main=529                      | 529 overloaded",
                "acme-openai-main=400                      | 400 invalid_request",
                "acme-openai-main=timeout                  | 0 silent",
                "acme-openai-main=reset                    | 0 overloaded.connection",
                "acme-openai-dev=500 ; acme-openai-main=429| 429 rate_limited",
                "shared-openai-1=429                       | real",
            })
    void saysWhatAnAttemptComesTo(String header, String expected) throws InvalidSimulationException {
        assertThat(told(acme(header).outcome(attempt(key(MAIN), ProviderPreset.OPENAI))))
                .isEqualTo(expected);
    }

    private static String told(@Nullable Outcome outcome) {
        if (outcome == null) {
            return "real";
        }
        Duration retryAfter = outcome.retryAfter();
        return outcome.status() + " " + outcome.text() + (retryAfter == null ? "" : " " + retryAfter);
    }

    /** What a drill counts on: a class of failure is one status at every provider. */
    @ParameterizedTest
    @EnumSource(ProviderPreset.class)
    void isJudgedAlikeAtEveryProvider(ProviderPreset preset) throws InvalidSimulationException {
        assertThat(classOf("401", preset)).isEqualTo(OutcomeClass.CREDENTIAL_REJECTED);
        assertThat(classOf("402", preset)).isEqualTo(OutcomeClass.QUOTA_EXHAUSTED);
        assertThat(classOf("403", preset)).isEqualTo(OutcomeClass.PERMISSION);
        assertThat(classOf("429", preset)).isEqualTo(OutcomeClass.RATE_LIMITED);
        assertThat(classOf("503", preset)).isEqualTo(OutcomeClass.OVERLOADED);
        assertThat(classOf("timeout", preset)).isEqualTo(OutcomeClass.SILENT);
    }

    private static OutcomeClass classOf(String answer, ProviderPreset preset) throws InvalidSimulationException {
        Attempt attempt = attempt(key(MAIN), preset);
        return Objects.requireNonNull(acme(MAIN + "=" + answer).outcome(attempt))
                .outcomeClass();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ";", "acme-openai-main", "=429", "acme-openai-main=429;", "a b=429", "acme-openai-main==429"
            })
    void refusesWhatIsNoPairOfKeyAndStatus(String header) {
        assertThat(why(header)).startsWith("expected KEY=STATUS such as main=429");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "200", "399", "600", "42", "4290", "slow", "4 29", "timeout,retry-after=3", "reset,x"})
    void refusesAnswersThatAreNone(String answer) {
        assertThat(why(MAIN + "=" + answer))
                .isEqualTo(
                        "acme-openai-main: expected a status from 400 to 599, or timeout or reset and nothing behind them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "retry-after", "retry-after=", "retry-after=-1", "retry-after=1s", "retry-after=999999"
            })
    void refusesWhatIsNoDelay(String delay) {
        assertThat(why(MAIN + "=429," + delay))
                .isEqualTo("acme-openai-main: behind the status nothing is expected but ,retry-after=SECONDS");
    }

    @Test
    void refusesAKeyThatIsNamedTwice() {
        assertThat(why("acme-openai-main=429;acme-openai-main=500")).isEqualTo("acme-openai-main stands there twice");
    }

    @Test
    void namesKeysThatAreNotThere() {
        assertThat(why("zeta=429;acme-openai-main=429;globex-openai=429;alpha=500"))
                .isEqualTo("unknown keys: alpha, globex-openai, zeta (expected own keys of the workspace, or shared"
                        + " capacity that is open to it)");
    }

    @Test
    void knowsSharedCapacityWhereItIsOpenOnly() {
        assertThat(why("shared-openai-1=429", "acme")).isEmpty();
        assertThat(why("shared-openai-1=429", "globex")).startsWith("unknown keys: shared-openai-1 ");
    }

    @Test
    void remembersNothingForAnybodyElse() throws InvalidSimulationException {
        Health real = new InMemoryHealth();
        Simulation simulation = acme(MAIN + "=429,retry-after=60");
        Health seen = simulation.over(real);

        meet(seen, key(MAIN), simulation);

        assertThat(standing(seen, key(MAIN)).why()).isEqualTo(OutcomeClass.RATE_LIMITED);
        assertThat(standing(seen, key(MAIN)).until()).isEqualTo(NOW.plusSeconds(60));
        assertThat(standing(real, key(MAIN))).isEqualTo(Standing.READY);
        assertThat(standing(simulation.over(real), key(MAIN))).isEqualTo(Standing.READY);
        assertThat(real.report(NOW).states()).isEmpty();
        assertThat(seen.report(NOW).states()).isEmpty();
    }

    @Test
    void takesASimulatedKeyForHealthyAndOthersForWhatTheyAre() throws InvalidSimulationException {
        Health real = new InMemoryHealth();
        meet(real, key(MAIN), acme(MAIN + "=401"));
        meet(real, key("acme-openai-dev"), acme("acme-openai-dev=402"));

        Health seen = acme(MAIN + "=429").over(real);

        assertThat(standing(seen, key(MAIN))).isEqualTo(Standing.READY);
        assertThat(standing(seen, key("acme-openai-dev")).why()).isEqualTo(OutcomeClass.QUOTA_EXHAUSTED);
    }

    @Test
    void isNotThereWhereNobodySimulates() {
        Health real = new InMemoryHealth();

        assertThat(Simulation.NONE.over(real)).isSameAs(real);
        assertThat(Simulation.NONE.covers(key(MAIN))).isFalse();
        assertThat(Simulation.NONE.outcome(attempt(key(MAIN), ProviderPreset.OPENAI)))
                .isNull();
    }

    private static void meet(Health health, ProviderKey key, Simulation simulation) {
        Attempt attempt = attempt(key, ProviderPreset.OPENAI);
        Admission admission = health.admit("acme", key, attempt.endpoint(), Demand.NONE, NOW);
        assertThat(admission).isInstanceOf(Admission.Granted.class);
        ((Admission.Granted) admission)
                .permit()
                .failed(Objects.requireNonNull(simulation.outcome(attempt)), false, NOW);
    }

    private static Standing standing(Health health, ProviderKey key) {
        return health.standing("acme", key, attempt(key, ProviderPreset.OPENAI).endpoint(), NOW);
    }

    private static Simulation acme(String header) throws InvalidSimulationException {
        return Simulation.of(header, CLASSIFIER, POLICY, workspace("acme"));
    }

    private static String why(String header) {
        return why(header, "acme");
    }

    private static String why(String header, String workspace) {
        InvalidSimulationException thrown = catchThrowableOfType(
                InvalidSimulationException.class,
                () -> Simulation.of(header, CLASSIFIER, POLICY, workspace(workspace)));
        return thrown == null ? "" : thrown.why();
    }

    private static Workspace workspace(String name) {
        return Objects.requireNonNull(POLICY.workspaces().get(name));
    }

    private static ProviderKey key(String name) {
        return Stream.concat(workspace("acme").keys().values().stream(), POLICY.sharedKeys().values().stream())
                .flatMap(Collection::stream)
                .filter(key -> key.name().equals(name))
                .findAny()
                .orElseThrow();
    }

    private static Attempt attempt(ProviderKey key, ProviderPreset preset) {
        Provider provider = new Provider(
                "openai", preset, URI.create("http://openai.test"), Provider.AuthScheme.NONE, Timeouts.NONE, HERE);
        Model model = Objects.requireNonNull(POLICY.model("openai/gpt-5.2"));
        return new Attempt(model, 0, new Endpoint(provider, "gpt", null, HERE), key, false);
    }
}
