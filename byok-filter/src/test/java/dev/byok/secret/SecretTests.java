package dev.byok.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.Serializable;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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

    /** Where it begins in a group of three bytes, where it ends in one, what follows, and who writes it. */
    static Stream<Arguments> redactsAllBase64ThatHoldsAnyBitOfIt() {
        return Stream.of("sk-odd/+?>~7f3a9", "sk-odd/+?>~7f3a9b", "sk-odd/+?>~7f3a9bc")
                .flatMap(value -> Stream.of("", "a", "ab", "user:")
                        .flatMap(before -> Stream.of("", "y", "yz", "yz!").flatMap(after -> Stream.of(
                                        Base64.getEncoder(),
                                        Base64.getEncoder().withoutPadding(),
                                        Base64.getUrlEncoder(),
                                        Base64.getUrlEncoder().withoutPadding())
                                .map(encoder -> Arguments.of(value, before, after, encoder)))));
    }

    @ParameterizedTest
    @MethodSource
    void redactsAllBase64ThatHoldsAnyBitOfIt(String value, String before, String after, Base64.Encoder encoder) {
        String encoded = encoder.encodeToString((before + value + after).getBytes(StandardCharsets.US_ASCII));
        Secret echoed = Secret.of(value);

        assertThat(echoed.redact("Basic " + encoded + " was refused")).isEqualTo("Basic [redacted] was refused");
        assertThat(echoed.redact("\"" + encoded + "\"," + encoded)).isEqualTo("\"[redacted]\",[redacted]");
    }

    @Test
    void leavesOtherBase64Alone() {
        String other = Base64.getEncoder().encodeToString("sk-canary-0f3a9b".getBytes(StandardCharsets.US_ASCII));

        assertThat(secret.redact(other)).isEqualTo(other);
    }

    @Test
    void redactsItselfAsOthersWriteIt() {
        Secret odd = Secret.of("key+of/odd=letters>?");
        byte[] bytes = "key+of/odd=letters>?".getBytes(StandardCharsets.UTF_8);

        assertThat(odd.redact("?k=key%2Bof%2Fodd%3Dletters%3E%3F&x")).isEqualTo("?k=[redacted]&x");
        assertThat(odd.redact("0x" + HexFormat.of().formatHex(bytes))).isEqualTo("0x[redacted]");
        assertThat(odd.redact("0X" + HexFormat.of().withUpperCase().formatHex(bytes)))
                .isEqualTo("0X[redacted]");
    }

    @Test
    void leavesShortTextsAloneThatAreItsOtherFormsByChance() {
        assertThat(Secret.of("abc").redact("YWJj 616263 abc")).isEqualTo("YWJj 616263 [redacted]");
    }
}
