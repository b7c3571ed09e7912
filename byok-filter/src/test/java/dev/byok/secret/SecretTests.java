package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

class SecretTests {

    private static final String CANARY = "sk-canary-7f3a9b";

    private final Secret secret = Secret.of(CANARY);

    private record Holder(Secret secret) {}

    @Test
    void hasAFingerprintThatTellsEqualFromOtherValuesToWhoHasTheKeyOnly() {
        byte[] key = {1, 2, 3};

        byte[] fingerprint = Secret.of("sk-one").fingerprint(key);

        assertThat(fingerprint).hasSize(32).isEqualTo(Secret.of("sk-one\n").fingerprint(key));
        assertThat(fingerprint).isNotEqualTo(Secret.of("sk-two").fingerprint(key));
        assertThat(fingerprint).isNotEqualTo(Secret.of("sk-one").fingerprint(new byte[] {1, 2, 4}));
    }

    @Test
    void spellsItselfOutInTheHeaderOnly() {
        assertThat(secret.apiKey()).isEqualTo(CANARY);
        assertThat(secret.authorization()).isEqualTo("Bearer " + CANARY);
        assertThat(secret.basicAuthorization("user")).isEqualTo("Basic dXNlcjpzay1jYW5hcnktN2YzYTli");
        assertThat(secret).hasToString("Secret[***]");
        assertThat(new Holder(secret).toString()).doesNotContain("canary").contains("Secret[***]");
    }

    @Test
    void cannotBeSerialised() {
        JsonMapper json = JsonMapper.builder()
                .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
                .build();

        assertThat(json.writeValueAsString(new Holder(secret))).doesNotContain("canary");
        assertThat(secret).isNotInstanceOf(Serializable.class);
        assertThat(Arrays.stream(Secret.class.getMethods())
                        .filter(method -> method.getDeclaringClass() == Secret.class)
                        .filter(method -> !Modifier.isStatic(method.getModifiers()))
                        .map(method -> method.getName()))
                .containsExactlyInAnyOrder(
                        "authorization",
                        "apiKey",
                        "basicAuthorization",
                        "occursIn",
                        "redact",
                        "fingerprint",
                        "equals",
                        "hashCode",
                        "toString");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sk-canary-7f3a9b\n", "sk-canary-7f3a9b\r\n", "sk-canary-7f3a9b"})
    void leavesOutTheLineEndOfAFile(String content) {
        assertThat(Secret.of(content.getBytes(StandardCharsets.UTF_8))).isEqualTo(secret);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "canary\n\n",
                "can\nary",
                "canary\r",
                "canary\r\nx-evil: 1",
                "can\tary",
                "canary\0",
                "\u007fcanary",
                "c\u00e4nary",
                "\ufeffcanary",
                "canary\ud83d\ude00"
            })
    void refusesWhatWouldBreakAHeaderWithoutQuotingIt(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Secret.of(value))
                .withMessageNotContaining("nary")
                .withNoCause();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void refusesNothing(String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(value)).withMessage("the secret is empty");
    }

    @Test
    void keepsItsOwnCopyOfTheBytes() {
        byte[] bytes = CANARY.getBytes(StandardCharsets.UTF_8);
        Secret copied = Secret.of(bytes);
        Arrays.fill(bytes, (byte) 'x');

        assertThat(copied).isEqualTo(secret);
    }

    @Test
    void isEqualByValue() {
        assertThat(secret).isEqualTo(Secret.of(CANARY)).hasSameHashCodeAs(Secret.of(CANARY));
        assertThat(secret).isNotEqualTo(Secret.of(CANARY + "x")).isNotEqualTo(CANARY);
    }

    @Test
    void findsAndRedactsItself() {
        assertThat(secret.occursIn("key " + CANARY + "!")).isTrue();
        assertThat(secret.occursIn("key sk-canary")).isFalse();
        assertThat(secret.redact(CANARY + " and " + CANARY)).isEqualTo("[redacted] and [redacted]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ab", "abc"})
    void redactsItselfAsBase64WhereverItBegins(String before) {
        String pair = before + ":" + CANARY + "-0123456789";
        String encoded = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));

        String redacted = Secret.of(CANARY + "-0123456789").redact("Basic " + encoded + " was refused");

        assertThat(redacted).startsWith("Basic ").contains("[redacted]").endsWith(" was refused");
        assertThat(redacted.length()).isLessThan("Basic [redacted] was refused".length() + 12);
    }

    @Test
    void redactsItselfAsOthersWriteIt() {
        Secret odd = Secret.of("key+of/odd=letters>?");
        byte[] bytes = "key+of/odd=letters>?".getBytes(StandardCharsets.UTF_8);

        assertThat(odd.redact("?k=key%2Bof%2Fodd%3Dletters%3E%3F&x")).isEqualTo("?k=[redacted]&x");
        assertThat(odd.redact("0x" + HexFormat.of().formatHex(bytes))).isEqualTo("0x[redacted]");
        assertThat(odd.redact("0X" + HexFormat.of().withUpperCase().formatHex(bytes)))
                .isEqualTo("0X[redacted]");
        assertThat(odd.redact(Base64.getUrlEncoder().encodeToString(bytes))).doesNotContain("a2V5K29mL29k");
    }

    @Test
    void leavesShortTextsAloneThatAreItsOtherFormsByChance() {
        assertThat(Secret.of("abc").redact("YWJj 616263 abc")).isEqualTo("YWJj 616263 [redacted]");
    }
}
