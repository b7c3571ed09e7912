package dev.byok.secret;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The logs of HTTP clients that write what goes over the wire at their finer levels: of a secret manager these are tokens
 * and secrets. They are kept out whatever level a host sets.
 */
public final class WireLog {

    /** The log of the JDK's {@code HttpURLConnection}: headers, those with tokens among them. */
    public static final String URL_CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";

    /** A logger that nobody holds is forgotten, with its filter. */
    private static final Set<Logger> HELD = ConcurrentHashMap.newKeySet();

    private WireLog() {}

    /** Drops what this logger of {@code java.util.logging} says below {@code INFO}, for the rest of the process. */
    public static void keepOut(String name) {
        Logger logger = Logger.getLogger(name);
        if (HELD.add(logger)) {
            logger.setFilter(line -> line.getLevel().intValue() >= Level.INFO.intValue());
        }
    }
}
