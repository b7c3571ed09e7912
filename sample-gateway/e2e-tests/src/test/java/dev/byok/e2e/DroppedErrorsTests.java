package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.util.IllegalReferenceCountException;
import io.netty.util.ReferenceCountUtil;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** The watch itself, which no class here has to ask for. */
class DroppedErrorsTests {

    @Test
    void hearsOfAnErrorThatReactorDrops() {
        Operators.onErrorDropped(new IllegalStateException("lost"), Context.empty());

        assertThat(DroppedErrors.take())
                .singleElement()
                .asString()
                .contains("java.lang.IllegalStateException: lost", "DroppedErrorsTests.hearsOfAnErrorThatReactorDrops");
    }

    @Test
    void hearsOfABufferReleasedTooOftenAtTheEndOfARequest() {
        ByteBuf buffer = released();

        Mono.empty().doFinally(signal -> buffer.release()).block();

        assertThat(DroppedErrors.take())
                .singleElement()
                .asString()
                .contains(IllegalReferenceCountException.class.getName());
    }

    @Test
    void hearsOfABufferReleasedTooOftenThatIsOnlyLogged() {
        ReferenceCountUtil.safeRelease(released());

        assertThat(DroppedErrors.take()).singleElement().asString().startsWith("logged only");
    }

    @Test
    void hearsOfOneThatIsLoggedBelowTheLevelOfTheLog() {
        org.slf4j.Logger swallower = LoggerFactory.getLogger("reactor.netty.channel.ChannelOperationsHandler");

        if (swallower.isDebugEnabled()) {
            swallower.debug("", new IllegalReferenceCountException(0));
        }

        assertThat(DroppedErrors.take()).hasSize(1);
    }

    @Test
    void goesOnAfterAnApplicationHasSetUpLoggingAnew() {
        try (AcmeGateway gateway = AcmeGateway.start()) {
            ReferenceCountUtil.safeRelease(released());

            assertThat(gateway.port()).isPositive();
        }
        assertThat(DroppedErrors.take()).hasSize(1);
    }

    @Test
    void failsWhoeverAsksNext() {
        Operators.onErrorDropped(new IllegalStateException("lost"), Context.empty());

        assertThatThrownBy(() -> DroppedErrors.assertNone("during this test"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("errors dropped during this test")
                .hasMessageContaining("lost");
    }

    private static ByteBuf released() {
        ByteBuf buffer = Unpooled.buffer(8);
        buffer.release();
        return buffer;
    }
}
