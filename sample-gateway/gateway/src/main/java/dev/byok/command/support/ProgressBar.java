package dev.byok.command.support;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/** How far something is that takes its time, on one line of a terminal that is gone afterwards; elsewhere nothing. */
public final class ProgressBar implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final boolean shown;
    private final int total;
    private int done;

    private ProgressBar(PrintWriter terminal, boolean shown, int total) {
        this.terminal = terminal;
        this.shown = shown;
        this.total = total;
    }

    /**
     * Shows one.
     *
     * @param err where it does not mix with what the command prints
     * @param ansi whether there is a terminal
     */
    public static ProgressBar on(PrintWriter err, Ansi ansi, int total) {
        ProgressBar bar = new ProgressBar(err, ansi.enabled() && total > 0, total);
        bar.draw();
        return bar;
    }

    /** One more is done. May be called from any thread. */
    public synchronized void step() {
        done++;
        draw();
    }

    private synchronized void draw() {
        if (shown) {
            int filled = Math.min(WIDTH, done * WIDTH / total);
            terminal.print(
                    CLEAR_LINE + "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] " + done + "/" + total);
            terminal.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (shown) {
            terminal.print(CLEAR_LINE);
            terminal.flush();
        }
    }
}
