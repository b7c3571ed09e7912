package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.secret.SecretReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretReferencesTests {

    @Test
    void readsFilesWithAndWithoutField() {
        assertThat(SecretReferences.parse("file:/run/secrets/x#key"))
                .isEqualTo(new SecretReference("file", "/run/secrets/x", "key"));
        assertThat(SecretReferences.parse("file:/run/secrets/x"))
                .isEqualTo(new SecretReference("file", "/run/secrets/x", null));
    }

    @Test
    void readsEnvironmentVariablesOfOursOnly() {
        assertThat(SecretReferences.parse("env:BYOK_OPENAI_2"))
                .isEqualTo(new SecretReference("env", "BYOK_OPENAI_2", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "hunter2",
                "file:",
                "file:relative",
                "file:/",
                "file:/a/",
                "file:/a//b",
                "file:/a/./b",
                "file:/a/../b",
                "file:/a/..",
                "file:/a*",
                "file:/a\\b",
                "file:/a\nb",
                "file:/a#",
                "file:/a#b#c",
                "file:///run/x",
                "FILE:/a",
                "env:",
                "env:PATH",
                "env:BYOK_",
                "env:byok_x",
                "env:BYOK_X#field",
                "http://x"
            })
    void refusesWhatIsNoReferenceWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> SecretReferences.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault:secret/a#b",
                "aws-sm:a",
                "gcp-sm:projects/p/secrets/s#1",
                "azure-kv:v/n",
                "infisical:p#n",
                "cipher:abc"
            })
    void refusesStoresThatThisVersionDoesNotRead(String text) {
        assertThatThrownBy(() -> SecretReferences.parse(text)).hasMessage("not supported by this version");
    }
}
