package dev.byok.ledger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per generation at INFO, in {@code key=value} form, by the logger {@value #NAME}. Names, statuses and times;
 * never content or credentials.
 */
public final class GenerationLog {

    /** The logger's name; set its level to WARN to have no such lines. */
    public static final String NAME = "dev.byok.generation";

    private static final Logger LOG = LoggerFactory.getLogger(NAME);

    public boolean isEnabled() {
        return LOG.isInfoEnabled();
    }

    /** Writes one line. */
    public void write(CharSequence line) {
        LOG.info(line.toString());
    }
}
