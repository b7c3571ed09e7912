package dev.byok.policy.document;

import dev.byok.policy.Capability;
import dev.byok.policy.EndpointBound;
import dev.byok.price.MaxPrice;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what somebody demands of every endpoint, and capabilities wherever they stand. */
final class EndpointBoundsReader {

    private static final List<String> CAPABILITIES =
            Arrays.stream(Capability.values()).map(Capability::text).toList();
    private static final Fields MAX_PRICE =
            Fields.of("prompt", "completion", "request").without("image", "audio");

    private EndpointBoundsReader() {}

    static List<EndpointBound> read(Section section) {
        List<EndpointBound> bounds = new ArrayList<>(0);
        Set<Capability> required = capabilities(section, "require");
        Value require = section.get("require");
        if (require != null && !required.isEmpty()) {
            bounds.add(EndpointBound.requiring(required, require.place().location()));
        }
        Value price = section.get("max-price");
        MaxPrice most = price == null ? null : maxPrice(price);
        if (price != null && most != null) {
            bounds.add(EndpointBound.upTo(most, price.place().location()));
        }
        return bounds;
    }

    /** Returns what a list names; nothing where there is none. */
    static Set<Capability> capabilities(Section section, String field) {
        Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
        for (Value item : section.list(field)) {
            String word = item.word(CAPABILITIES, List.of());
            Capability capability = word == null ? null : Capability.byText(word);
            if (capability != null) {
                capabilities.add(capability);
            }
        }
        return capabilities;
    }

    private static @Nullable MaxPrice maxPrice(Value value) {
        Section section = value.section();
        if (section == null) {
            return null;
        }
        section.only(MAX_PRICE);
        if (section.entries().isEmpty()) {
            section.problem("expected prompt, completion or request");
        }
        return new MaxPrice(amount(section, "prompt"), amount(section, "completion"), amount(section, "request"));
    }

    private static @Nullable BigDecimal amount(Section section, String name) {
        Value value = section.get(name);
        return value == null ? null : value.amount();
    }
}
