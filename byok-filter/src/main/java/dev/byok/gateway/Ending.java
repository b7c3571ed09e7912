package dev.byok.gateway;

import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.DisconnectedClientHelper;

/** How a request left our filter. */
enum Ending {
    DONE,
    /** The caller went away. */
    CANCELLED,
    /** An upstream broke in mid-answer, or another filter failed. */
    FAILED;

    /**
     * Tells from an error who is to blame for it.
     *
     * @param end how the upstream's body had ended by then; null if it had not
     */
    static Ending of(Throwable thrown, @Nullable BodyEnd end) {
        boolean upstreamBroke = end != null && end != BodyEnd.COMPLETE && end != BodyEnd.CANCELLED;
        boolean callerLeft = thrown instanceof ClosedChannelException
                || DisconnectedClientHelper.isClientDisconnectedException(thrown);
        return callerLeft && !upstreamBroke ? CANCELLED : FAILED;
    }
}
