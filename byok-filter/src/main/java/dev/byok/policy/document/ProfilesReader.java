package dev.byok.policy.document;

import dev.byok.policy.Delivery;
import dev.byok.policy.Profile;
import dev.byok.policy.Profile.Said;
import dev.byok.policy.Waiting;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads profiles.yml. */
final class ProfilesReader {

    /** The only strictness there is, of a profile or a caller. */
    static final List<String> STRICT = List.of("own-keys");

    private static final Fields ROOT = Fields.of("profiles", "data-classes");
    private static final Fields FIELDS = Fields.of(
                    "max-attempts",
                    "strict",
                    "moderated",
                    "retry-within",
                    "timeouts",
                    "max-wait",
                    "queue",
                    "delivery",
                    "verified-max-bytes")
            .and(GuardrailsReader.FIELDS)
            .and(DataDemandReader.FIELDS)
            .and(BalancingReader.FIELDS)
            .and(ModelFallbackReader.FIELDS)
            .without(
                    "retention",
                    "region",
                    "hedge",
                    "hedging",
                    "data-class",
                    "budget",
                    "deadline",
                    "output-gap",
                    "preferences");
    private static final Map<String, Said> SAID = Map.of(
            "max-attempts", Said.MAX_ATTEMPTS,
            "moderated", Said.MODERATED,
            "max-wait", Said.MAX_WAIT,
            "delivery", Said.DELIVERY,
            "verified-max-bytes", Said.VERIFIED_MAX_BYTES,
            "rotation", Said.ROTATION,
            "sticky", Said.STICKY,
            "own-keys-first", Said.OWN_KEYS_FIRST);
    private static final int MAX_ATTEMPTS = 100;
    private static final int MAX_VERIFIED_BYTES = 64 * 1024 * 1024;

    private ProfilesReader() {}

    static Declared<Profile> read(
            Section root, GuardrailsReader guardrails, BalancingReader balancing, ModelFallbackReader fallback) {
        Declared<Profile> profiles = new Declared<>("profile");
        root.only(ROOT).entries("profiles").forEach((name, value) -> {
            Section section = value.section();
            profiles.add(
                    name,
                    section == null || !value.isName(name)
                            ? null
                            : profile(name, section, guardrails, balancing, fallback));
        });
        return profiles;
    }

    private static Profile profile(
            String name,
            Section section,
            GuardrailsReader guardrails,
            BalancingReader balancing,
            ModelFallbackReader fallback) {
        section.only(FIELDS);
        Integer maxAttempts = section.integer("max-attempts", 1, MAX_ATTEMPTS);
        return new Profile(
                name,
                maxAttempts == null ? Profile.DEFAULT_MAX_ATTEMPTS : maxAttempts,
                section.word("strict", STRICT) != null,
                "next-model".equals(section.word("moderated", List.of("return", "next-model"))),
                guardrails.read(section),
                DataDemandReader.ofProfile(section),
                section.duration("retry-within"),
                TimeoutsReader.read(section),
                waiting(section),
                delivery(section),
                balancing.read(section),
                fallback.read(section),
                said(section),
                section.location());
    }

    private static Set<Said> said(Section section) {
        EnumSet<Said> said = EnumSet.noneOf(Said.class);
        SAID.forEach((field, what) -> {
            if (section.has(field)) {
                said.add(what);
            }
        });
        return said;
    }

    private static Delivery delivery(Section section) {
        boolean verified = "verified".equals(section.word("delivery", List.of("live", "verified")));
        Integer maxBytes = section.integer("verified-max-bytes", 1, MAX_VERIFIED_BYTES);
        return new Delivery(verified, maxBytes == null ? Delivery.LIVE.maxBytes() : maxBytes);
    }

    private static Waiting waiting(Section section) {
        Duration maxWait = TimeoutsReader.ofRequest(section, "max-wait");
        Duration queue = TimeoutsReader.ofRequest(section, "queue");
        return new Waiting(maxWait == null ? Waiting.DEFAULT.maxWait() : maxWait, queue);
    }
}
