package dev.byok.command.diff;

import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.DataDeclarations;
import dev.byok.policy.DataDemand;
import dev.byok.policy.DataPolicy;
import dev.byok.policy.Glob;
import dev.byok.policy.NameList;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.document.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What content needs less of than before: callers and data classes that demand less, providers and keys that promise more. */
final class DataStrictness {

    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param loosened where it is put down
     */
    DataStrictness(List<Loosened> loosened) {
        this.loosened = loosened;
    }

    /** Looks at what a caller's data classes and its profile demand together. */
    void demands(String who, Caller old, Caller now) {
        demand(
                who,
                old.demand().and(old.profile().demand()),
                now.demand().and(now.profile().demand()),
                now.location());
    }

    /** Looks at the kind of content that a caller's requests are of: it says which ones they may name. */
    void dataClass(String who, Caller old, Caller now) {
        DataClass was = old.dataClass();
        DataClass is = now.dataClass();
        if (was != null && (is == null || !is.name().equals(was.name()))) {
            String instead = is == null ? "has no data class any more" : "has the data class " + Shown.text(is.name());
            add(who, instead + ", was " + Shown.text(was.name()), old.location(), now.location());
        }
    }

    /** Looks at data classes, which a request may name whoever its caller is, and at what providers promise. */
    void platform(PolicySnapshot before, PolicySnapshot after) {
        new TreeMap<>(before.dataClasses()).forEach((name, old) -> {
            DataClass now = after.dataClass(name);
            if (now != null) {
                String who = "data class " + Shown.text(name);
                demand(who, old.demand(), now.demand(), now.location());
                if (old.demand().ownKeys() != null && now.demand().ownKeys() == null) {
                    add(who, "may now use other than own keys", old.location(), now.location());
                }
                new BoundStrictness(loosened).dataClass(old, now);
            }
        });
        new TreeMap<>(before.providers()).forEach((name, old) -> {
            Provider now = after.providers().get(name);
            if (now != null) {
                provider(
                        "provider " + Shown.text(name),
                        old.dataPolicy(),
                        now.dataPolicy(),
                        old.location(),
                        now.location());
            }
        });
    }

    private void provider(String who, DataPolicy old, DataPolicy now, SourceLocation from, SourceLocation to) {
        if (now.zdr() && !old.zdr()) {
            add(who, "is now said to retain nothing (zdr: true)", from, to);
        }
        if (!now.trains() && old.trains()) {
            add(who, "is now said not to train (trains: false)", from, to);
        }
        if (now.region() != null && !now.region().equals(old.region())) {
            add(who, "is now said to be in " + now.region(), from, to);
        }
    }

    /** Looks at what a key declares; one that is new declares it anew. */
    void key(String who, @Nullable ProviderKey old, ProviderKey now) {
        DataDeclarations said = old == null ? DataDeclarations.NONE : old.declared();
        DataDeclarations says = now.declared();
        SourceLocation from = old == null ? null : old.location();
        if (Boolean.TRUE.equals(says.zdr()) && !Boolean.TRUE.equals(said.zdr())) {
            add(who, "now declares zero data retention (declared-zdr: true)", from, now.location());
        }
        if (Boolean.FALSE.equals(said.zdr()) && says.zdr() == null) {
            add(who, "no longer declares that its account retains (declared-zdr: false)", from, now.location());
        }
        if (says.region() != null && !says.region().equals(said.region())) {
            add(who, "now declares the region " + says.region(), from, now.location());
        }
        if (said.region() != null && says.region() == null) {
            add(who, "no longer declares the region " + said.region(), from, now.location());
        }
    }

    private void demand(String who, DataDemand old, DataDemand now, SourceLocation to) {
        withdrawn(who, "zero data retention (zdr: required)", old.zdr(), now.zdr(), to);
        withdrawn(who, "no training (training: forbidden)", old.noTraining(), now.noTraining(), to);
        withdrawn(who, "that nothing is kept here (retention: none)", old.noRetention(), now.noRetention(), to);
        if (!old.regions().isEmpty()) {
            SourceLocation said = old.regions().get(0).location();
            if (now.regions().isEmpty()) {
                add(who, "may now be processed anywhere (regions)", said, to);
            }
            List<String> opened = named(now.regions()).stream()
                    .filter(region -> now.againstRegion(region) == null && old.againstRegion(region) != null)
                    .toList();
            if (!opened.isEmpty()) {
                add(who, "may now be processed in " + DiffWords.few(opened), said, to);
            }
        }
    }

    private void withdrawn(
            String who, String what, @Nullable SourceLocation old, @Nullable SourceLocation now, SourceLocation to) {
        if (old != null && now == null) {
            add(who, "no longer demands " + what, old, to);
        }
    }

    private static List<String> named(List<NameList> lists) {
        TreeSet<String> names = new TreeSet<>();
        lists.forEach(list -> list.globs().stream().map(Glob::toString).forEach(names::add));
        return new ArrayList<>(names);
    }

    private void add(String who, String what, @Nullable SourceLocation from, @Nullable SourceLocation to) {
        loosened.add(Loosened.of(who, what, from, to));
    }
}
