package dev.byok.command.support;

import java.io.PrintWriter;
import java.util.function.LongSupplier;

/** How far something has come that takes a while: one line that is written over, on a terminal alone. Steps may come from any thread. */
public final class Progress {

    private static final int WIDTH = 30;
    private static final long PATIENCE_NANOS = 500_000_000;
    private static final long PACE_NANOS = 100_000_000;

    private final PrintWriter out;
    private final boolean shown;
    private final LongSupplier nanos;
    private String what = "";
    private int total;
    private int done;
    private long due;
    private boolean drawn;

    /**
     * Makes one.
     *
     * @param out not where results go: they may be read by a program
     * @param shown whether anybody looks
     */
    public Progress(PrintWriter out, boolean shown) {
        this(out, shown, System::nanoTime);
    }

    Progress(PrintWriter out, boolean shown, LongSupplier nanos) {
        this.out = out;
        this.shown = shown;
        this.nanos = nanos;
    }

    /** Begins with something; what is over in half a second is not worth a line. */
    public synchronized void begin(String name, int steps) {
        what = name;
        total = steps;
        done = 0;
        drawn = false;
        due = nanos.getAsLong() + PATIENCE_NANOS;
    }

    /** One more is done. */
    public synchronized void step() {
        done++;
        if (shown && nanos.getAsLong() - due >= 0) {
            draw();
            due = nanos.getAsLong() + PACE_NANOS;
        }
    }

    /** It is over: the line is gone. */
    public synchronized void end() {
        if (drawn) {
            out.print("\r" + " ".repeat(what.length() + WIDTH + 20) + "\r");
            out.flush();
        }
    }

    private void draw() {
        int filled = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
        out.print("\r" + what + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total);
        out.flush();
        drawn = true;
    }
}
