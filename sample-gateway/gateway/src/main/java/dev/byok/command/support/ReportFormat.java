package dev.byok.command.support;

/** How a command tells what it found. */
public enum ReportFormat {
    /** For people. */
    HUMAN,
    /** For programs. */
    JSON,
    /** For CI servers. */
    JUNIT
}
