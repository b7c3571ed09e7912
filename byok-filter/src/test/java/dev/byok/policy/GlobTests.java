package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTests {

    @ParameterizedTest
    @CsvSource({
        "*, acme-*, true",
        "acme-*, acme-*, true",
        "acme-*, acme-prod, true",
        "acme-*, acme-*-eu, true",
        "acme-*, acme*, false",
        "acme-*, *, false",
        "acme-prod, acme-*, false",
        "acme-prod, acme-prod, true",
        "*-bot, legal-*-bot, true",
        "*-bot, *-bot-*, false",
        "*a*, b*a*c, true",
        "*a*, b*c, false",
    })
    void coversPatternsThatMatchNoMore(String glob, String other, boolean covers) {
        assertThat(Glob.of(glob).covers(Glob.of(other))).isEqualTo(covers);
    }
}
