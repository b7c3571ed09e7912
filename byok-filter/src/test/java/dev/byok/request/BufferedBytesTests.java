package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class BufferedBytesTests {

    private final BufferedBytes all = new BufferedBytes(DataSize.ofBytes(100));

    @Test
    void aShareGrowsToWhatIsAskedAndNotByIt() {
        BufferedBytes.Share share = all.share();

        assertThat(share.cover(-1)).isTrue();
        assertThat(share.cover(40)).isTrue();
        assertThat(share.cover(30)).isTrue();
        assertThat(share.cover(70)).isTrue();

        assertThat(all.used()).isEqualTo(70);
    }

    @Test
    void allSharesTogetherStayWithinTheBound() {
        BufferedBytes.Share first = all.share();
        BufferedBytes.Share second = all.share();

        assertThat(first.cover(60)).isTrue();
        assertThat(second.cover(40)).isTrue();
        assertThat(second.cover(41)).isFalse();
        assertThat(first.cover(Long.MAX_VALUE)).isFalse();

        assertThat(all.used()).isEqualTo(100);
    }

    @Test
    void aShareIsGivenBackOnceAndTakesNothingMore() {
        BufferedBytes.Share share = all.share();
        share.cover(60);

        share.close();
        share.close();

        assertThat(share.cover(80)).isTrue();
        assertThat(all.used()).isZero();
    }

    @Test
    void refusesWhatIsRequiredBeyondAllThereMayBe() {
        BufferedBytes.Share one = all.share();
        one.require(60);

        assertThatThrownBy(() -> one.require(101))
                .isInstanceOfSatisfying(BodyRefusedException.class, refused -> assertThat(refused.temporary())
                        .isTrue());
        assertThat(all.used()).isEqualTo(60);
        one.close();
        assertThat(all.used()).isZero();
    }

    @Test
    void comesBackToNothingHoweverSharesGrowAndEndAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> ends = new ArrayList<>();
            for (int round = 0; round < 500; round++) {
                BufferedBytes.Share one = all.share();
                BufferedBytes.Share other = all.share();
                CyclicBarrier start = new CyclicBarrier(4);
                ends.add(threads.submit(() -> grow(one, start)));
                ends.add(threads.submit(() -> grow(other, start)));
                ends.add(threads.submit(() -> end(one, start)));
                ends.add(threads.submit(() -> end(other, start)));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(all.used()).isZero();
    }

    private Void grow(BufferedBytes.Share share, CyclicBarrier start) throws Exception {
        start.await();
        for (int bytes = 1; bytes <= 80; bytes++) {
            share.cover(bytes);
            assertThat(all.used()).isBetween(0L, 100L);
        }
        return null;
    }

    private static Void end(BufferedBytes.Share share, CyclicBarrier start) throws Exception {
        start.await();
        share.close();
        return null;
    }
}
