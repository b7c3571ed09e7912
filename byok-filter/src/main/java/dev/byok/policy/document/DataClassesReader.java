package dev.byok.policy.document;

import dev.byok.policy.DataClass;

/** Reads {@code data-classes} of profiles.yml, whose order is from open to closed. */
final class DataClassesReader {

    private static final Fields FIELDS =
            Fields.of(DataDemandReader.FIELDS).and("strict", "retention").and(GuardrailsReader.FIELDS);

    private DataClassesReader() {}

    static Declared<DataClass> read(Section root, GuardrailsReader guardrails) {
        Declared<DataClass> classes = new Declared<>("data class");
        root.entries("data-classes").forEach((name, value) -> {
            classes.add(name, null);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                section.only(FIELDS);
                classes.add(
                        name,
                        new DataClass(
                                name,
                                classes.names().size() - 1,
                                guardrails.read(section),
                                DataDemandReader.ofDataClass(section),
                                section.location()));
            }
        });
        return classes;
    }
}
