package dev.byok.outcome;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ResponseStatusException;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

/** How a call ended that brought no answer. */
enum CallFailure {
    /** Before anything was sent. */
    NOT_CONNECTED(OutcomeClass.OVERLOADED, SubClass.CONNECTION),
    /** The connection broke, possibly after the request had been sent. */
    BROKEN(OutcomeClass.OVERLOADED, SubClass.CONNECTION),
    /** The host gateway's own response timeout. */
    TIMED_OUT(OutcomeClass.OVERLOADED, SubClass.TIMEOUT),
    UNKNOWN(OutcomeClass.UNEXPECTED, SubClass.NONE);

    /** Deeper chains of causes are cycles or noise. */
    private static final int MAX_CAUSES = 16;

    private final OutcomeClass outcomeClass;
    private final SubClass subClass;

    CallFailure(OutcomeClass outcomeClass, SubClass subClass) {
        this.outcomeClass = outcomeClass;
        this.subClass = subClass;
    }

    /** Returns what the first recognised exception of the chain of causes says. */
    static CallFailure of(Throwable failure) {
        Throwable cause = failure;
        for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
            CallFailure known = recognise(cause);
            if (known != UNKNOWN) {
                return known;
            }
            cause = cause.getCause();
        }
        return UNKNOWN;
    }

    Outcome outcome() {
        return Outcome.of(outcomeClass, subClass, 0);
    }

    private static CallFailure recognise(Throwable failure) {
        if (isNotConnected(failure)) {
            return NOT_CONNECTED;
        }
        if (isBroken(failure)) {
            return BROKEN;
        }
        return isGatewayTimeout(failure) ? TIMED_OUT : UNKNOWN;
    }

    private static boolean isNotConnected(Throwable failure) {
        return failure instanceof ConnectException // Netty's ConnectTimeoutException is one
                || failure instanceof NoRouteToHostException
                || failure instanceof UnknownHostException
                || failure instanceof UnresolvedAddressException
                || failure instanceof SSLHandshakeException
                || failure instanceof PoolAcquireTimeoutException
                || failure instanceof PoolAcquirePendingLimitException;
    }

    private static boolean isBroken(Throwable failure) {
        return failure instanceof PrematureCloseException
                || failure instanceof AbortedException
                || failure instanceof SSLException
                || failure instanceof SocketException
                || failure instanceof ClosedChannelException
                || (failure instanceof IOException && isReset(failure.getMessage()));
    }

    private static boolean isReset(@Nullable String message) {
        if (message == null) {
            return false;
        }
        String text = message.toLowerCase(Locale.ROOT);
        return text.contains("connection reset") || text.contains("broken pipe") || text.contains("connection closed");
    }

    private static boolean isGatewayTimeout(Throwable failure) {
        return failure instanceof ResponseStatusException response
                && response.getStatusCode().value() == 504
                && response.getCause() instanceof TimeoutException;
    }
}
