package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MeasurementTests {

    @Test
    void readsTheLoadGeneratorsOwnLineAmongOthers() {
        WrkResult result =
                WrkResult.of("  Latency 1.2ms\nRESULT 1500 3000000 1800000 2 1 1234 9876\nRequests/sec: 500\n");

        assertThat(result).isEqualTo(new WrkResult(1500, 3_000_000, 1_800_000, 2, 1, 1234, 9876));
        assertThat(WrkResult.of(result.line())).isEqualTo(result);
    }

    @Test
    void showsWhatTheLoadGeneratorSaidIfItHasNoResult() {
        assertThatThrownBy(() -> WrkResult.of("unable to connect"))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("unable to connect");
    }

    @Test
    void readsCpuTimeWhateverTheProgramIsCalled() {
        String stat = "4711 (a) b (c) S 1 4711 4711 0 -1 4194304 100 0 0 0 1203 45 0 0 20 0 30 0 12345 1000 200";

        assertThat(Processes.cpuTicks(stat)).isEqualTo(1248);
    }

    @Test
    void aPercentileIsAValueThatWasSeen() {
        long[] hundred = LongStream.rangeClosed(1, 100).toArray();

        assertThat(FirstByteLoad.percentile(hundred, 50)).isEqualTo(50);
        assertThat(FirstByteLoad.percentile(hundred, 99)).isEqualTo(99);
        assertThat(FirstByteLoad.percentile(new long[] {7}, 99)).isEqualTo(7);
        assertThat(FirstByteLoad.percentile(new long[0], 50)).isZero();
    }
}
