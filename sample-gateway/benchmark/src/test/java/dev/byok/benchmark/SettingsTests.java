package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTests {

    @Test
    void measureEverythingUnlessSomethingIsChosen() {
        Settings settings = Settings.of(Map.of());

        assertThat(settings.loads()).containsExactly(Load.values());
        assertThat(settings.planning()).isTrue();
        assertThat(settings.translation()).isTrue();
        assertThat(settings.live()).isTrue();
        assertThat(settings.launches()).isEqualTo(3);
        assertThat(settings.variants())
                .containsExactly(Variant.BARE, Variant.JOIN, Variant.BYOK, Variant.NGINX, Variant.PORTKEY);
    }

    @Test
    void takeLoadsWithCommasButLeaveThoseOfJvmOptions() {
        Settings settings = Settings.of(Map.of(
                "BENCHMARK_LOADS", "stream, chat-1k",
                "BENCHMARK_JVM_OPTIONS", "-Xmx1g -XX:StartFlightRecording:settings=profile,filename=a.jfr"));

        assertThat(settings.loads()).containsExactly(Load.STREAM, Load.CHAT_1K);
        assertThat(settings.planning()).isFalse();
        assertThat(settings.translation()).isFalse();
        assertThat(settings.live()).isFalse();
        assertThat(settings.jvmOptions())
                .containsExactly("-Xmx1g", "-XX:StartFlightRecording:settings=profile,filename=a.jfr");
    }

    @Test
    void planningAloneSendsNothing() {
        Settings settings = Settings.of(Map.of("BENCHMARK_LOADS", "planning"));

        assertThat(settings.planning()).isTrue();
        assertThat(settings.loads()).isEmpty();
    }

    @Test
    void alwaysHoldTheBareRouteFirst() {
        assertThat(Settings.of(Map.of("BENCHMARK_VARIANTS", "byok,bare")).variants())
                .containsExactly(Variant.BARE, Variant.BYOK);
        assertThat(Settings.of(Map.of("BENCHMARK_VARIANTS", "byok", "BENCHMARK_WITHOUT_LOG", "true"))
                        .variants())
                .containsExactly(Variant.BARE, Variant.BYOK, Variant.BYOK_WITHOUT_LOG);
    }

    @Test
    void leaveOutWhatIsMissing() {
        Settings settings = Settings.of(Map.of()).without(Set.of(Variant.NGINX, Variant.PORTKEY));

        assertThat(settings.variants()).containsExactly(Variant.BARE, Variant.JOIN, Variant.BYOK);
        assertThat(settings.loads()).containsExactly(Load.values());
    }

    @Test
    void eachVariantGetsTheLoadsThatItCanServe() {
        assertThat(Load.values()).allMatch(Variant.BARE::takes).allMatch(Variant.BYOK::takes);
        assertThat(Load.values())
                .filteredOn(load -> !Variant.NGINX.takes(load))
                .containsExactly(Load.FAILOVER, Load.STREAM_TRANSLATED);
        assertThat(Load.values())
                .filteredOn(Variant.PORTKEY::takes)
                .containsExactly(Load.CHAT_1K, Load.CHAT_16K, Load.CHAT_256K);
    }

    @Test
    void sayWhichSettingIsNotANumberAndWhichNameIsUnknown() {
        assertThatThrownBy(() -> Settings.of(Map.of("BENCHMARK_MEASURE", "ten")))
                .hasMessage("BENCHMARK_MEASURE=ten: expected a number");
        assertThatThrownBy(() -> Settings.of(Map.of("BENCHMARK_LOADS", "chat-1k,chat-2k")))
                .hasMessageContaining("unknown load 'chat-2k'")
                .hasMessageContaining("chat-256k")
                .hasMessageContaining("planning");
        assertThatThrownBy(() -> Settings.of(Map.of("BENCHMARK_VARIANTS", "byok,apache")))
                .hasMessageContaining("unknown variant 'apache'")
                .hasMessageContaining("byok-without-log");
    }
}
