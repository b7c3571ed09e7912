package dev.byok.policy.document;

import dev.byok.price.Price;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads what an endpoint charges. */
final class PriceReader {

    private static final Fields PRICE = Fields.of(
                    "prompt", "completion", "cached-read", "cached-write", "reasoning", "request")
            .without("image", "long-context");

    private PriceReader() {}

    /** Returns null where there is none, or one that cannot be used, which is reported. */
    static @Nullable Price read(@Nullable Value value) {
        Section section = value == null ? null : value.section();
        if (section == null) {
            return null;
        }
        section.only(PRICE).require("prompt");
        BigDecimal prompt = amount(section, "prompt");
        BigDecimal completion = amount(section, "completion");
        BigDecimal cachedRead = amount(section, "cached-read");
        BigDecimal cachedWrite = amount(section, "cached-write");
        BigDecimal reasoning = amount(section, "reasoning");
        BigDecimal request = amount(section, "request");
        return prompt == null ? null : new Price(prompt, completion, cachedRead, cachedWrite, reasoning, request);
    }

    private static @Nullable BigDecimal amount(Section section, String name) {
        Value value = section.get(name);
        return value == null ? null : value.amount();
    }
}
