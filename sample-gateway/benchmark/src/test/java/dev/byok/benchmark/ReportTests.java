package dev.byok.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.benchmark.live.LiveResult;
import dev.byok.benchmark.planning.PlanningResult;
import dev.byok.benchmark.planning.Shape;
import dev.byok.benchmark.translation.Translation;
import dev.byok.benchmark.translation.TranslationResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportTests {

    private static final Offset<Double> EXACTLY = Offset.offset(1e-9);

    private final List<Sample> samples = new ArrayList<>();
    private final List<PlanningResult> planning = new ArrayList<>();
    private final List<TranslationResult> translations = new ArrayList<>();
    private final List<LiveResult> live = new ArrayList<>();
    private final List<SwapResult> swaps = new ArrayList<>();

    @Test
    void comparesALaunchWithTheBareOneBesideIt() {
        measured(Variant.BARE, Load.CHAT_1K, 0.10, 0.20, 0.05);
        measured(Variant.BYOK, Load.CHAT_1K, 0.11, 0.21, 0.06);

        JsonNode ours = json().path("results").path(1);
        assertThat(ours.path("route").stringValue()).isEqualTo("BYOK");
        assertThat(ours.path("cpuRatio").path("median").doubleValue()).isCloseTo(1.1, EXACTLY);
        assertThat(ours.path("cpuRatio").path("min").doubleValue()).isCloseTo(1.05, EXACTLY);
        assertThat(ours.path("cpuRatio").path("max").doubleValue()).isCloseTo(1.2, EXACTLY);
        assertThat(text())
                .contains("jdk: 17.0.15")
                .containsPattern("chat-1k +Byok +0.1100 \\[0.0600-0.2100\\] +1.10 \\[1.05-1.20\\]")
                .containsPattern("FAIL +CPU per request, chat-1k +at most 1.05 +x bare +1.100 \\[1.050-1.200\\]");
    }

    @Test
    void comparesAFailoverWithACallOfTheSameLaunch() {
        measured(Variant.BARE, Load.CHAT_1K, 0.10, 0.10);
        measured(Variant.BARE, Load.FAILOVER, 0.10, 0.10);
        measured(Variant.BYOK, Load.CHAT_1K, 0.10, 0.20);
        measured(Variant.BYOK, Load.FAILOVER, 0.16, 0.30);

        assertThat(text())
                .contains("Byok, failover: 1.55 [1.50-1.60] x the CPU of a call")
                .contains("upstream connections 60 before, 62 after, 3 opened in between")
                .containsPattern("PASS +CPU of a request with one failover +at most 1.7 +x a call +1.550");
        JsonNode failover = json().path("results").path(3);
        assertThat(failover.path("load").stringValue()).isEqualTo("failover");
        assertThat(failover.path("cpuRatioToACall").path("max").doubleValue()).isCloseTo(1.6, EXACTLY);
    }

    @Test
    void comparesATranslatedStreamWithOneThatIsPassedOn() {
        measured(Variant.BARE, Load.STREAM, 0.10, 0.10);
        measured(Variant.BYOK, Load.STREAM, 0.10, 0.20);
        measured(Variant.BARE, Load.STREAM_TRANSLATED, 0.10, 0.10);
        measured(Variant.BYOK, Load.STREAM_TRANSLATED, 0.15, 0.32);

        assertThat(text())
                .contains("Byok, translated stream: 1.55 [1.50-1.60] x the CPU of the same one passed on")
                .containsPattern("FAIL +CPU of a translated stream +at most 1.5 +x passed on +1.550");
        assertThat(json().path("results")
                        .path(3)
                        .path("cpuRatioToPassedOn")
                        .path("min")
                        .doubleValue())
                .isCloseTo(1.5, EXACTLY);
    }

    @Test
    void judgesWhatTranslatingARequestTakes() {
        String output = "# JMH\nTRANSLATION OPENAI_TO_ANTHROPIC 42.5000 65536.0\n";
        TranslationResult.all(output.lines()).forEach(translations::add);
        translations.add(new TranslationResult(Translation.OPENAI_TO_ANTHROPIC, 44.5, 65_536));

        assertThat(text())
                .contains(
                        "A request of 16 kB of OpenAI's in Anthropic's words: 43.5 [42.5-44.5] µs, 65536 bytes allocated")
                .containsPattern("PASS +a request of 16 kB of OpenAI's in Anthropic's words +at most 60.0 +µs +43.500");
        assertThat(json().path("translations").path(0).path("micros").doubleValue())
                .isEqualTo(42.5);
    }

    @Test
    void saysWhatIsAddedUntilTheFirstByte() {
        samples.add(sample(Variant.BARE, Load.TTFB, 1, 0.1, 800));
        samples.add(sample(Variant.BYOK, Load.TTFB, 1, 0.1, 1_050));

        assertThat(text())
                .contains("Byok, added until a stream's first byte: p50 0.250 [0.250-0.250] ms")
                .containsPattern("FAIL +added until a stream's first byte, median +at most 0.2 +ms +0.250");
    }

    @Test
    void judgesPlanningByItsSlowestSize() {
        planned(Shape.OWN, 10, 1.0);
        planned(Shape.OWN, 100, 3.0);
        planned(Shape.OWN, 100_000, 1.5);

        assertThat(text())
                .containsPattern("100 +in the caller's +3.000 \\[3.000-3.000\\] +3.00 +640 +2.50")
                .containsPattern("PASS +a plan, 100 keys in the caller's +at most 10.0 +µs +3.000")
                .containsPattern("FAIL +a plan, any number of keys in the caller's +at most 2.0 +x 10 keys +3.000")
                .containsPattern("OPEN +a plan, 100 keys in other workspaces .* not measured");
    }

    @Test
    void judgesHowALargePolicyGoesLive() {
        live.add(new LiveResult(10_000, 3_400, 400, 120, 12.5));
        for (int launch = 1; launch <= 3; launch++) {
            swapped(launch, Push.NOTHING, 2.0 * launch);
            swapped(launch, Push.TEAM, 2.5 * launch);
            swapped(launch, Push.PLATFORM, launch == 2 ? 16.0 : 4.0 * launch);
        }

        assertThat(text())
                .contains(
                        "A policy of 10000 keys, from bytes to in force: 3400 ms cold, 400 ms later; heap at most 120 MB")
                .containsPattern(
                        "FAIL +a policy of 10,000 keys, from bytes to in force, cold +at most 3000.0 +ms +3400")
                .containsPattern("PASS +a policy of 10,000 keys, heap for that and the last +at most 300.0 +MB +120")
                .contains(
                        "by the platform's edit, first byte p99: 2.00 ms before the push, 16.00 ms while it goes live (200 requests)")
                .contains(
                        "by nothing, first byte p99: 2.00 ms before the push, 6.00 ms while it goes live (200 requests)")
                .contains("Replaced by a team's edit, first byte p99 of all rounds of a launch: 5.00 [2.50-7.50] ms")
                .containsPattern(
                        "FAIL +a policy of 10,000 keys, p99 at the platform's edit +at most 1.5 +x no push +2.000 \\[2.000-4.000\\]")
                .containsPattern("PASS +a policy of 10,000 keys, p99 at a team's edit +at most 1.5 +x no push +1.250");
        assertThat(json().path("live").path(0).path("firstMillis").doubleValue())
                .isEqualTo(3_400);
        assertThat(json().path("swaps").path(10).path("duringMillis").doubleValue())
                .isEqualTo(16.0);
    }

    /** Two rounds of a hundred answers each, all quick but three of the first: of both, the third slowest is the p99. */
    private void swapped(int launch, Push push, double slowMillis) {
        long slow = (long) (slowMillis * 1_000);
        List<Long> quick = Collections.nCopies(97, 1_000L);
        List<Long> first =
                Stream.concat(quick.stream(), Stream.of(slow, slow, slow)).toList();
        List<Long> second = Collections.nCopies(100, 1_000L);
        swaps.add(new SwapResult(launch, 1, push, 2.0, slowMillis, 200, first));
        swaps.add(new SwapResult(launch, 2, push, 2.0, 1.0, 200, second));
    }

    @Test
    void leavesGoalsOpenThatWereNotMeasuredAndSaysWhatWasLeftOut() {
        measured(Variant.BARE, Load.STREAM, 0.10);
        measured(Variant.BYOK, Load.STREAM, 0.10);

        assertThat(text())
                .contains("Left out: nginx is not installed")
                .containsPattern("PASS +CPU per request, stream ")
                .containsPattern("OPEN +CPU per request, chat-256k .* not measured");
        assertThat(json().path("leftOut").path(0).stringValue()).startsWith("nginx is not installed");
        assertThat(json().path("goals").path(0).path("verdict").stringValue()).isEqualTo("OPEN");
    }

    @Test
    void readsResultsOfPlanningAmongWhatTheHarnessPrints() {
        String output = "# JMH version: 1.37\nPLANNING PINNED 1000 1.2345 640.5 1234567\nDone\n";

        assertThat(PlanningResult.all(output.lines()))
                .containsExactly(new PlanningResult(Shape.PINNED, 1000, 1.2345, 640.5, 1_234_567));
    }

    private String text() {
        return new Report(facts(), results()).text();
    }

    private JsonNode json() {
        return new JsonMapper().readTree(new ReportJson(facts(), results()).text());
    }

    private Results results() {
        return new Results(samples, planning, translations, live, swaps);
    }

    private static RunFacts facts() {
        return new RunFacts(
                Settings.of(Map.of()).without(Set.of(Variant.NGINX)),
                new Surroundings(100, Map.of("jdk", "17.0.15")),
                List.of("nginx is not installed: install it"));
    }

    private void measured(Variant variant, Load load, double... cpuPerThousand) {
        for (int i = 0; i < cpuPerThousand.length; i++) {
            samples.add(sample(variant, load, i + 1, cpuPerThousand[i], 100));
        }
    }

    private static Sample sample(Variant variant, Load load, int launch, double cpu, long p50) {
        WrkResult result = new WrkResult(1000, 1_000_000, 1, 0, 0, p50, 2 * p50);
        return new Sample(variant, load, launch, launch, cpu, 0.01, result, new Sample.Connections(60, 62, 3));
    }

    private void planned(Shape shape, int keys, double micros) {
        planning.add(new PlanningResult(shape, keys, micros, 640, 2_500_000));
    }
}
