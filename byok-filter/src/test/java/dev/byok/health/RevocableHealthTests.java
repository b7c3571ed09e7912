package dev.byok.health;

import static dev.byok.health.Trial.ACME;
import static dev.byok.health.Trial.endpoint;
import static dev.byok.health.Trial.key;
import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.Caller;
import dev.byok.policy.Profile;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.quota.Demand;
import dev.byok.revocation.InMemoryRevocations;
import dev.byok.revocation.Revocation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an operator's word does to the keys of one caller's request. */
class RevocableHealthTests {

    private static final Instant NOW = Instant.parse("2026-11-05T12:00:00Z");
    private static final Caller AGENT = new Caller(
            "agent", ACME, null, "prod", Profile.DEFAULT, true, false, new SourceLocation("workspaces/acme.yml", 3));
    private static final ProviderKey OWN = key("main", Tier.PRIORITIZED);
    private static final ProviderKey SHARED = key("main", Tier.SHARED);

    private final InMemoryRevocations revocations = new InMemoryRevocations();
    private final Health health = new RevocableHealth(new InMemoryHealth(), revocations, AGENT);

    static List<Revocation> whatTheRequestNeeds() {
        return List.of(
                Revocation.ofKey(ACME, OWN),
                Revocation.ofCaller(AGENT),
                Revocation.ofEnvironment(ACME, "prod"),
                Revocation.ofProvider("openai"));
    }

    static List<Revocation> whatItDoesNotNeed() {
        return List.of(
                Revocation.ofKey("globex", OWN),
                Revocation.ofKey(ACME, SHARED),
                Revocation.ofKey(ACME, key("other", Tier.PRIORITIZED)),
                new Revocation(Revocation.Kind.CALLER, "globex", null, "agent"),
                Revocation.ofEnvironment(ACME, "dev"),
                Revocation.ofEnvironment("globex", "prod"),
                Revocation.ofProvider("groq"));
    }

    @ParameterizedTest
    @MethodSource("whatTheRequestNeeds")
    void refusesWhatIsRevokedUntilThatIsLifted(Revocation what) {
        revocations.revoke(what);

        assertThat(health.isRevoked(ACME, OWN)).isTrue();
        assertThat(health.standing(ACME, OWN, endpoint("gpt"), NOW)).isEqualTo(Standing.REVOKED);
        assertThat(health.admit(ACME, OWN, endpoint("gpt"), Demand.NONE, NOW))
                .isEqualTo(new Admission.Refused(Standing.REVOKED));
        assertThat(Standing.REVOKED.ready()).isFalse();

        revocations.lift(what);

        assertThat(admits(OWN)).isTrue();
    }

    @ParameterizedTest
    @MethodSource("whatItDoesNotNeed")
    void leavesEverythingElseAlone(Revocation what) {
        revocations.revoke(what);

        assertThat(admits(OWN)).isTrue();
        assertThat(health.isRevoked(ACME, OWN)).isFalse();
    }

    @Test
    void tellsAnOperatorsKeyFromTheWorkspacesKeyOfThatName() {
        revocations.revoke(new Revocation(Revocation.Kind.KEY, null, "openai", "main"));

        assertThat(health.isRevoked(ACME, SHARED)).isTrue();
        assertThat(admits(OWN)).isTrue();
    }

    private boolean admits(ProviderKey key) {
        return health.admit(ACME, key, endpoint("gpt"), Demand.NONE, NOW) instanceof Admission.Granted;
    }
}
