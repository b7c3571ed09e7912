package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class MeasurementTests {

    @Test
    void readsTheLoadGeneratorsOwnLineAmongOthers() {
        WrkResult result =
                WrkResult.of("  Latency 1.2ms\nRESULT 1500 3000000 1800000 2 1 1234 9876\nRequests/sec: 500\n");

        assertThat(result).isEqualTo(new WrkResult(1500, 3_000_000, 1_800_000, 2, 1, 1234, 9876));
        assertThat(sample(Variant.BARE, 1, 0.5, result).perSecond()).isEqualTo(500);
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
    void comparesALaunchWithTheBareOneBesideIt() {
        Settings settings = Settings.of(Map.of("BENCHMARK_LAUNCHES", "3", "BENCHMARK_LOADS", "chat-1k"));
        List<Sample> samples = Stream.of(
                        sample(Variant.BARE, 1, 0.10, rate(1000)),
                        sample(Variant.BYOK, 1, 0.11, rate(900)),
                        sample(Variant.BARE, 2, 0.20, rate(500)),
                        sample(Variant.BYOK, 2, 0.21, rate(500)),
                        sample(Variant.BARE, 3, 0.05, rate(2000)),
                        sample(Variant.BYOK, 3, 0.06, rate(1500)))
                .toList();

        Report report = new Report(settings, new Surroundings(100, Map.of("jdk", "17.0.15")), samples);

        JsonNode ours = new JsonMapper().readTree(report.json()).path("results").path(1);
        assertThat(ours.path("route").stringValue()).isEqualTo("BYOK");
        assertThat(ours.path("cpuRatio").path("median").doubleValue()).isCloseTo(1.1, within());
        assertThat(ours.path("cpuRatio").path("min").doubleValue()).isCloseTo(1.05, within());
        assertThat(ours.path("cpuRatio").path("max").doubleValue()).isCloseTo(1.2, within());
        assertThat(ours.path("requestsRatio").path("median").doubleValue()).isCloseTo(0.9, within());
        assertThat(report.table())
                .contains("jdk: 17.0.15")
                .containsPattern("chat-1k +Byok +0.1100 \\[0.0600-0.2100\\] +1.10 \\[1.05-1.20\\]");
    }

    @Test
    void takesLoadsWithCommasButLeavesThoseOfJvmOptions() {
        Settings settings = Settings.of(Map.of(
                "BENCHMARK_LOADS", "stream, chat-1k",
                "BENCHMARK_JVM_OPTIONS", "-Xmx1g -XX:StartFlightRecording:settings=profile,filename=a.jfr"));

        assertThat(settings.loads()).containsExactly(Load.STREAM, Load.CHAT_1K);
        assertThat(settings.jvmOptions())
                .containsExactly("-Xmx1g", "-XX:StartFlightRecording:settings=profile,filename=a.jfr");
    }

    @Test
    void saysWhichSettingIsNotANumberAndWhichLoadIsUnknown() {
        assertThatThrownBy(() -> Settings.of(Map.of("BENCHMARK_MEASURE", "ten")))
                .hasMessage("BENCHMARK_MEASURE=ten: expected a number");
        assertThatThrownBy(() -> Settings.of(Map.of("BENCHMARK_LOADS", "chat-1k,chat-2k")))
                .hasMessageContaining("unknown load 'chat-2k'")
                .hasMessageContaining("chat-256k");
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(1e-9);
    }

    private static WrkResult rate(long perSecond) {
        return new WrkResult(perSecond, 1_000_000, 1, 0, 0, 100, 200);
    }

    private static Sample sample(Variant variant, int launch, double cpu, WrkResult result) {
        return new Sample(variant, Load.CHAT_1K, launch, cpu, 0.01, result);
    }
}
