package dev.byok.policy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has to be true of whoever serves a request, for the sake of its content. Immutable; each addition only narrows.
 *
 * @param zdr who demands that nothing is retained; null where nobody does
 * @param noTraining who forbids training on it; null where nobody does
 * @param regions lists of regions, all of which have to admit where it is processed
 * @param ownKeys who lets it go to the workspace's own accounts only; null where nobody does
 * @param noRetention who forbids the gateway itself to keep any of it beyond the answer; null where nobody does
 */
public record DataDemand(
        @Nullable SourceLocation zdr,
        @Nullable SourceLocation noTraining,
        List<NameList> regions,
        @Nullable SourceLocation ownKeys,
        @Nullable SourceLocation noRetention) {

    public static final DataDemand NONE = new DataDemand(null, null, List.of(), null, null);

    public DataDemand {
        regions = List.copyOf(regions);
    }

    /** Returns what both demand; where both demand the same, this is the one who is named. */
    public DataDemand and(DataDemand other) {
        if (other.equals(NONE)) {
            return this;
        }
        if (equals(NONE)) {
            return other;
        }
        return new DataDemand(
                first(zdr, other.zdr),
                first(noTraining, other.noTraining),
                all(other.regions),
                first(ownKeys, other.ownKeys),
                first(noRetention, other.noRetention));
    }

    /** Returns the first list that does not admit a region; null where all do. What is nowhere is in no region. */
    public @Nullable NameList againstRegion(@Nullable String region) {
        for (int i = 0; i < regions.size(); i++) {
            if (region == null || !regions.get(i).admits(region)) {
                return regions.get(i);
            }
        }
        return null;
    }

    private List<NameList> all(List<NameList> others) {
        List<NameList> all = new ArrayList<>(regions);
        others.stream().filter(list -> !all.contains(list)).forEach(all::add);
        return all;
    }

    private static @Nullable SourceLocation first(@Nullable SourceLocation one, @Nullable SourceLocation other) {
        return one == null ? other : one;
    }
}
