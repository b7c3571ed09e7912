package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class LeakWatchTests {

    @BeforeEach
    void startClean() {
        LeakWatch.assertNoLeaks();
    }

    @Test
    void reportsABufferThatNobodyReleased() {
        lose();

        assertThat(LeakWatch.collect()).isNotEmpty().allSatisfy(report -> assertThat(report)
                .contains("LeakWatchTests.lose"));
    }

    @Test
    void saysNothingOfOneThatWasReleased() {
        ByteBuf buffer = ByteBufAllocator.DEFAULT.directBuffer(64);

        buffer.release();

        assertThat(LeakWatch.collect()).isEmpty();
    }

    private static void lose() {
        ByteBufAllocator.DEFAULT.directBuffer(64).writeByte(1);
    }
}
