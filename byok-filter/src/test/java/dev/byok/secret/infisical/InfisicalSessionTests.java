package dev.byok.secret.infisical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.secret.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;

/** How long a token is used, by a clock of the test's own that begins just before it overflows. */
class InfisicalSessionTests {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private final FakeInfisical infisical = new FakeInfisical();
    private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 1);
    private final InfisicalSession session = new InfisicalSession(
            new InfisicalApi(new InfisicalApi.Address(URI.create(infisical.url()), SHORT, SHORT, null)),
            InfisicalLogin.universal("gateway", Mono.just(Secret.of("opened"))),
            nanoTime::get);

    @AfterEach
    void stop() {
        infisical.close();
    }

    @ParameterizedTest
    @CsvSource({"7200, 7139, 7141", "600, 539, 541", "100, 89, 91", "10, 8, 10", "0, 31535000, 31536000"})
    void aTokenIsReplacedBeforeItExpires(long lifetime, long good, long due) {
        infisical.takesUniversal("opened", lifetime);
        Secret first = session.token();
        infisical.knows("eyJ.second").takesUniversal("opened", lifetime);

        pass(good);
        assertThat(session.token()).isEqualTo(first);
        pass(due - good);
        assertThat(session.token()).isEqualTo(Secret.of("eyJ.second"));
        assertThat(infisical.logins()).isEqualTo(2);
    }

    @Test
    void aTokenThatIsNoLongerTakenIsReplacedOnceForAll() {
        infisical.takesUniversal("opened", 7200);
        Secret first = session.token();
        infisical.knows("eyJ.second").takesUniversal("opened", 7200);

        assertThat(session.tokenInsteadOf(first)).isEqualTo(Secret.of("eyJ.second"));
        assertThat(session.tokenInsteadOf(first)).isEqualTo(Secret.of("eyJ.second"));
        assertThat(infisical.logins()).isEqualTo(2);
    }

    @Test
    void tokensOfWhichNoneIsTakenAreNotMadeOneAfterTheOther() {
        infisical.takesUniversal("opened", 7200);
        Secret first = session.token();
        infisical.knows("eyJ.second").takesUniversal("opened", 7200);
        Secret second = session.tokenInsteadOf(first);

        assertThat(session.tokenInsteadOf(second)).isEqualTo(second);
        assertThat(infisical.logins()).isEqualTo(2);

        infisical.knows("eyJ.third").takesUniversal("opened", 7200);
        pass(6);
        assertThat(session.tokenInsteadOf(second)).isEqualTo(Secret.of("eyJ.third"));
    }

    @Test
    void nobodyLogsInOnceItIsClosed() {
        infisical.takesUniversal("opened", 7200);
        session.token();
        session.close();

        assertThatThrownBy(session::token).isInstanceOf(LoginFailedException.class);
        assertThat(infisical.logins()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"401, 39", "503, 9"})
    void aFailedLoginIsRepeatedAfterAWhile(int status, long patience) {
        infisical.answersLogins(FakeInfisical.error(status, "Error", "canary"));

        assertThatThrownBy(session::token).isInstanceOf(LoginFailedException.class);
        pass(patience);
        assertThatThrownBy(session::token).isInstanceOf(LoginFailedException.class);
        assertThat(infisical.logins()).isEqualTo(1);

        infisical.knows("eyJ.second").takesUniversal("opened", 7200);
        pass(2);
        assertThat(session.token()).isEqualTo(Secret.of("eyJ.second"));
    }

    private void pass(long seconds) {
        nanoTime.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
