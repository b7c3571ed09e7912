package dev.byok.policy.document;

import static dev.byok.policy.document.PolicyEdits.PROFILES;
import static dev.byok.policy.document.PolicyEdits.PROVIDERS;
import static dev.byok.policy.document.PolicyEdits.problemsOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Timeouts;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Limits beyond the bounds of a request are refused instead of being cut. */
class TimeoutsTests {

    @ParameterizedTest
    @CsvSource({
        "connect, 181s, 3m, all that a stream has until its first output",
        "headers, 4m, 3m, all that a stream has until its first output",
        "first-output, 180001ms, 3m, all that a stream has until its first output",
        "stall, 601s, 10m, all that a request has",
        "output-gap, 11m, 10m, all that a request has",
        "total, 1h, 10m, all that a request has",
        "total, 999999999h, 10m, all that a request has"
    })
    void refusesWhatARequestCannotLast(String name, String value, String bound, String meaning) {
        assertThat(problemsOf(SamplePolicy.edited(PROVIDERS, "connect: 500ms, total: 10m", name + ": " + value)))
                .containsExactly("providers.yml:3 providers.groq.timeouts." + name + " = " + value
                        + ": expected at most " + bound + ", " + meaning);
    }

    @ParameterizedTest
    @CsvSource({"connect, 4m", "first-output, 5m", "total, 20m"})
    void refusesItInAProfileToo(String name, String value) {
        assertThat(problemsOf(SamplePolicy.edited(PROFILES, "first-output: 30s, stall: 15s", name + ": " + value)))
                .singleElement()
                .asString()
                .startsWith("profiles.yml:7 profiles.legal.timeouts." + name + " = " + value + ": expected at most ");
    }

    @ParameterizedTest
    @CsvSource({"180s, 600s", "3m, 10m", "180000ms, 600000ms"})
    void takesTheBoundsThemselves(String start, String request) {
        PolicySnapshot policy = PolicyCompiler.compile(new PolicyFiles(
                "v1",
                SamplePolicy.edited(
                        "providers.yml",
                        "connect: 500ms, total: 10m",
                        "connect: %1$s, headers: %1$s, first-output: %1$s, stall: %2$s, output-gap: %2$s, total: %2$s"
                                .formatted(start, request))));

        assertThat(Objects.requireNonNull(policy.providers().get("groq")).timeouts())
                .isEqualTo(new Timeouts(
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(3),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10),
                        Duration.ofMinutes(10)));
    }
}
