package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.secret.SecretReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    @CsvSource({
        "vault:secret/acme/openai#main, vault, secret/acme/openai, main",
        "vault:kv/a_b.c~d@e+f=g-h/x#api.key, vault, kv/a_b.c~d@e+f=g-h/x, api.key",
        "aws-sm:acme/openai-reserve, aws-sm, acme/openai-reserve,",
        "aws-sm:/prod/acme_1+2=3.x@y#key, aws-sm, /prod/acme_1+2=3.x@y, key",
        "aws-role:arn:aws:iam::123456789012:role/acme/byok, aws-role, arn:aws:iam::123456789012:role/acme/byok,",
        "aws-role:arn:aws-us-gov:iam::123456789012:role/byok#a-7:8, aws-role, arn:aws-us-gov:iam::123456789012:role/byok, a-7:8",
        "aws-identity:default, aws-identity, default,",
        "gcp-sm:projects/p/secrets/s#3, gcp-sm, projects/p/secrets/s, 3",
        "gcp-sm:projects/12345/secrets/Open_AI-2#blue, gcp-sm, projects/12345/secrets/Open_AI-2, blue",
        "gcp-sm:projects/example.com:acme-prod/secrets/s, gcp-sm, projects/example.com:acme-prod/secrets/s,",
        "azure-kv:acme-prod-1/OpenAI-key, azure-kv, acme-prod-1/OpenAI-key,",
        "infisical:acme/openai#MAIN, infisical, acme/openai, MAIN",
        "infisical:Acme_1/prod-eu/llm#open.ai_key-2, infisical, Acme_1/prod-eu/llm, open.ai_key-2",
        "cipher:acme/01ab, cipher, acme/01ab,",
        "cipher:_shared-capacity/01ab, cipher, _shared-capacity/01ab,",
    })
    void readsWhatLiesInAStore(String text, String scheme, String location, @Nullable String field) {
        assertThat(SecretReferences.parse(text)).isEqualTo(new SecretReference(scheme, location, field));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vault:",
                "vault:secret/acme",
                "vault:secret/acme#",
                "vault:secret/acme#a#b",
                "vault:secret/acme#a b",
                "vault:secret#key",
                "vault:/secret/acme#key",
                "vault:secret/acme/#key",
                "vault:secret//acme#key",
                "vault:secret/../globex#key",
                "vault:secret/./acme#key",
                "vault:secret/..#key",
                "vault:secret/ac me#key",
                "vault:secret/%2e%2e/globex#key",
                "vault:secret/acme?version=1#key",
                "vault:secret/{acme}#key",
                "vault:https://vault/v1/secret/acme#key",
                "vault:http:evil.example/acme#key",
                "aws-sm:",
                "aws-sm:/",
                "aws-sm://acme",
                "aws-sm:acme/",
                "aws-sm:acme//x",
                "aws-sm:acme/../globex",
                "aws-sm:arn:aws:secretsmanager:eu-west-1:123456789012:secret:acme",
                "aws-sm:acme#",
                "aws-role:",
                "aws-role:byok",
                "aws-role:arn:aws:iam::123:role/byok",
                "aws-role:arn:aws:iam::123456789012:user/byok",
                "aws-role:arn:aws:iam::123456789012:role/../byok",
                "aws-role:arn:aws:iam::123456789012:role/byok#a b",
                "aws-identity:other",
                "aws-identity:default#x",
                "aws-sm:acme x",
                "gcp-sm:acme",
                "gcp-sm:projects/p/secrets",
                "gcp-sm:projects/p/secrets/",
                "gcp-sm:projects/p/secrets/s/versions/1",
                "gcp-sm:projects/P/secrets/s",
                "gcp-sm:projects/../secrets/s",
                "gcp-sm:projects/p-/secrets/s",
                "gcp-sm:projects/p/secrets/a.b",
                "gcp-sm:projects/p/secrets/s#",
                "gcp-sm:projects/p/secrets/s#1.2",
                "azure-kv:acme",
                "azure-kv:ac/x",
                "azure-kv:1acme/x",
                "azure-kv:acme-/x",
                "azure-kv:acme--prod/x",
                "azure-kv:acme.vault.azure.net/x",
                "azure-kv:a-vault-name-far-too-long-for-azure/x",
                "azure-kv:acme/x_y",
                "azure-kv:acme/x/y",
                "azure-kv:acme/x#1",
                "infisical:",
                "infisical:acme",
                "infisical:acme#",
                "infisical:#MAIN",
                "infisical:/#MAIN",
                "infisical:/acme#MAIN",
                "infisical:acme/#MAIN",
                "infisical:acme//openai#MAIN",
                "infisical:acme/../globex#MAIN",
                "infisical:acme/./openai#MAIN",
                "infisical:acme/open.ai#MAIN",
                "infisical:acme/open ai#MAIN",
                "infisical:acme%2f..%2fglobex#MAIN",
                "infisical:acme?environment=dev#MAIN",
                "infisical:acme#..",
                "infisical:acme#.",
                "infisical:acme#MAIN/OTHER",
                "infisical:acme#MAIN?version=1",
                "infisical:acme#MA IN",
                "infisical:acme#A#B",
                "Infisical:acme#MAIN",
                "cipher:01ab",
                "cipher:/01ab",
                "cipher:acme/",
                "cipher:acme/01AB",
                "cipher:acme/0x",
                "cipher:acme/01ab#x",
                "cipher:_other/01ab",
                "cipher:acme/x/01ab",
                "Vault:secret/acme#key"
            })
    void refusesWhatTheStoreCannotHave(String text) {
        assertThatThrownBy(() -> SecretReferences.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected ");
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(SecretReferences.parse("aws-sm:" + "a".repeat(512)).location())
                .hasSize(512);
        assertThatThrownBy(() -> SecretReferences.parse("aws-sm:" + "a".repeat(513)))
                .hasMessageContaining("(at most 512)");
        assertThat(SecretReferences.parse("gcp-sm:projects/p/secrets/" + "a".repeat(255))
                        .field())
                .isNull();
        assertThatThrownBy(() -> SecretReferences.parse("gcp-sm:projects/p/secrets/" + "a".repeat(256)))
                .hasMessageContaining("(at most 255)");
        assertThatThrownBy(() -> SecretReferences.parse("vault:secret" + "/a".repeat(100_000) + "#key"))
                .hasMessageStartingWith("expected vault:mount/path#field");
    }

    @Test
    void guessesTheSchemeThatWasMeant() {
        assertThatThrownBy(() -> SecretReferences.parse("valut:secret/acme#key"))
                .hasMessage(
                        "expected a reference such as vault:secret/team/openai#key or file:/run/secrets/name (did you"
                                + " mean vault?)");
    }
}
