package dev.byok.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Everything that everybody writes at the finest level, kept instead of shown. To be begun when the application has
 * started, since its start sets up logging anew.
 */
final class TracedLog implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Map<Logger, Level> levels = new LinkedHashMap<>();
    private final List<Appender<ILoggingEvent>> shown = new ArrayList<>();
    private final CapturedLog captured;

    TracedLog(String... loggers) {
        root.iteratorForAppenders().forEachRemaining(shown::add);
        shown.forEach(root::detachAppender);
        captured = CapturedLog.of(Logger.ROOT_LOGGER_NAME);
        trace(root);
        for (String name : loggers) {
            trace((Logger) LoggerFactory.getLogger(name));
        }
    }

    private void trace(Logger logger) {
        @Nullable Level before = logger.getLevel();
        levels.put(logger, before);
        logger.setLevel(Level.TRACE);
    }

    /** Returns each event whole: logger, message, context and exception. */
    List<String> lines() {
        return captured.events().stream().map(TracedLog::line).toList();
    }

    private static String line(ILoggingEvent event) {
        return event.getLevel() + " " + event.getLoggerName() + " " + event.getMDCPropertyMap() + " " + text(event);
    }

    /** Returns an event's message and exception. */
    static String text(ILoggingEvent event) {
        String thrown =
                event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
        return event.getFormattedMessage() + thrown;
    }

    /** Returns each event as it was written. */
    List<ILoggingEvent> events() {
        return captured.events();
    }

    @Override
    public void close() {
        levels.forEach(Logger::setLevel);
        captured.close();
        shown.forEach(root::addAppender);
    }
}
