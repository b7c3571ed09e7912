package dev.byok.command.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.Scenarios;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What scenarios hold, and what is said of those that do not. */
class ScenarioRunTests {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");
    private static final String CONTENT = "caller: content-agent, model: openai/gpt-5.2";
    private static final String LEGAL = "caller: legal-bot, model: anthropic/claude-sonnet-4.5";

    @Test
    void holdsLegalWorkAtItsOwnContract() {
        assertThat(unmet(
                        LEGAL + ", keys: { client-x-contract: rate_limited }",
                        "outcome: refused, reason: cooldown, never: [SHARED]"))
                .isEmpty();
    }

    @Test
    void holdsTheOrderInWhichARateLimitIsSurvived() {
        assertThat(unmet(
                        CONTENT + ", keys: { acme-openai-main: rate_limited }",
                        "starts-with: [acme-openai-second, shared-openai-1, acme-openai-reserve]"))
                .isEmpty();
    }

    @Test
    void holdsAModelAndWhatItCosts() {
        assertThat(unmet(CONTENT + ", max-tokens: 128000", "models: [openai/gpt-5.2], cost-at-most: 2.00"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            caller: content-agent, model: openai/gpt-5.2 | attempts: [acme-openai-main, acme-openai-second, shared-openai-1, acme-openai-reserve, acme-azure]
            caller: content-agent, model: openai/gpt-5.2, strict: own-keys | never: [SHARED, shared-openai-1, claude, acme-openai-dev], attempts: [acme-openai-main, acme-openai-second, acme-openai-reserve, acme-azure]
            caller: content-agent, model: openai/gpt-5.2, at: 2027-03-01 | never: [acme-openai-reserve]
            caller: content-agent, model: openai/gpt-5.2, providers: { openai: overloaded } | attempts: [acme-azure], never: [openai]
            caller: content-agent, model: openai/gpt-5.2, providers: { openai: silent, azure: overloaded } | outcome: refused, reason: cooldown
            caller: content-agent, model: openai/gpt-5.2-mini, keys: { acme-openai-main: permission, acme-openai-second: credential_rejected, shared-openai-1: quota_exhausted:1h } | attempts: [acme-openai-reserve]
            caller: content-agent, models: [openai/gpt-5.2-mini, anthropic/claude-sonnet-4.5] | models: [openai/gpt-5.2-mini, anthropic/claude-sonnet-4.5], starts-with: [acme-openai-main]
            caller: patient-bot, model: openai/gpt-5.2-mini | attempts: [acme-openai-dev], never: [SHARED]
            caller: patient-bot, model: openai/gpt-5.2-mini, keys: { acme-openai-dev: rate_limited:20s } | attempts: [acme-openai-dev]
            caller: patient-bot, model: openai/gpt-5.2-mini, keys: { acme-openai-dev: rate_limited:40s } | outcome: refused, reason: cooldown
            caller: hasty-bot, model: openai/gpt-5.2-mini | attempts: [acme-openai-main], never: [claude]
            caller: retired, model: openai/gpt-5.2 | outcome: refused, reason: disabled
            caller: legal-bot, model: anthropic/claude-sonnet-4.5, at: 2027-06-01 | outcome: refused, reason: disabled
            caller: legal-bot, model: anthropic/claude-sonnet-4.5, at: 2027-05-31 | outcome: served
            caller: content-agent, model: anthropic/claude-sonnet-4.5 | attempts: [shared-anthropic]
            caller: globex/app, model: anthropic/claude-sonnet-4.5 | outcome: refused, reason: allowed_providers
            caller: globex/app, model: openai/gpt-5.2 | outcome: refused, reason: not_granted
            caller: content-agent, model: openai/gpt-5.2, prompt-tokens: 1000, max-tokens: 100 | cost-at-most: 0.00248
            caller: content-agent, model: openai/gpt-5.2, prompt-tokens: 399900 | cost-at-most: 0.552962
            caller: content-agent, model: openai/gpt-5.2 | cost-at-most: 4.4
            """)
    void holds(String given, String expect) {
        assertThat(unmet(given, expect)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            caller: content-agent, model: openai/gpt-5.2-mini, profile: hasty | attempts: [acme-openai-main]
            caller: content-agent, model: openai/gpt-5.2-mini, profile: legal-review | attempts: [acme-openai-main, acme-openai-second, acme-openai-reserve], never: [SHARED]
            """)
    void holdsUnderAnotherProfileOfTheCaller(String given, String expect) {
        assertThat(run(withProfiles(), given, expect).unmet()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            caller: content-agent, model: openai/gpt-5.2 | outcome: refused | outcome; refused; acme-openai-main, acme-openai-second, shared-openai-1, acme-openai-reserve, acme-azure; []
            caller: legal-bot, model: anthropic/claude-sonnet-4.5, keys: { client-x-contract: permission } | outcome: served | outcome; served; refused: nobody would be tried; [client-x-contract is left out: cooldown, byok/workspaces/acme.yml:35, shared-anthropic is left out: strict, byok/profiles.yml:2]
            caller: globex/app, model: openai/gpt-5.2 | outcome: refused, reason: strict | reason; strict; allowed_providers, not_granted; [azure is left out: allowed_providers, byok/policy.yml:9, shared-openai-1 is left out: not_granted, byok/policy.yml:9]
            caller: content-agent, model: openai/gpt-5.2-mini | attempts: [acme-openai-dev, acme-openai-main] | attempts; acme-openai-dev, acme-openai-main; acme-openai-main, acme-openai-second, shared-openai-1, acme-openai-reserve; [acme-openai-dev is left out: key_filter:environment, byok/workspaces/acme.yml:27]
            caller: content-agent, model: openai/gpt-5.2-mini | starts-with: [acme-openai-main, client-x-contract] | starts-with; acme-openai-main, client-x-contract; acme-openai-main, acme-openai-second, shared-openai-1, acme-openai-reserve; [client-x-contract is left out: its provider serves this caller none of the models]
            caller: content-agent, model: openai/gpt-5.2-mini | never: [SHARED] | never; SHARED; 3. shared-openai-1 (SHARED at openai, byok/providers.yml:6); []
            caller: hasty-bot, model: openai/gpt-5.2-mini | never: [shared-openai-1] | never; shared-openai-1; behind the profile's last attempt shared-openai-1 (SHARED at openai, byok/providers.yml:6); []
            caller: hasty-bot, models: [openai/gpt-5.2-mini, openai/gpt-5.2] | models: [openai/gpt-5.2-mini, openai/gpt-5.2] | models; openai/gpt-5.2-mini, openai/gpt-5.2; openai/gpt-5.2-mini; [acme-openai-dev is left out: key_filter:environment, byok/workspaces/acme.yml:27]
            caller: content-agent, model: openai/gpt-5.2 | cost-at-most: 4 | cost-at-most; 4 USD; 4.4 USD at azure (byok/models.yml:6); []
            caller: content-agent, model: openai/gpt-5.2-mini | cost-at-most: 4 | cost-at-most; 4 USD; nobody knows: byok/models.yml:7 says no price for all of it; []
            caller: retired, model: openai/gpt-5.2 | outcome: served | outcome; served; refused: the caller is switched off, or its gateway keys have expired (byok/workspaces/acme.yml:19); []
            """)
    void saysWhatDoesNotHoldAndWhichLineMakesItSo(String given, String expect, String told) {
        assertThat(unmet(given, expect))
                .singleElement()
                .extracting(unmet -> String.join(
                        "; ",
                        unmet.field(),
                        unmet.expected(),
                        unmet.got(),
                        unmet.because().toString()))
                .isEqualTo(told);
    }

    @Test
    void saysEverythingThatDoesNotHold() {
        assertThat(unmet(CONTENT, "attempts: [acme-openai-main], never: [azure, FALLBACK], cost-at-most: 0.1"))
                .extracting(Unmet::field)
                .containsExactly("attempts", "never", "never", "cost-at-most");
    }

    @Test
    void saysHowToSeeTheWholePlan() {
        ScenarioResult result = run(
                withProfiles(),
                "caller: content-agent, models: [openai/gpt-5.2, openai/gpt-5.2-mini], keys: { acme-openai-main:"
                        + " rate_limited:5m }, providers: { azure: silent }, strict: own-keys, profile: hasty, at: 2027-02-01",
                "outcome: refused");

        assertThat(result.explain())
                .isEqualTo("byok explain --caller acme/content-agent --model openai/gpt-5.2 --model openai/gpt-5.2-mini"
                        + " --key acme-openai-main=rate_limited:300s --provider azure=silent --strict"
                        + " --profile hasty --at 2027-02-01T00:00:00Z");
    }

    /** The larger policy, in which a caller's requests may name other profiles. */
    private static PolicyFiles withProfiles() {
        return LargerPolicy.edited(
                "workspaces/acme.yml", "0001\" }]", "0001\" }]\n    profiles: [hasty, legal-review]");
    }

    private static List<Unmet> unmet(String given, String expect) {
        return run(LargerPolicy.files(), given, expect).unmet();
    }

    private static ScenarioResult run(PolicyFiles policy, String given, String expect) {
        PolicyFiles files = SmallPolicy.with(
                policy,
                "scenarios/one.yml",
                "scenarios: [{ name: one, given: { " + given + " }, expect: { " + expect + " } }]");
        PolicySnapshot snapshot = PolicyCompiler.compile(files);
        Scenarios scenarios = Scenarios.read(files, snapshot);
        assertThat(scenarios.problems()).isEmpty();
        return ScenarioRun.of(snapshot, scenarios.scenarios(), NOW, "byok/").get(0);
    }
}
