package dev.byok.failover;

import static dev.byok.failover.Walk.GIVE_UP;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.outcome.OutcomeClass;
import org.junit.jupiter.api.Test;

/** Attempts that cannot be made since the endpoint cannot be told the request after all. */
class UntoldTests {

    private static final String UNTOLD = ": invalid_request.image_unavailable";

    @Test
    void goesOnWithTheFirstEndpointThatCanBeTold() {
        Walk walk = Walk.of("0 bedrock a", "0 bedrock b", "0 other c", "0 openai d", "1 bedrock a");

        assertThat(walk.start()).isEqualTo("0 bedrock a");
        assertThat(walk.cannotBeTold("bedrock", "other")).isEqualTo("0 openai d");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 openai d: rate_limited");
    }

    @Test
    void isTheLastWordWhereNobodyElseIsLeft() {
        Walk walk = Walk.of("0 bedrock a", "0 bedrock b");
        walk.start();

        assertThat(walk.cannotBeTold("bedrock")).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 bedrock a" + UNTOLD);
        assertThat(walk.records()).hasSize(1);
    }

    @Test
    void isSaidBeforeARejectedKey() {
        Walk walk = Walk.of("0 openai a", "0 bedrock b");
        walk.start();
        walk.fails(OutcomeClass.CREDENTIAL_REJECTED);

        assertThat(walk.cannotBeTold("bedrock")).isEqualTo(GIVE_UP);
        assertThat(walk.failure()).isEqualTo("0 bedrock b" + UNTOLD);
    }

    @Test
    void countsForNothingThatNobodyWasAsked() {
        Walk walk = Walk.with(Walk.profile(1, false, null), "0 bedrock a", "0 openai b");

        assertThat(walk.start()).isEqualTo("0 bedrock a");
        assertThat(walk.cannotBeTold("bedrock")).isEqualTo("0 openai b");
        assertThat(walk.fails(OutcomeClass.RATE_LIMITED)).isEqualTo(GIVE_UP);
    }

    @Test
    void leavesOutOnlyTheEndpointItselfWhereOthersCanBeTold() {
        Walk walk = Walk.of("0 bedrock a", "0 bedrock b", "1 bedrock a");
        walk.start();

        assertThat(walk.cannotBeTold()).isEqualTo("1 bedrock a");
    }
}
