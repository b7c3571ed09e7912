package dev.byok.command.catalog;

import dev.byok.provider.ProviderPreset;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A provider of the policy that is to have entries.
 *
 * @param name what the policy calls it
 */
record Target(ProviderPreset preset, String name) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]{0,99}");

    /** Returns the one that is called as its preset is. */
    static Target of(ProviderPreset preset) {
        return new Target(preset, preset.presetName());
    }

    /** From {@code PRESET} or {@code PRESET=NAME}. */
    static final class Converter implements ITypeConverter<Target> {

        @Override
        public Target convert(String text) {
            int end = text.indexOf('=');
            ProviderPreset preset = ProviderPreset.byName(end < 0 ? text : text.substring(0, end));
            if (preset == null || !ListedProviders.known().contains(preset)) {
                throw new TypeConversionException("expected one of " + ListedProviders.names());
            }
            String name = end < 0 ? preset.presetName() : text.substring(end + 1);
            if (!NAME.matcher(name).matches()) {
                throw new TypeConversionException("expected a name of letters, digits and . _ @ + - after the =");
            }
            return new Target(preset, name);
        }
    }
}
