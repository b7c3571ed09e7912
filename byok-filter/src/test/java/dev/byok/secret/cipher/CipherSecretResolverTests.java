package dev.byok.secret.cipher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.byok.autoconfigure.ByokSecretsConfiguration;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.secret.CipherText;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.test.StepVerifier;

/** From the gateway's key in a file to the value, as a host sets it up. */
class CipherSecretResolverTests {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Secret VALUE = Secret.of("sk-proj-0123456789abcdefghijklmnop");
    private static final String UNREADABLE = "encrypted with another key or for another workspace, or changed since";

    private final CipherKey key = CipherKey.generate();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void readsWhatWasEncryptedForTheWorkspace() throws IOException {
        assertRead(key, key.encrypt("acme", VALUE).reference());
    }

    @Test
    void readsWhatWasEncryptedForSharedCapacity() throws IOException {
        assertRead(key, key.encrypt(CipherText.SHARED_CAPACITY, VALUE).reference());
    }

    @Test
    void encryptsTheSameDifferentlyEachTime() {
        assertThat(key.encrypt("acme", VALUE).reference())
                .isNotEqualTo(key.encrypt("acme", VALUE).reference());
    }

    @Test
    void readsNothingThatWasMovedToAnotherWorkspace() throws IOException {
        SecretReference moved =
                new CipherText("globex", key.encrypt("acme", VALUE).bytes()).reference();

        assertFails(key, moved, UNREADABLE);
    }

    @Test
    void readsNothingThatWasChangedInAnyByte() throws IOException {
        write(new String(key.toJson(), UTF_8));
        byte[] bytes = key.encrypt("acme", VALUE).bytes();

        with(secrets -> {
            for (int i = 0; i < bytes.length; i++) {
                byte[] changed = bytes.clone();
                changed[i] ^= 1;
                fails(secrets, new CipherText("acme", changed).reference(), UNREADABLE);
            }
        });
    }

    @Test
    void readsNothingWithAnotherKey() throws IOException {
        assertFails(CipherKey.generate(), key.encrypt("acme", VALUE).reference(), UNREADABLE);
    }

    @Test
    void readsTheOldAndTheNewAfterTheKeyWasRenewed() throws IOException {
        SecretReference old = key.encrypt("acme", VALUE).reference();
        CipherKey renewed = key.renewed();
        SecretReference fresh = renewed.encrypt("acme", VALUE).reference();

        assertRead(renewed, old);
        assertRead(renewed, fresh);
        assertFails(key, fresh, UNREADABLE);
    }

    @Test
    void saysThatTheKeyIsNone() throws IOException {
        write("not a canary key");

        with(secrets -> fails(
                secrets,
                key.encrypt("acme", VALUE).reference(),
                "the key to decrypt it with cannot be read: expected a key as byok encrypt --new-key makes it"));
    }

    @Test
    void saysThatThereIsNoKey() {
        with(secrets -> fails(
                secrets,
                key.encrypt("acme", VALUE).reference(),
                "the key to decrypt it with cannot be read: there is no such file"));
    }

    @Test
    void saysWhatToSetWhereNoKeyIs() {
        runner().run(context -> fails(
                context.getBean(Secrets.class),
                key.encrypt("acme", VALUE).reference(),
                "not set up: set byok.secrets.cipher.key"));
    }

    @Test
    void refusesToStartWithAKeyWhereItsPlaceBelongs() {
        runner().withPropertyValues("byok.secrets.cipher.key={canary}").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessage("byok.secrets.cipher.key: expected where it is kept, file:/path, file:/path#field or"
                        + " env:BYOK_NAME"));
    }

    @Test
    void showsOfACiphertextOnlyTheBeginning() {
        SecretReference reference =
                key.encrypt("acme", Secret.of("x".repeat(300))).reference();

        assertThat(reference.toString())
                .hasSizeLessThan(170)
                .startsWith("cipher:acme/01")
                .endsWith("…");
        assertThat(CipherText.of(reference).reference()).isEqualTo(reference);
    }

    @Test
    void takesNoOwnerThatWouldHideAnother() {
        for (String owner : List.of("", "a/b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> new CipherText(owner, new byte[1]));
        }
    }

    private void assertRead(CipherKey with, SecretReference reference) throws IOException {
        write(new String(with.toJson(), UTF_8));
        with(secrets -> StepVerifier.create(secrets.get(reference))
                .expectNext(VALUE)
                .expectComplete()
                .verify(PATIENCE));
    }

    private void assertFails(CipherKey with, SecretReference reference, String reason) throws IOException {
        write(new String(with.toJson(), UTF_8));
        with(secrets -> fails(secrets, reference, reason));
    }

    private static void fails(Secrets secrets, SecretReference reference, String reason) {
        StepVerifier.create(secrets.get(reference))
                .expectErrorMessage("secret " + reference + ": " + reason)
                .verify(PATIENCE);
    }

    private void write(String json) throws IOException {
        Files.writeString(folder.resolve("key"), json);
    }

    private void with(Consumer<Secrets> test) {
        runner().withPropertyValues("byok.secrets.cipher.key=file:" + folder.resolve("key"))
                .run(context -> test.accept(context.getBean(Secrets.class)));
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withUserConfiguration(ByokSecretsConfiguration.class)
                .withBean(PolicyHolder.class);
    }
}
