package dev.byok.secret.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.vault.support.VaultToken;

class TokenCheckTests {

    private static final VaultToken OLD = VaultToken.of("hvs.old");
    private static final VaultToken NEW = VaultToken.of("hvs.new");

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final AtomicInteger renewals = new AtomicInteger();
    private VaultToken current = OLD;
    private Runnable renewal = () -> {};
    private final TokenCheck check = new TokenCheck(
            () -> current,
            () -> {
                renewals.incrementAndGet();
                renewal.run();
            },
            nanos::get);

    @Test
    void renewsAGoodTokenOnceForManyRefusedReadings() {
        for (int reading = 0; reading < 100; reading++) {
            assertThat(check.isReplaced(OLD)).isFalse();
        }
        assertThat(renewals).hasValue(1);

        nanos.addAndGet(TokenCheck.EVERY.toNanos());
        assertThat(check.isReplaced(OLD)).isFalse();
        assertThat(renewals).hasValue(2);
    }

    @Test
    void logsInOnceForManyRefusedReadingsWhoseTokenWasNoLongerGood() {
        renewal = () -> current = NEW;

        for (int reading = 0; reading < 100; reading++) {
            assertThat(check.isReplaced(OLD)).isTrue();
        }
        assertThat(renewals).hasValue(1);
        assertThat(check.isReplaced(NEW)).isFalse();
        assertThat(renewals).hasValue(1);
    }

    @Test
    void aTokenThatIsReadAnewAndIsTheSameIsNotReplaced() {
        renewal = () -> current = VaultToken.of("hvs.old");

        assertThat(check.isReplaced(OLD)).isFalse();
    }

    @Test
    void aRenewalThatFailsIsNotRepeatedAtOnceEither() {
        renewal = () -> {
            throw new IllegalStateException("down");
        };

        assertThatIllegalStateException().isThrownBy(() -> check.isReplaced(OLD));
        assertThat(check.isReplaced(OLD)).isFalse();
        assertThat(renewals).hasValue(1);
    }
}
