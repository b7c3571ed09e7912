package dev.byok.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.netty.channel.ConnectTimeoutException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.Exceptions;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException;

class CallFailureTests {

    private final OutcomeClassifier classifier = new OutcomeClassifier(Clock.systemUTC());

    @ParameterizedTest
    @MethodSource
    void saysWhatAFailedCallMeans(Throwable failure, String expected, boolean notConnected) {
        Outcome outcome = classifier.ofFailure(failure);

        assertThat(outcome.text()).isEqualTo(expected);
        assertThat(outcome.status()).isZero();
        assertThat(OutcomeClassifier.isConnectFailure(failure)).isEqualTo(notConnected);
    }

    static Stream<Arguments> saysWhatAFailedCallMeans() {
        return Stream.of(
                arguments(new ConnectException("Connection refused"), "overloaded.connection", true),
                arguments(new ConnectTimeoutException("timed out"), "overloaded.connection", true),
                arguments(new UnknownHostException("host"), "overloaded.connection", true),
                arguments(new NoRouteToHostException("host"), "overloaded.connection", true),
                arguments(new SSLHandshakeException("certificate"), "overloaded.connection", true),
                arguments(new PoolAcquireTimeoutException(Duration.ofSeconds(1)), "overloaded.connection", true),
                arguments(new PoolAcquirePendingLimitException(500), "overloaded.connection", true),
                arguments(new SSLException("closed"), "overloaded.connection", false),
                arguments(PrematureCloseException.TEST_EXCEPTION, "overloaded.connection", false),
                arguments(AbortedException.beforeSend(), "overloaded.connection", false),
                arguments(new SocketException("Connection reset"), "overloaded.connection", false),
                arguments(
                        new IOException("recvAddress(..) failed: Connection reset by peer"),
                        "overloaded.connection",
                        false),
                arguments(new IOException("Broken pipe"), "overloaded.connection", false),
                arguments(new ClosedChannelException(), "overloaded.connection", false),
                arguments(Exceptions.propagate(new ConnectException("x")), "overloaded.connection", true),
                arguments(
                        new IllegalStateException(new RuntimeException(new SocketException("x"))),
                        "overloaded.connection",
                        false),
                arguments(
                        new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, "x", new TimeoutException("x")),
                        "overloaded.timeout",
                        false),
                arguments(new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT), "unexpected", false),
                arguments(new IOException("No space left on device"), "unexpected", false),
                arguments(new IllegalStateException("x"), "unexpected", false));
    }

    @Test
    void endsOnACycleOfCauses() {
        RuntimeException outer = new RuntimeException("outer");
        RuntimeException inner = new RuntimeException("inner", outer);
        outer.initCause(inner);

        assertThat(classifier.ofFailure(outer).outcomeClass()).isEqualTo(OutcomeClass.UNEXPECTED);
    }
}
