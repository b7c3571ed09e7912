package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.scenario.LargerPolicy;
import dev.byok.command.support.Progress;
import dev.byok.command.support.SmallPolicy;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What content may go where it might not before. */
class DataStrictnessTests {

    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final String ACME = "workspaces/acme.yml";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profiles.yml | zdr: required, training: forbidden, regions: [eu], max | training: forbidden, regions: [eu], max | caller acme/hasty-bot no longer demands zero data retention (zdr: required)
            profiles.yml | training: forbidden, regions: [eu], max | regions: [eu], max | caller acme/hasty-bot no longer demands no training (training: forbidden)
            profiles.yml | regions: [eu], max | max | caller acme/hasty-bot may now be processed anywhere (regions)
            profiles.yml | regions: [eu], max | regions: [eu, us, ap], max | caller acme/hasty-bot may now be processed in ap, us
            profiles.yml | retention: none | training: forbidden | caller acme/legal-bot no longer demands that nothing is kept here (retention: none)
            profiles.yml | retention: none | training: forbidden | data class legal no longer demands that nothing is kept here (retention: none)
            profiles.yml | strict: own-keys, zdr | zdr | data class legal may now use other than own keys
            workspaces/acme.yml | data-class: legal | data-class: internal | caller acme/legal-bot has the data class internal, was legal
            workspaces/acme.yml | data-class: legal | profiles: [patient] | caller acme/legal-bot may now name the profile patient (x-byok-profile)
            profiles.yml | queue: 30s, zdr: required | queue: 30s | caller acme/content-agent by its profile patient no longer demands zero data retention (zdr: required)
            workspaces/acme.yml | data-class: legal | enabled: true | caller acme/legal-bot has no data class any more, was legal
            workspaces/acme.yml | name: acme-azure, | name: acme-azure, declared-zdr: true, | key acme/acme-azure now declares zero data retention (declared-zdr: true)
            workspaces/acme.yml | name: acme-azure, | name: acme-azure, declared-region: eu, | key acme/acme-azure now declares the region eu
            workspaces/acme.yml | , declared-zdr: false, declared-region: us | , declared-region: us | key acme/client-x-contract no longer declares that its account retains (declared-zdr: false)
            workspaces/acme.yml | , declared-zdr: false, declared-region: us | , declared-zdr: false | key acme/client-x-contract no longer declares the region us
            providers.yml | region: us | region: us, data-policy: { zdr: true } | provider azure is now said to retain nothing (zdr: true)
            providers.yml | region: us | region: us, data-policy: { trains: false } | provider azure is now said not to train (trains: false)
            providers.yml | region: us | region: eu | provider azure is now said to be in eu
            """)
    void saysWhatContentNeedsLessOf(String file, String from, String to, String said) {
        assertThat(loosened(SmallPolicy.edited(before().contents(), file, from, to)))
                .contains(said);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            profiles.yml | regions: [eu], max | regions: [eu], delivery: verified, max
            workspaces/acme.yml | environment: dev | environment: dev, data-class: internal
            workspaces/acme.yml | name: acme-azure, | name: acme-azure, declared-zdr: false,
            providers.yml | region: us | data-policy: {}
            """)
    void whatIsStricterOrMeansTheSameLoosensNothing(String file, String from, String to) {
        String inLines = to.replace("dev, data-class", "dev\n    data-class");

        assertThat(loosened(SmallPolicy.edited(before().contents(), file, from, inLines)))
                .isEmpty();
    }

    @Test
    void saysWhatIsSaidOtherwise() {
        PolicyFiles after = SmallPolicy.edited(before().contents(), "profiles.yml", "retention: none", "regions: [eu]");

        assertThat(diff(after).things())
                .filteredOn(change -> change.kind().equals("data class"))
                .singleElement()
                .satisfies(change -> assertThat(change.name()).isEqualTo("legal"));
    }

    private static List<String> loosened(PolicyFiles after) {
        return diff(after).loosened().stream()
                .map(each -> each.who() + " " + each.what())
                .toList();
    }

    private static PolicyDiff diff(PolicyFiles after) {
        return PolicyDiff.of(
                compiled(before()), compiled(after), AT, new Progress(new PrintWriter(new StringWriter()), false));
    }

    private static PolicySnapshot compiled(PolicyFiles files) {
        return PolicyCompiler.compile(files);
    }

    private static PolicyFiles before() {
        PolicyFiles demanding = SmallPolicy.edited(
                LargerPolicy.files().contents(),
                "profiles.yml",
                "hasty: { max-attempts: 1 }",
                "hasty: { zdr: required, training: forbidden, regions: [eu], max-attempts: 1 }");
        PolicyFiles choosing = SmallPolicy.edited(
                SmallPolicy.edited(demanding.contents(), "profiles.yml", "queue: 30s", "queue: 30s, zdr: required")
                        .contents(),
                ACME,
                "content-agent:",
                "content-agent:\n    profiles: [patient]");
        PolicyFiles classified = SmallPolicy.edited(
                choosing.contents(),
                "profiles.yml",
                "profiles:",
                "data-classes: { internal: {}, legal: { strict: own-keys, zdr: required, retention: none } }\nprofiles:");
        PolicyFiles used = SmallPolicy.edited(
                classified.contents(), ACME, "profile: legal-review", "profile: legal-review\n    data-class: legal");
        PolicyFiles declared = SmallPolicy.edited(
                used.contents(),
                ACME,
                "api-keys: [legal-bot], shared-capacity: never",
                "api-keys: [legal-bot], shared-capacity: never, declared-zdr: false, declared-region: us");
        return SmallPolicy.edited(
                declared.contents(),
                "providers.yml",
                "azure: { base-url: \"https://azure.example.com/v1\" }",
                "azure: { base-url: \"https://azure.example.com/v1\", region: us }");
    }
}
