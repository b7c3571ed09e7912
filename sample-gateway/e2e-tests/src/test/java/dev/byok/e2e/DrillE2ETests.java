package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code byok drill}, run as people run it, against a gateway with real calls to its providers. */
class DrillE2ETests {

    @RegisterExtension
    static final Stage STAGE = Stage.set().provider("alpha").provider("beta").policy(policy -> policy.model(
                    "openai/gpt", "", "alpha/gpt-upstream")
            .model("openai/mini", "", "beta/mini-upstream")
            .prioritized("alpha", "first", "second")
            .shared("alpha", "operators")
            .prioritized("beta", "other")
            .environment("staging", "")
            .profile("brief", "")
            .boundedProfile("brief", 2)
            .caller("tester", "environment: staging, simulate: true")
            .caller("brief-tester", "environment: staging, simulate: true, profile: brief")
            .caller("colleague", "environment: staging"));

    private static SampleCommand command;

    @BeforeAll
    static void load() throws IOException, ReflectiveOperationException {
        command = new SampleCommand();
    }

    @AfterAll
    static void unload() throws IOException {
        command.close();
    }

    @BeforeEach
    void serve() {
        for (String key : List.of("sk-first", "sk-second", "sk-operators")) {
            STAGE.upstream("alpha").on(key, Answers.ok("ok"));
        }
        STAGE.upstream("beta").on("sk-other", Answers.ok("ok"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys: { first: rate_limited }                          | starts-with: [second, operators]",
                "keys: { first: rate_limited:30s }                      | attempts: [second, operators]",
                "keys: { first: credential_rejected }                   | outcome: served, never: [first, FALLBACK, beta]",
                "keys: { first: permission, second: quota_exhausted }   | attempts: [operators]",
                "keys: {}                                               | attempts: [first, second, operators], models: [openai/gpt]",
                "strict: own-keys                                           | attempts: [first, second], never: [SHARED]",
                "models: [openai/mini], providers: { alpha: overloaded }| attempts: [other], models: [openai/mini]",
                "providers: { alpha: silent }                           | outcome: refused, reason: cooldown",
                "strict: own-keys, keys: { first: rate_limited, second: credential_rejected } | outcome: refused, reason: cooldown, never: [SHARED]",
            })
    void passesWhatHolds(String given, String expect) throws ReflectiveOperationException {
        SampleCommand.Ended ended = drill(scenario("tester", given, expect));

        assertThat(ended.out()).startsWith("passed     it holds\n1 scenario: 1 passed, 0 failed, 0 not shown;");
        assertThat(ended.code()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "keys: { first: rate_limited }          | starts-with: [operators] | starts-with: expected operators, got second, operators",
                "keys: { first: rate_limited }          | attempts: [second]       | attempts: expected second, got second, operators",
                "keys: { first: rate_limited }          | never: [SHARED]          | never: expected never SHARED, got operators (SHARED at alpha)",
                "keys: { first: rate_limited }          | outcome: refused         | outcome: expected refused, got served by second (PRIORITIZED at alpha)",
                "keys: {}                               | models: [openai/mini]    | models: expected openai/mini, got openai/gpt",
                "providers: { alpha: overloaded }       | outcome: served          | outcome: expected served, got 503 overloaded",
            })
    void saysWhatDoesNot(String given, String expect, String told) throws ReflectiveOperationException {
        SampleCommand.Ended ended = drill(scenario("tester", given, expect));

        assertThat(ended.out()).startsWith("failed     it holds\n           " + told);
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void seesThatARealKeyOfTheGatewayDoesNotServe() throws ReflectiveOperationException {
        STAGE.upstream("alpha").on("sk-second", Answers.rejected());

        SampleCommand.Ended ended = drill(scenario("tester", "keys: { first: rate_limited }", "starts-with: [second]"));

        assertThat(ended.out())
                .contains("starts-with: expected an answer of second, got one by operators (SHARED at alpha)");
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void asksNoKeyThatIsSimulatedAndLeavesNothingToRemember() throws ReflectiveOperationException {
        drill(scenario("tester", "keys: { first: credential_rejected }", "starts-with: [second]"));

        assertThat(STAGE.upstream("alpha").credentials()).containsExactly("sk-second");
        assertThat(STAGE.client("colleague").chat(Client.chatOf("openai/gpt")).header("x-byok-key"))
                .isEqualTo("first");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tester       | prompt-tokens: 9, max-tokens: 9 | cost-at-most: 1                      | cost-at-most not shown: byok check says it",
                "tester       | at: 2030-01-01T00:00:00Z      | outcome: served                      | request not shown: a live gateway's time is now, not 2030-01-01T00:00:00Z",
                "colleague    | keys: { first: rate_limited } | outcome: served                      | request not shown: the gateway lets this caller not simulate: 403",
                "agent        | keys: {}                      | outcome: served                      | request not shown: no gateway key: say --key-for acme/agent=",
                "tester       | keys: { first: rate_limited:1s } | attempts: [second, operators, first] | attempts not shown: first: simulated for the whole request",
                "brief-tester | keys: { first: rate_limited } | attempts: [second, operators]        | attempts not shown: the simulated attempts count among the 2 there may be",
                "brief-tester | keys: {}                      | never: [FALLBACK]                    | never not shown: FALLBACK: nor what would follow the 2 attempts",
            })
    void passesNothingThatIsNotShown(String caller, String given, String expect, String told)
            throws ReflectiveOperationException {
        SampleCommand.Ended ended = drill(scenario(caller, given, expect));

        assertThat(ended.out()).startsWith("not shown  it holds").contains("           " + told);
        assertThat(ended.code()).isEqualTo(1);
    }

    @Test
    void tellsProgramsAndCiServers() throws ReflectiveOperationException {
        String scenarios = scenario(
                "tester",
                "keys: { first: rate_limited }, prompt-tokens: 9, max-tokens: 9",
                "starts-with: [second], cost-at-most: 1");

        JsonNode told = JsonMapper.builder()
                .build()
                .readTree(drill(scenarios, "--format", "json").out());
        String xml = drill(scenarios, "--format", "junit").out();

        JsonNode row = told.path("scenarios").get(0);
        assertThat(row.path("state").asString()).isEqualTo("not shown");
        assertThat(row.path("caller").asString()).isEqualTo("acme/tester");
        assertThat(row.path("findings").get(0).path("state").asString()).isEqualTo("holds");
        assertThat(row.path("findings").get(1).path("state").asString()).isEqualTo("not_shown");
        assertThat(xml).contains("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"1\"");
    }

    @Test
    void runsOnlyTheScenariosThatAreNamed() throws ReflectiveOperationException {
        SampleCommand.Ended ended = drill(scenario("tester", "keys: {}", "outcome: served"), "--scenario", "other");

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains("no scenario is called other");
    }

    @Test
    void saysThatNoGatewayIsThere() throws ReflectiveOperationException {
        write(scenario("tester", "keys: {}", "outcome: served"));

        SampleCommand.Ended ended =
                command.run(args("http://127.0.0.1:1/v1", List.of("--key-for", "tester=" + keyFile("tester"))));

        assertThat(ended.err()).contains("the gateway at 127.0.0.1 cannot be reached");
        assertThat(ended.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"tester=", "'tester'", "tester=byok_", "''", "=env:X"})
    void takesNoKeyAsAnArgumentAndDoesNotRepeatIt(String keyFor) throws ReflectiveOperationException {
        write(scenario("tester", "keys: {}", "outcome: served"));
        String given = keyFor + STAGE.policy().gatewayKey("tester");

        SampleCommand.Ended ended = command.run(args(STAGE.gateway().baseUrl(), List.of("--key-for", given)));

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out() + ended.err())
                .contains("--key-for")
                .doesNotContain(STAGE.policy().gatewayKey("tester"));
    }

    private static String scenario(String caller, String given, String expect) {
        String model = given.startsWith("models:") ? "" : "model: openai/gpt, ";
        return "scenarios:\n  - name: it holds\n    given: { caller: " + caller + ", " + model + given
                + " }\n    expect: { " + expect + " }\n";
    }

    private static void write(String scenarios) {
        Path folder = STAGE.policy().directory().root().resolve("scenarios");
        assertThat(folder.toFile().isDirectory() || folder.toFile().mkdirs()).isTrue();
        STAGE.policy().directory().write("scenarios/drills.yml", scenarios);
    }

    private static SampleCommand.Ended drill(String scenarios, String... options) throws ReflectiveOperationException {
        write(scenarios);
        List<String> more = new ArrayList<>(List.of(options));
        for (String caller : List.of("tester", "brief-tester", "colleague")) {
            more.add("--key-for");
            more.add(caller + "=" + keyFile(caller));
        }
        return command.run(args(STAGE.gateway().baseUrl(), more));
    }

    private static String keyFile(String caller) {
        return STAGE.policy()
                .directory()
                .secret("gateway-key-of-" + caller, STAGE.policy().gatewayKey(caller));
    }

    private static List<String> args(String url, List<String> more) {
        List<String> args = new ArrayList<>(List.of("drill", "--url", url));
        args.addAll(more);
        args.add(STAGE.policy().directory().root().toString());
        return args;
    }
}
