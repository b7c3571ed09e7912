package dev.byok.scenario;

import dev.byok.plan.ExclusionReason;
import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What should become of a request; everything that is said has to hold. It speaks of the attempts that a gateway would make,
 * one after the other, if each failed in a way that lets the next one follow, as {@code byok explain} tells them: at most as
 * many as the profile allows, keys that come back while the request waits among them.
 *
 * @param outcome whether there is any attempt
 * @param reason what the refusal gives as a reason among others, with {@link Ending#REFUSED} alone: a word of
 *     {@link #REASONS}; a caller that is switched off, or whose gateway keys have all expired, is refused as
 *     {@code disabled}
 * @param attempts the credentials of all attempts by name, in order, one for each attempt
 * @param startsWith the credentials of the first ones, likewise
 * @param never names of tiers ({@code PRIORITIZED}, {@code SHARED}, {@code FALLBACK}), credentials or providers: no attempt
 *     is of that tier, with that credential or at that provider; none either that only the profile's bound on attempts
 *     would cut off; empty where nothing is said
 * @param models the models of the attempts, each once, in the order in which they are first tried
 * @param costAtMost in USD: no attempt would cost more at its endpoint's list price, with the tokens that are given and
 *     nothing of them in a cache. Where only prompt or answer is given, the other one has what the model's {@code context}
 *     leaves; where neither is, the dearer of the two fills the context. An endpoint without a price is too dear
 */
public record Expect(
        @Nullable Ending outcome,
        @Nullable String reason,
        @Nullable List<String> attempts,
        @Nullable List<String> startsWith,
        List<String> never,
        @Nullable List<String> models,
        @Nullable BigDecimal costAtMost) {

    /** Why something may be left out of a plan, in the words of {@code excluded_by}. */
    public static final List<String> REASONS = Stream.of(ExclusionReason.values())
            .filter(reason -> !ofRequests().contains(reason))
            .map(ExclusionReason::text)
            .toList();

    /** A scenario's request has no {@code provider} object, which alone makes these. */
    private static Set<ExclusionReason> ofRequests() {
        return EnumSet.of(ExclusionReason.ALLOW_FALLBACKS, ExclusionReason.QUANTIZATION);
    }

    /** How a request ends before anybody is asked. */
    public enum Ending {
        /** Somebody would be tried. */
        SERVED,
        /** Nobody would. */
        REFUSED;

        /** Returns the word of the policy. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public Expect {
        attempts = attempts == null ? null : List.copyOf(attempts);
        startsWith = startsWith == null ? null : List.copyOf(startsWith);
        never = List.copyOf(never);
        models = models == null ? null : List.copyOf(models);
    }
}
