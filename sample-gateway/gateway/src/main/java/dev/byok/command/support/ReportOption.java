package dev.byok.command.support;

import picocli.CommandLine.Option;

/** How a command is to tell what it found, as people choose it. */
public final class ReportOption {

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "human",
            description = "human, json or junit (default: ${DEFAULT-VALUE})")
    @SuppressWarnings("NullAway.Init") // by picocli
    private ReportFormat format;

    public ReportFormat format() {
        return format;
    }
}
