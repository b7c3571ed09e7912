package dev.byok.command.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.byok.command.support.UnusableException;
import dev.byok.secret.Secret;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes a secret value from whoever runs the command. */
final class ValueInput {

    private static final int MAX_BYTES = 1024;

    private ValueInput() {}

    /**
     * Asks for the value without showing it, or reads it whole where nobody can be asked.
     *
     * @param console null where there is none
     * @throws UnusableException if there is none, or one that no header could hold; the message does not hold it
     */
    static Secret read(@Nullable Console console, InputStream in) {
        byte[] value = console == null ? all(in) : asked(console);
        try {
            return Secret.of(value);
        } catch (IllegalArgumentException e) {
            throw new UnusableException("the value cannot be used: " + e.getMessage());
        } finally {
            Arrays.fill(value, (byte) 0);
        }
    }

    private static byte[] asked(Console console) {
        char[] typed = console.readPassword("value (not shown): ");
        return typed == null ? new byte[0] : new String(typed).getBytes(UTF_8);
    }

    private static byte[] all(InputStream in) {
        try {
            byte[] value = in.readNBytes(MAX_BYTES + 1);
            if (value.length > MAX_BYTES) {
                throw new UnusableException("the value cannot be used: it is longer than " + MAX_BYTES + " bytes");
            }
            return value;
        } catch (IOException e) {
            throw new UnusableException("the standard input cannot be read");
        }
    }
}
