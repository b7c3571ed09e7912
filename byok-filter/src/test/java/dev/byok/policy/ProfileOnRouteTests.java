package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Profile.Said;
import dev.byok.policy.Sort.By;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller's profile comes to on a route that has another one. */
class ProfileOnRouteTests {

    private static final Written SILENT = new Written(8, false, null, Waiting.DEFAULT, Delivery.LIVE, Set.of());

    @Test
    void aProfileThatSaysNothingChangesNothing() {
        Profile own = new Written(
                        20,
                        true,
                        Duration.ofSeconds(5),
                        new Waiting(Duration.ofSeconds(9), Duration.ofSeconds(30)),
                        new Delivery(true, 9_000_000),
                        Set.of())
                .profile();

        assertThat(own.on(SILENT.profile())).isEqualTo(own);
    }

    /** The default of a profile that says nothing is a limit too: no route lets more than it. */
    @ParameterizedTest
    @CsvSource({"8, 3, 3", "8, 12, 8", "2, 5, 2", "20, 8, 8"})
    void theSmallerNumberOfAttemptsHolds(int own, int route, int expected) {
        Profile both = attempts(own, Set.of()).on(attempts(route, Set.of(Said.MAX_ATTEMPTS)));

        assertThat(both.maxAttempts()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"5,, 5", ", 7, 7", "5, 7, 5", "9, 7, 7", ",,"})
    void theShorterTimeHolds(@Nullable Integer own, @Nullable Integer route, @Nullable Integer expected) {
        Profile both = timed(seconds(own)).on(timed(seconds(route)));

        assertThat(both.retryWithin()).isEqualTo(seconds(expected));
        assertThat(both.timeouts().total()).isEqualTo(seconds(expected));
        assertThat(both.timeouts().connect()).isEqualTo(seconds(expected));
        assertThat(both.timeouts().headers()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "false, false, false, false",
        "false, true, true, false",
        "true, false, false, true",
        "true, false, true, false",
        "true, true, true, true"
    })
    void refusedContentMovesOnOnlyWhereNobodySaysOtherwise(boolean own, boolean route, boolean said, boolean expected) {
        Profile both = SILENT.with(own, Set.of()).on(SILENT.with(route, said ? Set.of(Said.MODERATED) : Set.of()));

        assertThat(both.moderatedNextModel()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3, 1, 1", "3, 10, 3", "0, 3, 0"})
    void theShorterWaitHolds(int own, int route, int expected) {
        Profile both = waiting(new Waiting(Duration.ofSeconds(own), null), Set.of())
                .on(waiting(new Waiting(Duration.ofSeconds(route), null), Set.of(Said.MAX_WAIT)));

        assertThat(both.waiting().maxWait()).isEqualTo(Duration.ofSeconds(expected));
    }

    @ParameterizedTest
    @CsvSource({"30,, 30", ", 60, 60", "30, 60, 60", "60, 30, 30"})
    void theRouteSaysHowLongToQueueWhereItSaysAnything(
            @Nullable Integer own, @Nullable Integer route, Integer expected) {
        Profile both = waiting(new Waiting(Duration.ZERO, seconds(own)), Set.of())
                .on(waiting(new Waiting(Duration.ZERO, seconds(route)), Set.of()));

        assertThat(both.waiting().queue()).isEqualTo(seconds(expected));
    }

    @ParameterizedTest
    @CsvSource({"30,, 30", ", 60, 60", "30, 60, 60", "60, 30, 30"})
    void theRouteSaysWhenToHedgeWhereItSaysAnything(@Nullable Integer own, @Nullable Integer route, Integer expected) {
        Profile both = waiting(new Waiting(Duration.ZERO, null, seconds(own)), Set.of())
                .on(waiting(new Waiting(Duration.ZERO, null, seconds(route)), Set.of()));

        assertThat(both.waiting().hedgeAfter()).isEqualTo(seconds(expected));
    }

    @Test
    void theRouteSaysHowToDeliverAndTheSmallerBoundHolds() {
        Delivery verified = new Delivery(true, 1_000);
        Set<Said> said = Set.of(Said.DELIVERY, Said.VERIFIED_MAX_BYTES);

        assertThat(delivering(Delivery.LIVE, Set.of())
                        .on(delivering(verified, said))
                        .delivery())
                .isEqualTo(verified);
        assertThat(delivering(verified, said)
                        .on(delivering(Delivery.LIVE, Set.of(Said.DELIVERY)))
                        .delivery())
                .isEqualTo(new Delivery(false, 1_000));
        assertThat(delivering(verified, said)
                        .on(delivering(new Delivery(true, 2_000), Set.of(Said.VERIFIED_MAX_BYTES)))
                        .delivery())
                .isEqualTo(verified);
    }

    @Test
    void theRouteSaysWhatItLikesAndTheCallerTheRest() {
        Balancing own = new Balancing(List.of("azure"), By.PRICE, Rotation.WEIGHTED, false, false);
        Balancing route = new Balancing(List.of("openai"), By.LATENCY, Rotation.LEAST_USED, true, true);
        Set<Said> all = Set.of(Said.ROTATION, Said.STICKY, Said.OWN_KEYS_FIRST);

        assertThat(liking(own, Set.of()).on(liking(route, all)).balancing()).isEqualTo(route);
        assertThat(liking(own, all).on(liking(Balancing.DEFAULT, Set.of())).balancing())
                .isEqualTo(own);
    }

    private static Profile liking(Balancing balancing, Set<Said> said) {
        return new Written(8, false, null, Waiting.DEFAULT, Delivery.LIVE, balancing, said).profile();
    }

    private static Profile attempts(int maxAttempts, Set<Said> said) {
        return new Written(maxAttempts, false, null, Waiting.DEFAULT, Delivery.LIVE, said).profile();
    }

    private static Profile timed(@Nullable Duration time) {
        return new Written(8, false, time, Waiting.DEFAULT, Delivery.LIVE, Set.of()).profile();
    }

    private static Profile waiting(Waiting waiting, Set<Said> said) {
        return new Written(8, false, null, waiting, Delivery.LIVE, said).profile();
    }

    private static Profile delivering(Delivery delivery, Set<Said> said) {
        return new Written(8, false, null, Waiting.DEFAULT, delivery, said).profile();
    }

    private static @Nullable Duration seconds(@Nullable Integer seconds) {
        return seconds == null ? null : Duration.ofSeconds(seconds);
    }

    private record Written(
            int maxAttempts,
            boolean moderated,
            @Nullable Duration time,
            Waiting waiting,
            Delivery delivery,
            Balancing balancing,
            Set<Said> said) {

        Written(
                int maxAttempts,
                boolean moderated,
                @Nullable Duration time,
                Waiting waiting,
                Delivery delivery,
                Set<Said> said) {
            this(maxAttempts, moderated, time, waiting, delivery, Balancing.DEFAULT, said);
        }

        Profile with(boolean nextModel, Set<Said> saying) {
            return new Written(maxAttempts, nextModel, time, waiting, delivery, saying).profile();
        }

        Profile profile() {
            return new Profile(
                    "test",
                    maxAttempts,
                    false,
                    moderated,
                    Guardrails.NONE,
                    DataDemand.NONE,
                    time,
                    new Timeouts(time, null, null, null, null, time),
                    waiting,
                    delivery,
                    balancing,
                    said,
                    new SourceLocation("profiles.yml", 1));
        }
    }
}
