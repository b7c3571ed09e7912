package dev.byok.policy.document;

import dev.byok.policy.DataDemand;
import dev.byok.policy.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a profile or a data class demands for the sake of content. */
final class DataDemandReader {

    /** The fields of a profile that it reads. */
    static final String[] FIELDS = {"zdr", "training", "regions"};

    private DataDemandReader() {}

    /** Returns what a profile demands. */
    static DataDemand ofProfile(Section section) {
        return plain(new DataDemand(
                said(section, "zdr", "required"),
                said(section, "training", "forbidden"),
                Regions.allowed(section),
                null,
                null));
    }

    /** Returns what a data class demands. */
    static DataDemand ofDataClass(Section section) {
        return ofProfile(section)
                .and(plain(new DataDemand(
                        null,
                        null,
                        List.of(),
                        said(section, "strict", ProfilesReader.STRICT.get(0)),
                        said(section, "retention", "none"))));
    }

    private static DataDemand plain(DataDemand demand) {
        return demand.equals(DataDemand.NONE) ? DataDemand.NONE : demand;
    }

    /** Returns where a field says the one word that it may say; null where it is not there. */
    private static @Nullable SourceLocation said(Section section, String field, String word) {
        Value value = section.get(field);
        return value == null || section.word(field, List.of(word)) == null
                ? null
                : value.place().location();
    }
}
