package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceGlobTests {

    @ParameterizedTest
    @CsvSource({
        "file:/run/secrets/acme/**, file:/run/secrets/acme/openai, true",
        "file:/run/secrets/acme/**, file:/run/secrets/acme/deep/er/openai, true",
        "file:/run/secrets/acme/**, file:/run/secrets/acme, false",
        "file:/run/secrets/acme/**, file:/run/secrets/acme2/openai, false",
        "file:/run/secrets/acme/**, env:BYOK_ACME, false",
        "file:/run/secrets/acme/*, file:/run/secrets/acme/openai, true",
        "file:/run/secrets/acme/*, file:/run/secrets/acme/deep/openai, false",
        "file:/run/secrets/acme-*, file:/run/secrets/acme-openai, true",
        "file:/run/secrets/*/openai, file:/run/secrets/acme/openai, true",
        "file:/run/secrets/*/openai, file:/run/secrets/acme/x/openai, false",
        "file:/run/**/openai, file:/run/secrets/acme/openai, true",
        "file:/run/*/a*e/**, file:/run/secrets/acme/x, true",
        "file:/run/secrets/acme.json, file:/run/secrets/acmexjson, false",
        "file:/run/secrets/acme.json, file:/run/secrets/acme.json, true",
        "env:BYOK_ACME_*, env:BYOK_ACME_OPENAI, true",
        "env:BYOK_ACME_*, env:BYOK_GLOBEX, false",
        "env:*, file:/run/secrets/acme, false",
        "vault:secret/acme/**, vault:secret/acme/prod/openai, true",
        "vault:secret/acme/*, vault:secret/acme/prod/openai, false",
        "vault:secret/acme/**, vault:secret/globex/openai, false",
        "aws-sm:acme/*, aws-sm:acme/openai, true",
        "aws-sm:acme/*, aws-sm:/acme/openai, false",
        "gcp-sm:projects/acme-*/secrets/*, gcp-sm:projects/acme-prod/secrets/openai, true",
        "gcp-sm:projects/acme/secrets/*, gcp-sm:projects/globex/secrets/openai, false",
        "azure-kv:acme-prod/*, azure-kv:acme-prod/openai, true",
        "cipher:acme/*, cipher:acme/01ab, true",
        "cipher:acme/*, cipher:globex/01ab, false",
    })
    void matchesWithinOneSegmentOrAcrossThem(String glob, String reference, boolean matches) {
        assertThat(ReferenceGlob.of(glob).matches(reference)).isEqualTo(matches);
    }
}
