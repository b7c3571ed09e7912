package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.scenario.LargerPolicy;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.document.PolicyFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What changes for whom, as it is typed. */
class DiffCommandTests {

    private static final String ACME = "workspaces/acme.yml";
    private static final String AT = "2027-01-01T00:00:00Z";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path repository;

    @BeforeEach
    void commitThePolicy() throws Exception {
        Git.init()
                .setDirectory(repository.toFile())
                .setInitialBranch("main")
                .call()
                .close();
        commit(LargerPolicy.files());
    }

    @Test
    void saysThatNothingChanges() throws Exception {
        commit(LargerPolicy.edited(ACME, "callers:\n", "\n# moved by a comment\n\ncallers:\n"));

        assertThat(diff("HEAD~1", "HEAD")).isZero();

        assertThat(out.toString().lines().toList())
                .singleElement()
                .asString()
                .matches("policy [0-9a-f]{12} → [0-9a-f]{12}: plans of 0 of 6 callers change");
    }

    @Test
    void saysFirstWhatIsLoosenedAndWhichLineHadClosedIt() throws Exception {
        commit(LargerPolicy.edited("profiles.yml", "{ strict: own-keys }", "{ max-attempts: 4 }"));

        assertThat(diff("HEAD~1", "main")).isZero();

        assertThat(out.toString().lines().toList())
                .startsWith(
                        "loosened: caller acme/legal-bot can now reach shared capacity for openai/gpt-5.2,"
                                + " openai/gpt-5.2-mini (byok/providers.yml:6, was byok/profiles.yml:2)",
                        "loosened: caller acme/legal-bot may now use other than its workspace's own keys"
                                + " (byok/workspaces/acme.yml:7, was byok/profiles.yml:2)",
                        "caller acme/legal-bot (byok/workspaces/acme.yml:7)",
                        "  openai/gpt-5.2, openai/gpt-5.2-mini",
                        "    + shared-openai-1 (SHARED at openai, byok/providers.yml:6), formerly left out: strict,"
                                + " byok/profiles.yml:2",
                        "profile legal-review (byok/profiles.yml:2)",
                        "    max-attempts: 8 → 4",
                        "    strict: own-keys → (nothing)")
                .last()
                .asString()
                .endsWith("plans of 1 of 6 callers change; 2 loosened");
    }

    @Test
    void saysWhatIsLostReorderedNewAndGone() throws Exception {
        String main = "      - { name: acme-openai-main, secret: \"file:/run/secrets/main\", environments: [prod] }\n";
        String second =
                "      - { name: acme-openai-second, secret: \"file:/run/secrets/second\", environments: [prod] }\n";
        PolicyFiles turned = LargerPolicy.edited(ACME, main + second, second + main);
        commit(turned);

        diff("HEAD~1", "HEAD");

        assertThat(out.toString())
                .contains("~ order acme-openai-second, acme-openai-main, shared-openai-1, acme-openai-reserve,"
                        + " acme-azure, was acme-openai-main, acme-openai-second, shared-openai-1")
                .contains("plans of 3 of 6 callers change")
                .doesNotContain("loosened");

        out.getBuffer().setLength(0);
        commit(LargerPolicy.edited(ACME, main, main.replace(" }", ", enabled: false }")));
        diff("HEAD~2", "HEAD");

        assertThat(out.toString())
                .contains("    - acme-openai-main (PRIORITIZED at openai, byok/workspaces/acme.yml:25), now left out:"
                        + " disabled, byok/workspaces/acme.yml:25")
                .contains("key acme/acme-openai-main (byok/workspaces/acme.yml:25)", "enabled: (nothing) → false");

        out.getBuffer().setLength(0);
        commit(LargerPolicy.edited(ACME, second, "      - { name: another, secret: \"file:/run/secrets/second\" }\n"));
        diff("HEAD~3", "HEAD");

        assertThat(out.toString())
                .contains("new key acme/another (byok/workspaces/acme.yml:26)")
                .contains("gone: key acme/acme-openai-second (was byok/workspaces/acme.yml:26)");
    }

    @Test
    void tellsWhoComesFirstNow() throws Exception {
        commit(LargerPolicy.edited(
                "profiles.yml",
                "{ strict: own-keys }",
                "{ strict: own-keys, order: [azure, openai], sort: price, rotation: round-robin, sticky: none,"
                        + " own-keys-first: false }"));

        assertThat(diff("HEAD~1", "HEAD")).isZero();

        assertThat(out.toString())
                .contains("acme-openai-reserve, acme-azure")
                .contains("acme-azure, acme-openai-reserve")
                .contains("    order: (nothing) → azure, openai\n")
                .contains("    sort: (nothing) → price\n")
                .contains("    rotation: (nothing) → round-robin\n")
                .contains("    sticky: (nothing) → none\n")
                .contains("    own-keys-first: (nothing) → false\n")
                .doesNotContain("loosened");
    }

    @Test
    void tellsOfPricesUrlsAndSecretsThatAreSaidOtherwise() throws Exception {
        commit(LargerPolicy.edited("models.yml", "completion: 11", "completion: 12.5"));
        commit(LargerPolicy.edited("providers.yml", "azure.example.com", "elsewhere.example.com"));

        diff("HEAD~2", "HEAD~1");
        diff("HEAD~2", "HEAD");

        assertThat(out.toString())
                .contains("model openai/gpt-5.2 (byok/models.yml:2)")
                .contains("    price at azure: prompt 1.38, completion 11 → prompt 1.38, completion 12.5")
                .contains("provider azure (byok/providers.yml:3)")
                .contains("    base-url: https://azure.example.com/v1 → https://elsewhere.example.com/v1")
                .contains("plans of 0 of 6 callers change");
    }

    @Test
    void tellsOfLongListsWhatTheyDoNotShare() throws Exception {
        String few = "\"openai/gpt-5.2*\", \"openai/gpt-5*\", \"openai/gpt*\", \"openai/g*\", \"openai/*\","
                + " \"open*\", \"ope*\", \"openai/gpt-5.2\", \"openai/*gpt-5*\", \"opena*/gpt-5*\"";
        commit(LargerPolicy.edited(ACME, "models: [openai/gpt-5.2]", "models: [" + few + "]"));
        commit(LargerPolicy.edited(ACME, "models: [openai/gpt-5.2]", "models: [" + few + ", \"op*\"]"));

        diff("HEAD~1", "HEAD");

        assertThat(out.toString()).contains("    models: … → … op*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            workspaces/acme.yml | environments: [dev], shared-capacity: never | environments: [dev] | key acme/acme-openai-dev closes less shared capacity
            workspaces/acme.yml | api-keys: [legal-bot], shared-capacity: never | api-keys: [code*], shared-capacity: never | key acme/client-x-contract is strict for others than before
            workspaces/acme.yml | name: client-x-contract | name: client-y-contract | key acme/client-x-contract is gone, and was strict
            policy.yml | providers: [openai] } | providers: [openai, azure], shared-capacity: {} } | workspace globex is now granted shared capacity
            policy.yml | providers: [openai] } | providers: [openai, azure] } | workspace globex is now granted azure
            policy.yml | providers: [openai] } | providers: [openai], secrets: ["env:BYOK_*", "vault:g/*"] } | workspace globex is now granted the secrets env:BYOK_*, vault:g/*
            policy.yml | file:/run/secrets/** | file:/run/** | workspace acme is now granted the secrets file:/run/**
            policy.yml | providers: [openai] } | providers: [openai], principals: ["*"] } | workspace globex is now granted the principals *
            policy.yml | [/run/secrets] | [/run/secrets, /etc] | manifest secrets may now be files below /etc
            policy.yml | [/run/secrets] | [/run] | manifest secrets may now be files below /run
            policy.yml | [/run/secrets] | [/run/secrets], allow-env: true | manifest secrets may now be environment variables (allow-env: true)
            policy.yml | workspaces:# | images: { hosts: ["*.example.com"] }#workspaces:# | manifest images may now be fetched from *.example.com
            policy.yml | workspaces:# | images: { hosts: [localhost], allow-private-network: true }#workspaces:# | manifest images may now be fetched in private networks (allow-private-network: true)
            workspaces/acme.yml | prod: {} | prod: { production: false } | environment acme/prod is no longer production
            workspaces/acme.yml | profile: patient | simulate: true | caller acme/patient-bot may now simulate failures (simulate: true)
            """)
    void saysWhatIsLessStrictEvenWhereNobodysPlanShowsIt(String file, String from, String to, String said)
            throws Exception {
        String other = to.replace("code*", "content-agent").replace('#', '\n');
        commit(LargerPolicy.edited(file, from.replace('#', '\n'), other));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isEqualTo(1);

        assertThat(out.toString()).contains("loosened: " + said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            policy.yml | file:/run/secrets/** | file:/run/secrets/acme/**
            policy.yml | ["file:/run/secrets/**"] | ["file:/run/secrets/x/*", "file:/run/secrets/**"]
            policy.yml | [/run/secrets] | [/run/secrets, /run/secrets/acme]
            workspaces/acme.yml | dev: {} | dev: { production: true }
            workspaces/acme.yml | api-keys: [legal-bot], shared-capacity: never | api-keys: [legal-bot, legal-bot], shared-capacity: never
            """)
    void whatIsStricterOrMeansTheSameLoosensNothing(String file, String from, String to) throws Exception {
        commit(LargerPolicy.edited(ACME, "/run/secrets/", "/run/secrets/acme/"));
        commit(edited(LargerPolicy.edited(ACME, "/run/secrets/", "/run/secrets/acme/"), file, from, to));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isZero();

        assertThat(out.toString()).doesNotContain("loosened").contains("plans of 0 of 6 callers change");
    }

    @Test
    void theOrderOfAStrictKeysFiltersIsNoChange() throws Exception {
        commit(LargerPolicy.edited(ACME, "api-keys: [legal-bot]", "api-keys: [legal-bot, hasty-bot]"));
        commit(LargerPolicy.edited(ACME, "api-keys: [legal-bot]", "api-keys: [hasty-bot, legal-bot]"));

        assertThat(diff("--fail-on", "changed", "HEAD~1", "HEAD")).isZero();
    }

    @Test
    void tellsFromWhereImagesMayBeFetched() throws Exception {
        String below = "images: { hosts: [\"*.example.com\"] }\nworkspaces:\n";
        String one = "images: { hosts: [a.example.com, \"*.b.example.com\"], max-bytes: 9 }\nworkspaces:\n";
        commit(LargerPolicy.edited("policy.yml", "workspaces:\n", below));
        commit(LargerPolicy.edited("policy.yml", "workspaces:\n", one));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isZero();
        assertThat(out.toString())
                .contains("manifest images (byok/policy.yml:")
                .contains("    hosts: *.example.com → *.b.example.com, a.example.com\n")
                .contains("    max-bytes: 5242880 → 9\n");
    }

    @Test
    void tellsWhatTheManifestAndEnvironmentsSayOtherwise() throws Exception {
        commit(LargerPolicy.edited("policy.yml", "[/run/secrets]", "[/run/secrets, /etc/byok], allow-env: true"));
        commit(edited(
                LargerPolicy.edited(ACME, "prod: {}", "prod: { production: false }, live: {}"),
                ACME,
                "profile: patient",
                "simulate: true"));

        diff("HEAD~2", "HEAD~1");
        assertThat(out.toString())
                .contains("manifest secrets (byok/policy.yml:2)\n")
                .contains("    file-roots: /run/secrets → /etc/byok, /run/secrets\n")
                .contains("    allow-env: (nothing) → true\n");

        out.getBuffer().setLength(0);
        diff("HEAD~2", "HEAD");
        assertThat(out.toString())
                .contains("environment acme/prod (byok/workspaces/acme.yml:2)\n    production: true → false\n")
                .contains("new environment acme/live (byok/workspaces/acme.yml:2)\n")
                .contains("    profile: patient → default\n")
                .contains("    simulate: (nothing) → true\n");
    }

    @Test
    void tellsOfCallersThatAreNewOrGone() throws Exception {
        commit(edited(LargerPolicy.edited(ACME, "hasty-bot:", "swift-bot:"), ACME, "0000003\" }]", "00000a3\" }]"));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isZero();

        assertThat(out.toString())
                .contains("new caller acme/swift-bot (byok/workspaces/acme.yml:11)\n")
                .contains("gone: caller acme/hasty-bot (was byok/workspaces/acme.yml:11)\n")
                .contains("plans of 0 of 5 callers change")
                .doesNotContain("renamed", "formerly");
    }

    @Test
    void aNewCallerWithTheKeysOfOneThatIsGoneIsTheSame() throws Exception {
        commit(edited(LargerPolicy.edited(ACME, "legal-bot:", "law-bot:"), ACME, "[legal-bot]", "[law-bot]"));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isZero();
        assertThat(out.toString())
                .contains("renamed: caller acme/law-bot (formerly acme/legal-bot) (byok/workspaces/acme.yml:7)\n")
                .contains("plans of 0 of 6 callers change")
                .doesNotContain("new caller", "gone:", "loosened");
        assertThat(diff("--fail-on", "changed", "HEAD~1", "HEAD")).isEqualTo(1);
    }

    @Test
    void anotherNameHidesNothingThatIsLoosened() throws Exception {
        PolicyFiles renamed =
                edited(LargerPolicy.edited(ACME, "legal-bot:", "law-bot:"), ACME, "[legal-bot]", "[law-bot]");
        commit(edited(renamed, ACME, "    profile: legal-review\n", ""));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isEqualTo(1);

        assertThat(out.toString())
                .contains(
                        "loosened: caller acme/law-bot (formerly acme/legal-bot) can now reach shared capacity for"
                                + " openai/gpt-5.2, openai/gpt-5.2-mini (byok/providers.yml:6, was byok/profiles.yml:2)",
                        "loosened: caller acme/law-bot (formerly acme/legal-bot) may now use other than its workspace's own"
                                + " keys (byok/workspaces/acme.yml:7, was byok/profiles.yml:2)",
                        "caller acme/law-bot (formerly acme/legal-bot) (byok/workspaces/acme.yml:7)",
                        "renamed: caller acme/law-bot (formerly acme/legal-bot) (byok/workspaces/acme.yml:7)\n",
                        "    profile: legal-review → default\n")
                .contains("plans of 1 of 6 callers change");
    }

    @Test
    void aCallerThatIsKnownByItsPrincipalIsTheSameToo() throws Exception {
        PolicyFiles granted =
                LargerPolicy.edited("policy.yml", "providers: [openai] }", "providers: [openai], principals: [g] }");
        String key =
                "app: { keys: [{ sha256: \"5c1d7e0000000000000000000000000000000000000000000000000000000006\" }] }";
        commit(edited(granted, "workspaces/globex.yml", key, "app: { principals: [g] }"));
        commit(edited(granted, "workspaces/globex.yml", key, "web: { principals: [g] }"));

        diff("HEAD~1", "HEAD");

        assertThat(out.toString()).contains("renamed: caller globex/web (formerly globex/app)");
    }

    @Test
    void whoHoldsAKeyThatWasAnothersIsComparedWithThat() throws Exception {
        String hasty = "5c1d7e0000000000000000000000000000000000000000000000000000000003";
        String legal = "5c1d7e0000000000000000000000000000000000000000000000000000000002";
        PolicyFiles swapped = edited(
                edited(
                        LargerPolicy.edited(ACME, hasty, "x"),
                        ACME,
                        "\"" + legal + "\", expires: 2027-06-01",
                        "\"" + hasty + "\""),
                ACME,
                "\"x\"",
                "\"" + legal + "\"");
        commit(swapped);

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isEqualTo(1);

        assertThat(out.toString())
                .contains("loosened: caller acme/hasty-bot (formerly acme/legal-bot) can now reach shared capacity")
                .contains("caller acme/legal-bot (formerly acme/hasty-bot) (byok/workspaces/acme.yml:7")
                .contains("plans of 2 of 6 callers change")
                .doesNotContain("renamed");
    }

    @Test
    void aGatewayKeyThatHasExpiredMakesNobodyTheSame() throws Exception {
        String expired = "0000003\", expires: 2026-12-01 }]";
        commit(LargerPolicy.edited(ACME, "0000003\" }]", expired));
        commit(edited(LargerPolicy.edited(ACME, "0000003\" }]", expired), ACME, "hasty-bot:", "swift-bot:"));

        diff("HEAD~1", "HEAD");

        assertThat(out.toString()).contains("new caller acme/swift-bot", "gone: caller acme/hasty-bot");
    }

    @Test
    void aWorkspaceWithAnotherNameIsComparedWithWhatItWas() throws Exception {
        PolicyFiles manifest = LargerPolicy.edited(
                "policy.yml",
                "globex: { file: workspaces/globex.yml, providers: [openai] }",
                "initech: { file: workspaces/globex.yml, providers: [openai], secrets: [\"vault:**\"] }");
        commit(edited(manifest, "workspaces/globex.yml", "workspace: globex", "workspace: initech"));

        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isEqualTo(1);

        assertThat(out.toString())
                .contains("loosened: workspace initech (formerly globex) is now granted the secrets vault:**")
                .contains(
                        "renamed: workspace initech (formerly globex) (byok/policy.yml:9)\n    secrets: (nothing) → vault:**")
                .contains("renamed: caller initech/app (formerly globex/app)");
    }

    @Test
    void programsAndPullRequestsAreToldOfTheFormerNameToo() throws Exception {
        PolicyFiles renamed =
                edited(LargerPolicy.edited(ACME, "legal-bot:", "law-bot:"), ACME, "[legal-bot]", "[law-bot]");
        commit(edited(renamed, ACME, "    profile: legal-review\n", ""));

        diff("--format", "json", "HEAD~1", "HEAD");
        JsonNode told = JsonMapper.builder().build().readTree(out.toString());
        assertThat(told.at("/callers/0/caller").asString()).isEqualTo("acme/law-bot");
        assertThat(told.at("/callers/0/caller_before").asString()).isEqualTo("acme/legal-bot");
        assertThat(told.at("/loosened/0/who").asString()).isEqualTo("caller acme/law-bot (formerly acme/legal-bot)");
        assertThat(told.at("/changes/0/change").asString()).isEqualTo("renamed");
        assertThat(told.at("/changes/0/name_before").asString()).isEqualTo("acme/legal-bot");

        out.getBuffer().setLength(0);
        diff("--markdown", "HEAD~1", "HEAD");
        assertThat(out.toString().lines().toList())
                .startsWith("### Byok policy: plans of 1 of 6 callers change")
                .contains(
                        "| `caller acme/law-bot (formerly acme/legal-bot)` | may now use other than its workspace&#39;s own"
                                + " keys | `byok/workspaces/acme.yml:7, was byok/profiles.yml:2` |")
                .contains("| `caller acme/law-bot (formerly acme/legal-bot)` | renamed<br>profile: `legal-review` →"
                        + " `default` | `byok/workspaces/acme.yml:7` |")
                .anyMatch(line -> line.startsWith("| `acme/law-bot (formerly acme/legal-bot)` | `openai/gpt-5.2,"));
    }

    @Test
    void failsOnlyByWhatItIsToldTo() throws Exception {
        commit(LargerPolicy.edited("profiles.yml", "{ strict: own-keys }", "{ max-attempts: 4 }"));

        assertThat(diff("HEAD~1", "HEAD")).isZero();
        assertThat(diff("--fail-on", "loosened", "HEAD~1", "HEAD")).isEqualTo(1);
        assertThat(diff("--fail-on", "changed", "HEAD~1", "HEAD")).isEqualTo(1);
        assertThat(diff("--fail-on", "loosened", "HEAD", "HEAD~1")).isZero();
        assertThat(diff("--fail-on", "changed", "HEAD", "HEAD~1")).isEqualTo(1);
        assertThat(diff("--fail-on", "changed", "HEAD", "HEAD")).isZero();
    }

    @Test
    void comparesPlansOfAnotherDay() throws Exception {
        commit(LargerPolicy.edited(ACME, "expires: 2027-03-01", "expires: 2028-03-01"));

        diff("HEAD~1", "HEAD");
        assertThat(out.toString())
                .contains("plans of 0 of 6 callers change")
                .contains("    expires: 2027-03-01T00:00:00Z → 2028-03-01T00:00:00Z");

        out.getBuffer().setLength(0);
        diff("--at", "2027-04-01T00:00:00Z", "HEAD~1", "HEAD");
        assertThat(out.toString()).contains("    + acme-openai-reserve (FALLBACK at openai");
    }

    @Test
    void aCallerThatIsSwitchedOffLosesAll() throws Exception {
        commit(LargerPolicy.edited(ACME, "profile: hasty", "profile: hasty\n    enabled: false"));

        diff("HEAD~1", "HEAD");

        assertThat(out.toString())
                .contains("    - acme-openai-main (PRIORITIZED at openai, byok/workspaces/acme.yml:25), now left out:"
                        + " disabled, byok/workspaces/acme.yml:11")
                .contains("plans of 1 of 6 callers change");
    }

    @Test
    void comparesWhatIsNotCommittedYetAndFoldersToo() throws Exception {
        SmallPolicy.write(
                repository.resolve("byok"), LargerPolicy.edited("models.yml", "context: 1000", "context: 2000"));

        assertThat(diff("HEAD", repository.toString())).isZero();
        assertThat(out.toString()).contains("    context: 1000 → 2000");

        out.getBuffer().setLength(0);
        assertThat(diff(repository.toString(), repository.toString())).isZero();
        assertThat(out.toString()).contains("plans of 0 of 6 callers change").doesNotContain("context");
    }

    @Test
    void readsCommitsOfAFolderOfARepositoryAndLeavesTheWorkingCopyAlone(@TempDir Path other) throws Exception {
        Path folder = other.resolve("config").resolve("repo");
        try (Git git = Git.init().setDirectory(other.toFile()).call()) {
            SmallPolicy.write(folder, LargerPolicy.files());
            git.add().addFilepattern(".").call();
            git.commit().setMessage("first").setSign(false).call();
            Files.writeString(folder.resolve("models.yml"), "models: broken");
        }

        assertThat(run("diff", "HEAD", "HEAD", folder.toString())).isZero();

        assertThat(folder.resolve("models.yml")).hasContent("models: broken");
        assertThat(out.toString()).contains("plans of 0 of 6 callers change");
    }

    @Test
    void readsABareRepository(@TempDir Path bare) throws Exception {
        Git.cloneRepository()
                .setBare(true)
                .setURI(repository.toUri().toString())
                .setDirectory(bare.toFile())
                .call()
                .close();

        assertThat(run("diff", "main", "main", bare.toString())).isZero();

        assertThat(out.toString()).contains("plans of 0 of 6 callers change");
    }

    @Test
    void tellsProgramsTheSame() throws Exception {
        commit(LargerPolicy.edited("profiles.yml", "{ strict: own-keys }", "{ max-attempts: 4 }"));

        assertThat(diff("--format", "json", "HEAD~1", "HEAD")).isZero();

        JsonNode told = JsonMapper.builder().build().readTree(out.toString());
        assertThat(told.path("at").asString()).isEqualTo(AT);
        assertThat(told.path("callers_compared").asInt()).isEqualTo(6);
        assertThat(told.path("loosened")).hasSize(2);
        assertThat(told.at("/loosened/0/at_before").asString()).isEqualTo("byok/profiles.yml:2");
        assertThat(told.path("callers")).hasSize(1);
        assertThat(told.at("/callers/0/caller").asString()).isEqualTo("acme/legal-bot");
        assertThat(told.at("/callers/0/plans/0/gained/0/key").asString()).isEqualTo("shared-openai-1");
        assertThat(told.at("/callers/0/plans/0/gained/0/excluded_by").asString())
                .isEqualTo("strict");
        assertThat(told.at("/callers/0/plans/0/gained/0/excluded_at").asString())
                .isEqualTo("byok/profiles.yml:2");
        assertThat(told.at("/changes/0/kind").asString()).isEqualTo("profile");
        assertThat(told.at("/changes/0/facts/0/before").asString()).isEqualTo("8");
    }

    @Test
    void isACommentForAPullRequest() throws Exception {
        commit(LargerPolicy.edited("profiles.yml", "{ strict: own-keys }", "{ max-attempts: 4 }"));

        assertThat(diff("--markdown", "HEAD~1", "HEAD")).isZero();

        assertThat(out.toString().lines().toList())
                .startsWith("### Byok policy: plans of 1 of 6 callers change")
                .contains("<details open><summary>Loosened (2)</summary>")
                .contains("| `caller acme/legal-bot` | can now reach shared capacity: `openai/gpt-5.2,"
                        + " openai/gpt-5.2-mini` | `byok/providers.yml:6, was byok/profiles.yml:2` |")
                .contains("<details><summary>Plans (1 caller)</summary>")
                .contains("| `profile legal-review` | max-attempts: `8` → `4`<br>strict: `own-keys` → nothing |"
                        + " `byok/profiles.yml:2` |");
    }

    @Test
    void aPolicyThatWouldBeRefusedIsACommentToo() throws Exception {
        commit(LargerPolicy.edited(ACME, "profile: hasty", "profile: \"|hurry`<b>\""));

        assertThat(diff("--markdown", "HEAD~1", "HEAD")).isEqualTo(1);

        assertThat(out.toString())
                .startsWith("### Byok policy: a gateway would refuse `HEAD`")
                .contains("byok/workspaces/acme.yml:14 callers.hasty-bot.profile = &#124;hurry&#96;&#60;b&#62;:")
                .doesNotContain("<b>");
        assertThat(err.toString()).contains("HEAD:", "refused: 1 problem");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HEAD nothing            | unknown revision nothing: neither a commit that this repository has nor a folder with a policy
            HEAD HEAD~7             | unknown revision HEAD~7: neither a commit
            'HEAD a..b'             | unknown revision a..b: neither a commit
            'HEAD ^{'               | unknown revision ^{: neither a commit
            HEAD empty              | empty: no policy there, neither policy.yml nor byok/policy.yml
            --at soon HEAD HEAD     | --at: expected an instant such as 2027-01-01T00:00:00Z
            --fail-on all HEAD HEAD | Invalid value for option '--fail-on'
            HEAD                    | Missing required parameter: 'REV2'
            """)
    void saysWhatItCannotUse(String args, String why) throws Exception {
        try (Git git = Git.open(repository.toFile())) {
            git.checkout().setOrphan(true).setName("empty").call();
            git.rm().addFilepattern("byok").call();
            git.commit().setMessage("nothing").setSign(false).call();
            git.checkout().setName("main").call();
        }

        String[] words = args.split(" ", -1);
        int code = words.length < 2 ? run("diff", words[0]) : diff(words);

        assertThat(code).isEqualTo(2);
        assertThat(err.toString()).contains(why);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void saysWhereThereIsNoRepository(@TempDir Path empty) {
        assertThat(run("diff", "a", "b", empty.toString())).isEqualTo(2);

        assertThat(err.toString().strip())
                .isEqualTo(empty + ": no Git repository here or above; two folders can be compared too");
    }

    private int diff(String... args) {
        List<String> all = new ArrayList<>(List.of("diff"));
        if (!List.of(args).contains("--at")) {
            all.addAll(List.of("--at", AT));
        }
        all.addAll(List.of(args));
        all.add(repository.toString());
        return run(all.toArray(String[]::new));
    }

    private int run(String... args) {
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }

    private static PolicyFiles edited(PolicyFiles files, String file, String from, String to) {
        return SmallPolicy.edited(files.contents(), file, from, to);
    }

    private void commit(PolicyFiles files) throws IOException, GitAPIException {
        SmallPolicy.write(repository.resolve("byok"), files);
        try (Git git = Git.open(repository.toFile())) {
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("policy")
                    .setAuthor("test", "test@example.com")
                    .setSign(false)
                    .call();
        }
    }
}
