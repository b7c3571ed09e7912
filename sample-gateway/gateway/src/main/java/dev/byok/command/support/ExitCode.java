package dev.byok.command.support;

/** What a command ends with. */
public final class ExitCode {

    /** All is well. */
    public static final int FINE = 0;

    /** The policy is not, or what was looked for. */
    public static final int WRONG = 1;

    /** The command was given something that it cannot use. */
    public static final int UNUSABLE = 2;

    private ExitCode() {}
}
