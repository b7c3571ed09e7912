package dev.byok.e2e;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.util.IllegalReferenceCountException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Hears of each {@link IllegalReferenceCountException} that somebody logs, at any level, instead of passing it on. Every
 * application sets up logging anew when it starts, so Spring calls it back for each.
 */
public final class SwallowedCounts implements ApplicationListener<ApplicationPreparedEvent> {

    private static final Watch WATCH = new Watch();

    @Override
    public void onApplicationEvent(ApplicationPreparedEvent event) {
        watch();
    }

    /** Reports them from now on to {@link DroppedErrors}. */
    static void watch() {
        ((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList().addIfAbsent(WATCH);
    }

    private static final class Watch extends TurboFilter {

        /** Catches such an exception and speaks of it at DEBUG only. */
        private static final String SWALLOWER = "reactor.netty.channel.ChannelOperationsHandler";

        @Override
        public FilterReply decide(
                @Nullable Marker marker,
                Logger logger,
                Level level,
                @Nullable String format,
                Object @Nullable [] parameters,
                @Nullable Throwable thrown) {
            if (format == null) {
                return level == Level.DEBUG && logger.getName().equals(SWALLOWER)
                        ? FilterReply.ACCEPT
                        : FilterReply.NEUTRAL;
            }
            look(thrown);
            if (parameters != null
                    && parameters.length > 0
                    && parameters[parameters.length - 1] instanceof Throwable last) {
                look(last);
            }
            return FilterReply.NEUTRAL;
        }

        private void look(@Nullable Throwable thrown) {
            for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
                if (cause instanceof IllegalReferenceCountException) {
                    DroppedErrors.report("logged only", cause);
                    return;
                }
            }
        }
    }
}
