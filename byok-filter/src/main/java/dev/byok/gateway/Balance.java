package dev.byok.gateway;

import dev.byok.plan.Draw;
import dev.byok.plan.Preferences;
import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Balancing.Stickiness;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Sort;
import dev.byok.policy.Variant;
import dev.byok.request.BodyFacts;
import dev.byok.request.Opening;
import dev.byok.request.ProviderPreferences;
import dev.byok.rotation.KeyUses;
import dev.byok.speed.Speeds;
import dev.byok.sticky.PinView;
import dev.byok.sticky.Pins;
import io.netty.buffer.ByteBuf;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * What is remembered of requests to put those that follow in order: where conversations were served, how fast endpoints are,
 * whose turn it is.
 *
 * @param seeds one for each plan's draw
 */
record Balance(Pins pins, Speeds speeds, KeyUses uses, LongSupplier seeds) {

    /** The request's own word for its conversation, where its body has none. */
    static final String SESSION_HEADER = "x-session-id";

    private static final int MAX_SESSION = 256;

    /**
     * Returns the conversation that a request belongs to; null where it belongs to none, or may be served anywhere.
     *
     * @param body the request's; null where nobody has it at hand
     */
    @Nullable
    Conversation conversation(
            Caller caller, BodyFacts facts, HttpHeaders headers, @Nullable ByteBuf body, Instant now) {
        Stickiness stickiness = caller.profile().balancing().stickiness();
        if (stickiness == Stickiness.NONE || !facts.provider().order().isEmpty()) {
            return null;
        }
        String name = named(facts, headers);
        if (name == null && stickiness == Stickiness.CONVERSATION && body != null) {
            name = Opening.of(body, facts);
        }
        return name == null ? null : new Conversation(pins, caller, name, now);
    }

    /** A header that names no conversation is no mistake: it may be meant for somebody else. */
    private static @Nullable String named(BodyFacts facts, HttpHeaders headers) {
        if (facts.session() != null) {
            return facts.session();
        }
        String header = headers.getFirst(SESSION_HEADER);
        return header != null && !header.isEmpty() && header.length() <= MAX_SESSION ? header : facts.promptCacheKey();
    }

    /** Returns in which order a request likes what may serve it, drawn for this one plan. */
    Preferences preferences(PolicySnapshot policy, BodyFacts facts, @Nullable Conversation conversation) {
        return new Preferences(
                asked(policy, facts.provider()),
                variants(policy, facts),
                conversation == null ? PinView.NONE : conversation,
                speeds,
                uses,
                Draw.of(seeds.getAsLong()));
    }

    private static Asked asked(PolicySnapshot policy, ProviderPreferences said) {
        boolean nothing = said.order().isEmpty()
                && said.allowFallbacks()
                && said.sort() == null
                && said.minThroughput() == null
                && said.maxLatency() == null;
        return nothing
                ? Asked.NOTHING
                : new Asked(
                        said.order().stream().map(name -> known(policy, name)).toList(),
                        said.allowFallbacks(),
                        said.sort(),
                        said.minThroughput(),
                        said.maxLatency());
    }

    /** Returns the policy's name of a provider whose name the request may write as OpenRouter does. */
    private static String known(PolicySnapshot policy, String name) {
        return policy.providers().containsKey(name)
                ? name
                : policy.providers().keySet().stream()
                        .filter(provider -> Provider.slug(provider).equals(Provider.slug(name)))
                        .findFirst()
                        .orElse(name);
    }

    private static Map<String, Sort.By> variants(PolicySnapshot policy, BodyFacts facts) {
        List<String> others = facts.models();
        Variant first = policy.model(facts.model()) == null ? Variant.of(facts.model()) : null;
        if (others == null || others.isEmpty()) {
            return first == null ? Map.of() : Map.of(Variant.slugOf(facts.model()), first.by());
        }
        Map<String, @Nullable Variant> variants = new HashMap<>();
        variants.put(first == null ? facts.model() : Variant.slugOf(facts.model()), first);
        for (String word : others) {
            Variant variant = policy.model(word) == null ? Variant.of(word) : null;
            variants.putIfAbsent(variant == null ? word : Variant.slugOf(word), variant);
        }
        Map<String, Sort.By> leading = new HashMap<>();
        variants.forEach((slug, variant) -> {
            if (variant != null) {
                leading.put(slug, variant.by());
            }
        });
        return leading;
    }

    /** Notes that a key is used, where turns are taken by that. */
    void used(Caller caller, ProviderKey key, Instant now) {
        Rotation rotation = caller.profile().balancing().rotation();
        if (rotation == Rotation.ROUND_ROBIN || rotation == Rotation.LEAST_USED) {
            uses.used(caller.workspace(), key, now);
        }
    }
}
