package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTests {

    private static final List<Pattern> PATTERNS =
            CredentialPatterns.ALL.stream().map(CredentialPattern::pattern).toList();

    @Test
    void takesOutTheSecretThatWasSentWhateverItLooksLike() {
        Secret sent = Secret.of("plain words");

        assertThat(Redaction.scrub("no access for plain words, sorry", sent))
                .isEqualTo("no access for [redacted], sorry");
    }

    @ParameterizedTest
    @MethodSource
    void takesOutWhatLooksLikeACredential(String credential) {
        assertThat(Redaction.scrub("before (" + credential + ") after", null)).isEqualTo("before ([redacted]) after");
    }

    static Stream<String> takesOutWhatLooksLikeACredential() {
        String a = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7";
        return Stream.of(
                "sk-proj-" + a + a + a + "T3BlbkFJ" + a + a + a,
                "sk-" + a.substring(0, 20) + "T3BlbkFJ" + a.substring(0, 20),
                "sk-ant-api03-" + a.repeat(3) + "AA",
                "sk-or-v1-" + "0123456789abcdef".repeat(4),
                "sk-" + "0123456789abcdef".repeat(2),
                "AIza" + (a + a).substring(0, 35),
                "AQ.Ab" + a,
                "ya29." + a,
                "-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----",
                "A".repeat(52) + "JQQJ99BAAC" + "a".repeat(11) + "AAABACOG" + "Ab1c",
                "abc8Q~" + a + "abcd~",
                "AKIA" + "ABCDEFGHIJKLMNOP",
                "ABSK" + a.repeat(5) + "==",
                "bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t" + a,
                "xai-" + a.repeat(3),
                "gsk_" + a + a,
                "pplx-" + a + a,
                "fw_" + a,
                "tgp_v1_" + a + "-_" + a,
                "fc-" + "0123456789abcdef".repeat(2),
                "hf_" + "abcdefghijKLMNOPqrstuvWXYZabcdefgh",
                "byok_" + a + a,
                "0123456789abcdef".repeat(4),
                "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc-_123",
                "sk-proj-****abcd",
                "sk-proj-***************************abcd",
                "xai***yz",
                "sk-ab...wxyz");
    }

    @RepeatedTest(20)
    void looksForNoPatternOnlyWhereNoneCanMatch() {
        List<String> credentials = takesOutWhatLooksLikeACredential().toList();
        Random random = new Random();
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder();
            for (int piece = random.nextInt(4); piece >= 0; piece--) {
                String credential = credentials.get(random.nextInt(credentials.size()));
                int from = random.nextInt(4) == 0 ? random.nextInt(credential.length()) : 0;
                text.append(random.nextBoolean() ? " " : random.nextBoolean() ? "Bearer " : "api_key:")
                        .append(credential, from, credential.length());
            }

            String all = text.toString();
            for (CredentialPattern pattern : CredentialPatterns.ALL) {
                all = pattern.pattern().matcher(all).replaceAll(pattern.replacement());
            }

            assertThat(Redaction.scrub(text.toString(), null)).as("%s", text).isEqualTo(all);
        }
    }

    @Test
    void takesOutWhatWordsGiveAway() {
        assertThat(Redaction.scrub("Permission denied for consumer: api_key:opaque12", null))
                .isEqualTo("Permission denied for consumer: api_key:[redacted]");
        assertThat(Redaction.scrub("Authorization: Bearer opaque.value-12", null))
                .isEqualTo("Authorization: Bearer [redacted]");
        assertThat(Redaction.scrub("Incorrect API key provided: q7w8e9r0t1y2u3i4.", null))
                .startsWith("Incorrect API key provided: [redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The model `gpt-9` does not exist or you do not have access to it.",
                "Invalid API key. See https://example.com/docs/api-keys for help.",
                "api key documentation is available, token limit 128000 reached",
                "Rate limit reached for gpt-4o in organization org-1 on tokens per min (TPM): Limit 30000, Used 3.",
                "Use 'max_completion_tokens' instead... please."
            })
    void leavesPlainErrorTextsAlone(String text) {
        assertThat(Redaction.scrub(text, null)).isEqualTo(text);
    }

    @Test
    void relaysTwoThousandCharactersAtMostAndNoHalfOfOne() {
        assertThat(Redaction.scrub("a ".repeat(5_000), null)).hasSize(Redaction.MAX_LENGTH);
        assertThat(Redaction.scrub("x".repeat(1_999) + "\ud83d\ude00", null)).isEqualTo("x".repeat(1_999));
    }

    @Test
    void takesCredentialsOutBeforeItCuts() {
        String text = "x ".repeat(990) + "sk-proj-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3dE6gH9jK2";

        assertThat(Redaction.scrub(text, null)).doesNotContain("aB3dE6gH9").endsWith("[redacted]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "*",
                ".",
                "-----BEGIN PRIVATE KEY-----",
                "sk-",
                "api key ",
                "eyJ.",
                "A3T",
                "sk-a..",
                "api_key:"
            })
    void looksAtATextOfDoubleLengthTwiceAsOften(String part) {
        for (Pattern pattern : PATTERNS) {
            long once = CountedText.steps(pattern, part.repeat(8_192 / part.length()));
            long twice = CountedText.steps(pattern, part.repeat(16_384 / part.length()));

            assertThat(twice).as("steps of %s", pattern).isLessThanOrEqualTo(once * 5 / 2);
        }
    }
}
