package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/** What a request may write behind a model's slug to say what is to lead. Everything else goes by the slug alone. */
public enum Variant {
    /** The fastest leads. */
    NITRO(":nitro", Sort.By.THROUGHPUT),
    /** The cheapest leads. */
    FLOOR(":floor", Sort.By.PRICE);

    private final String suffix;
    private final Sort.By by;

    Variant(String suffix, Sort.By by) {
        this.suffix = suffix;
        this.by = by;
    }

    /** Returns what leads. */
    public Sort.By by() {
        return by;
    }

    /** Returns the variant that a request's word for a model ends with; null where it ends with none. */
    public static @Nullable Variant of(String model) {
        for (Variant variant : values()) {
            if (model.endsWith(variant.suffix)) {
                return variant;
            }
        }
        return null;
    }

    /** Returns a request's word for a model without its variant. */
    public static String slugOf(String model) {
        Variant variant = of(model);
        return variant == null ? model : model.substring(0, model.length() - variant.suffix.length());
    }
}
