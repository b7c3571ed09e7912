package dev.byok.revocation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class InMemoryRevocationsTests {

    private final InMemoryRevocations revocations = new InMemoryRevocations();

    @Test
    void revokesAndLiftsOnce() {
        Revocation alpha = Revocation.ofProvider("alpha");

        assertThat(revocations.revoke(alpha)).isTrue();
        assertThat(revocations.revoke(alpha)).isFalse();
        assertThat(revocations.inForce()).containsExactly(alpha);
        assertThat(revocations.lift(alpha)).isTrue();
        assertThat(revocations.lift(alpha)).isFalse();
        assertThat(revocations.inForce()).isEmpty();
    }

    @Test
    void whatWasReadOnceDoesNotChange() {
        revocations.revoke(Revocation.ofProvider("alpha"));
        Set<Revocation> before = revocations.inForce();

        revocations.revoke(Revocation.ofProvider("beta"));

        assertThat(before).containsExactly(Revocation.ofProvider("alpha"));
    }

    @Test
    void saysWhatItIsInWords() {
        assertThat(new Revocation(Revocation.Kind.KEY, "acme", "alpha", "main"))
                .hasToString("key main at alpha of acme");
    }
}
