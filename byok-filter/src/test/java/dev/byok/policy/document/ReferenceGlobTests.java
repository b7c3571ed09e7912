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
    })
    void matchesWithinOneSegmentOrAcrossThem(String glob, String reference, boolean matches) {
        assertThat(ReferenceGlob.of(glob).matches(reference)).isEqualTo(matches);
    }
}
