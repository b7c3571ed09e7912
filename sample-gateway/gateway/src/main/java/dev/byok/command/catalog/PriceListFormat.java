package dev.byok.command.catalog;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import tools.jackson.databind.JsonNode;

/** The formats that are understood. */
enum PriceListFormat {

    /** An object: an entry for each model, named as litellm's callers do. */
    LITELLM_PRICES {
        @Override
        boolean recognises(JsonNode root) {
            return root.isObject() && root.values().stream().anyMatch(entry -> entry.has(LiteLlmPrices.PROVIDER));
        }

        @Override
        List<ListedModel> read(JsonNode root, LocalDate day) {
            return LiteLlmPrices.read(root, day);
        }
    },

    /** A list of providers, each with its models. */
    GENAI_PRICES {
        @Override
        boolean recognises(JsonNode root) {
            return root.isArray() && root.values().stream().anyMatch(provider -> provider.has(GenaiPrices.MODELS));
        }

        @Override
        List<ListedModel> read(JsonNode root, LocalDate day) {
            return GenaiPrices.read(root, day);
        }
    };

    /** Returns whether a file is of this format. */
    abstract boolean recognises(JsonNode root);

    /** Returns every entry, in the file's order. */
    abstract List<ListedModel> read(JsonNode root, LocalDate day);

    /** Returns the format of a file, or null. */
    static @Nullable PriceListFormat of(JsonNode root) {
        for (PriceListFormat format : values()) {
            if (format.recognises(root)) {
                return format;
            }
        }
        return null;
    }

    static String names() {
        return Arrays.stream(values()).map(PriceListFormat::text).collect(Collectors.joining(" or "));
    }

    /** Returns what people call it. */
    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** From what people call it. */
    static final class Converter implements ITypeConverter<PriceListFormat> {

        @Override
        public PriceListFormat convert(String text) {
            for (PriceListFormat format : values()) {
                if (format.text().equals(text)) {
                    return format;
                }
            }
            throw new TypeConversionException("expected " + names());
        }
    }
}
