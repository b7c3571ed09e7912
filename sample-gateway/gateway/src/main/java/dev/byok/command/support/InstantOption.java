package dev.byok.command.support;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The time that a command plans for, as people name it. */
public final class InstantOption {

    @Option(names = "--at", paramLabel = "INSTANT", description = "when, as in 2027-01-01T00:00:00Z (default: now)")
    private @Nullable String at;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec command;

    /** Returns it. */
    public Instant instant() {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    command.commandLine(), "--at: expected an instant such as 2027-01-01T00:00:00Z");
        }
    }
}
