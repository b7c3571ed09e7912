package dev.byok.command.keys;

import dev.byok.command.support.ExitCode;
import dev.byok.command.support.UnusableException;
import dev.byok.secret.CipherText;
import dev.byok.secret.HostSecret;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretUnavailableException;
import dev.byok.secret.cipher.CipherKey;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Makes the {@code cipher:} references of a policy, and the key they are read with. */
@Command(
        name = "encrypt",
        mixinStandardHelpOptions = true,
        description = {
            "Encrypts a value with the gateway's own key and prints the reference to write into the policy.",
            "The value is asked for, or read from the standard input; it is never an argument, which others could see. Only"
                    + " the workspace it was encrypted for can use it, and only where policy.yml grants that workspace"
                    + " cipher:WORKSPACE/*.",
            "",
            "The gateway finds the key by its property byok.secrets.cipher.key. Whoever has it can read every encrypted value"
                    + " of the policy, in all its past versions: it does not belong into a repository.",
            ""
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the reference is printed, or the key is written",
            "2:the key, the value or an option cannot be used"
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  byok encrypt --new-key /etc/byok/cipher.json",
            "  byok encrypt --key file:/etc/byok/cipher.json --workspace acme",
            "  pass show acme/openai | byok encrypt --key env:BYOK_CIPHER_KEY --workspace acme",
            "  byok encrypt --key file:/etc/byok/cipher.json --new-key /etc/byok/cipher-2.json"
        })
public final class EncryptCommand implements Callable<Integer> {

    /** What is to be made. */
    static final class Purpose {

        @Option(names = "--workspace", paramLabel = "NAME", description = "encrypts for the keys of this workspace")
        @Nullable
        String workspace;

        @Option(names = "--shared-capacity", description = "encrypts for the keys of shared capacity, in providers.yml")
        boolean sharedCapacity;

        @Option(
                names = "--new-key",
                paramLabel = "FILE",
                description = "makes a key; with --key one that also reads what was encrypted with that")
        @Nullable
        Path newKey;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Purpose purpose;

    @Option(
            names = "--key",
            paramLabel = "PLACE",
            description = "where the key is kept: file:/path, file:/path#field or env:BYOK_NAME")
    private @Nullable String key;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (purpose.newKey != null) {
            KeyFile.write(purpose.newKey, key == null ? CipherKey.generate() : key(key).renewed());
            return ExitCode.FINE;
        }
        if (key == null) {
            throw new ParameterException(spec.commandLine(), "--key: expected where the key is kept");
        }
        CipherKey opened = key(key);
        CipherText text = opened.encrypt(owner(), ValueInput.read(System.console(), System.in));
        String location = text.reference().location();
        spec.commandLine().getOut().println(CipherText.SCHEME + ":" + location);
        return ExitCode.FINE;
    }

    private String owner() {
        String owner =
                purpose.sharedCapacity ? CipherText.SHARED_CAPACITY : Objects.requireNonNullElse(purpose.workspace, "");
        if (owner.isBlank() || owner.contains("/")) {
            throw new ParameterException(spec.commandLine(), "--workspace: expected the name of a workspace");
        }
        return owner;
    }

    private static CipherKey key(String place) {
        try {
            Secret json = Objects.requireNonNull(HostSecret.of("--key", place).block());
            return CipherKey.parse(json);
        } catch (SecretUnavailableException e) {
            throw new UnusableException("--key: " + e.reason());
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw new UnusableException(message.startsWith("--key") ? message : "--key: " + message);
        }
    }
}
