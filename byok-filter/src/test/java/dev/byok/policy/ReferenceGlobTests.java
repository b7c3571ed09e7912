package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceGlobTests {

    private static final long SEED =
            Long.getLong("byok.property.seed", ThreadLocalRandom.current().nextLong());

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
        "infisical:acme/**, infisical:acme/prod/openai, true",
        "infisical:acme/*, infisical:acme/prod/openai, false",
        "infisical:acme/**, infisical:globex/openai, false",
        "infisical:acme, infisical:acme, true",
        "cipher:acme/*, cipher:acme/01ab, true",
        "cipher:acme/*, cipher:globex/01ab, false",
    })
    void matchesWithinOneSegmentOrAcrossThem(String glob, String reference, boolean matches) {
        assertThat(ReferenceGlob.of(glob).matches(reference)).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "vault:secret/acme/**, vault:secret/acme/**, true",
        "vault:secret/acme/**, vault:secret/acme/openai, true",
        "vault:secret/acme/**, vault:secret/acme/*, true",
        "vault:secret/acme/**, vault:secret/acme/deep/**, true",
        "vault:secret/acme/*, vault:secret/acme/**, false",
        "vault:secret/acme/*, vault:secret/acme/*/x, false",
        "vault:secret/acme/*, vault:secret/*, false",
        "vault:secret/acme/openai, vault:secret/acme/*, false",
        "vault:secret/*/openai, vault:secret/acme-*/openai, true",
        "vault:secret/*/*, vault:secret/**, false",
        "vault:secret/*/**, vault:secret/**, false",
        "vault:**, vault:secret/*/x/**, true",
        "vault:**, aws-sm:**, false",
        "env:BYOK_ACME_*, env:BYOK_ACME_OPENAI_*, true",
        "env:BYOK_ACME_OPENAI_*, env:BYOK_ACME_*, false",
        "env:BYOK_*_KEY, env:BYOK_*, false",
        "a**b*c, a*b/*c, false",
        "a**b**c, a*b/*c, true",
    })
    void coversPatternsThatMatchNoMore(String glob, String other, boolean covers) {
        assertThat(ReferenceGlob.of(glob).covers(ReferenceGlob.of(other))).isEqualTo(covers);
    }

    /** Over an alphabet small enough to try every text: one that covers another matches all that the other does. */
    @Test
    void coversNothingThatMatchesMore() {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> texts = texts();
        int covered = 0;
        for (int run = 0; run < 20_000; run++) {
            ReferenceGlob one = ReferenceGlob.of(pattern(random));
            ReferenceGlob other = ReferenceGlob.of(pattern(random));
            if (one.covers(other)) {
                covered++;
                assertThat(texts.stream().filter(other::matches).filter(text -> !one.matches(text)))
                        .as("%s covers %s, seed %d", one, other, SEED)
                        .isEmpty();
            }
            assertThat(one.covers(one)).as("%s covers itself", one).isTrue();
        }
        assertThat(covered).isGreaterThan(500);
    }

    private static String pattern(SplittableRandom random) {
        StringBuilder pattern = new StringBuilder();
        int length = 1 + random.nextInt(4);
        for (int i = 0; i < length; i++) {
            pattern.append(List.of("a", "b", "/", "*", "**").get(random.nextInt(5)));
        }
        return pattern.toString();
    }

    /** Returns every text of at most five characters. */
    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(""));
        for (int i = 0; i < texts.size() && texts.get(i).length() < 5; i++) {
            for (String next : List.of("a", "b", "/")) {
                texts.add(texts.get(i) + next);
            }
        }
        return texts;
    }
}
