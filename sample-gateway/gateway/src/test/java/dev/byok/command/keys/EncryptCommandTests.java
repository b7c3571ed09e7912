package dev.byok.command.keys;

import static dev.byok.command.support.SmallPolicy.ACME;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.ByokCommand;
import dev.byok.command.support.SmallPolicy;
import dev.byok.secret.HostSecret;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.cipher.CipherSecretResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as it is typed, its value piped into it. */
class EncryptCommandTests {

    private static final String VALUE = "sk-canary-0123456789abcdefghijk";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final InputStream before = System.in;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @BeforeEach
    void makeAKey() {
        assertThat(byok("encrypt", "--new-key", key())).isZero();
    }

    @AfterEach
    void plugTheInputBackIn() {
        System.setIn(before);
    }

    @Test
    void printsAReferenceThatThePolicyTakesAndTheGatewayReads() throws IOException {
        String reference = encrypted("--workspace", "acme");

        SmallPolicy.write(folder, SmallPolicy.edited(ACME, "file:/run/secrets/openai", reference));
        Path manifest = folder.resolve("policy.yml");
        Files.writeString(
                manifest, Files.readString(manifest).replace("\"file:/run/secrets/**\"", "\"cipher:acme/*\""));
        assertThat(byok("check", folder.toString())).as(out.toString()).isZero();
        assertThat(read(key(), reference)).isEqualTo(Secret.of(VALUE));
    }

    @Test
    void encryptsForSharedCapacity() {
        String reference = encrypted("--shared-capacity");

        assertThat(reference).startsWith("cipher:_shared-capacity/");
        assertThat(read(key(), reference)).isEqualTo(Secret.of(VALUE));
    }

    @Test
    void makesAKeyThatReadsTheOldValuesToo() {
        String old = encrypted("--workspace", "acme");
        String renewed = folder.resolve("renewed.json").toString();

        assertThat(byok("encrypt", "--new-key", renewed, "--key", "file:" + key()))
                .isZero();

        assertThat(read(renewed, old)).isEqualTo(Secret.of(VALUE));
    }

    @Test
    void keepsTheKeyFromOthersAndFromTheScreen() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(key()))))
                .isEqualTo("rw-------");
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void overwritesNoKey() throws IOException {
        String content = Files.readString(Path.of(key()));

        assertThat(byok("encrypt", "--new-key", key())).isEqualTo(2);

        assertThat(err.toString()).contains(key() + " exists already, and no key is overwritten");
        assertThat(Files.readString(Path.of(key()))).isEqualTo(content);
    }

    @Test
    void saysWhatIsWrongWithoutTheValue() {
        pipe("two\nlines " + VALUE);
        assertThat(byok("encrypt", "--key", "file:" + key(), "--workspace", "acme"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the value cannot be used: the secret holds a line break");

        pipe("");
        assertThat(byok("encrypt", "--key", "file:" + key(), "--workspace", "acme"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the value cannot be used: the secret is empty");

        pipe("x".repeat(1025));
        assertThat(byok("encrypt", "--key", "file:" + key(), "--workspace", "acme"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("it is longer than 1024 bytes");
        assertThat(out.toString() + err).doesNotContain("canary");
    }

    @Test
    void saysWhatIsWrongWithTheKey() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "canary");

        assertThat(byok("encrypt", "--key", "canary", "--workspace", "acme")).isEqualTo(2);
        assertThat(byok("encrypt", "--key", "file:" + folder.resolve("lost"), "--workspace", "acme"))
                .isEqualTo(2);
        assertThat(byok("encrypt", "--key", "file:" + other, "--workspace", "acme"))
                .isEqualTo(2);
        assertThat(byok("encrypt", "--workspace", "acme")).isEqualTo(2);

        assertThat(err.toString().lines().filter(line -> line.contains("--key: ")))
                .containsExactly(
                        "--key: expected where it is kept, file:/path, file:/path#field or env:BYOK_NAME",
                        "--key: there is no such file",
                        "--key: expected a key as byok encrypt --new-key makes it",
                        "--key: expected where the key is kept");
        assertThat(err.toString()).doesNotContain("canary");
    }

    @Test
    void wantsToKnowForWhom() {
        assertThat(byok("encrypt", "--key", "file:" + key())).isEqualTo(2);
        assertThat(byok("encrypt", "--key", "file:" + key(), "--workspace", "acme", "--shared-capacity"))
                .isEqualTo(2);
        assertThat(byok("encrypt", "--key", "file:" + key(), "--workspace", "a/b"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--workspace: expected the name of a workspace");
    }

    private String encrypted(String... purpose) {
        pipe(VALUE + "\n");
        String[] args = new String[purpose.length + 3];
        args[0] = "encrypt";
        args[1] = "--key";
        args[2] = "file:" + key();
        System.arraycopy(purpose, 0, args, 3, purpose.length);
        assertThat(byok(args)).as(err.toString()).isZero();
        assertThat(out.toString()).doesNotContain("canary");
        return out.toString().trim();
    }

    private static Secret read(String key, String reference) {
        SecretReference parsed = new SecretReference("cipher", reference.substring("cipher:".length()), null);
        CipherSecretResolver resolver = new CipherSecretResolver(HostSecret.of("key", "file:" + key));
        return Objects.requireNonNull(resolver.resolve(parsed).block());
    }

    private String key() {
        return folder.resolve("cipher.json").toString();
    }

    private static void pipe(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(UTF_8)));
    }

    private int byok(String... args) {
        return ByokCommand.run(new PrintWriter(out), new PrintWriter(err), args);
    }
}
