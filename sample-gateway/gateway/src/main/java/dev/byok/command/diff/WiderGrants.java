package dev.byok.command.diff;

import dev.byok.policy.Glob;
import dev.byok.policy.HostPattern;
import dev.byok.policy.ImageSources;
import dev.byok.policy.ReferenceGlob;
import dev.byok.policy.SecretSources;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.Shown;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

/** What the manifest leaves to others that it kept from them, whether or not anybody makes use of it. */
final class WiderGrants {

    private final Set<String> providers;
    private final List<Loosened> loosened;

    /**
     * Makes one.
     *
     * @param providers all there are now
     * @param loosened where it is put down
     */
    WiderGrants(Set<String> providers, List<Loosened> loosened) {
        this.providers = providers;
        this.loosened = loosened;
    }

    /** Looks at where secrets may come from. */
    void secrets(SecretSources old, SecretSources now) {
        List<Path> roots = added(old.fileRoots(), now.fileRoots(), (one, other) -> other.startsWith(one));
        tell("manifest secrets", "may now be files below", roots, old.location(), now.location());
        if (now.allowEnv() && !old.allowEnv()) {
            loosened.add(Loosened.of(
                    "manifest secrets",
                    "may now be environment variables (allow-env: true)",
                    old.location(),
                    now.location()));
        }
    }

    /** Looks at from where images may be fetched. */
    void images(ImageSources old, ImageSources now) {
        List<HostPattern> hosts = added(old.hosts(), now.hosts(), HostPattern::covers);
        tell("manifest images", "may now be fetched from", hosts, old.location(), now.location());
        if (now.allowPrivateNetwork() && !old.allowPrivateNetwork()) {
            loosened.add(Loosened.of(
                    "manifest images",
                    "may now be fetched in private networks (allow-private-network: true)",
                    old.location(),
                    now.location()));
        }
    }

    /** Looks at what one workspace may name and use. */
    void workspace(Workspace old, Workspace now) {
        workspace(
                "workspace " + now.name() + (old.name().equals(now.name()) ? "" : DiffWords.formerly(old.name())),
                old,
                now);
    }

    /** Looks at what a new workspace may name and use to which callers have come from one that is still there. */
    void newWorkspace(Workspace old, Workspace now) {
        workspace("workspace " + now.name() + " (new, for callers of " + Shown.text(old.name()) + ")", old, now);
    }

    private void workspace(String who, Workspace old, Workspace now) {
        if (now.sharedCapacity() && !old.sharedCapacity()) {
            loosened.add(Loosened.of(who, "is now granted shared capacity", old.grant(), now.grant()));
        }
        List<String> granted = providers.stream()
                .filter(provider -> now.mayUse(provider) && !old.mayUse(provider))
                .sorted()
                .toList();
        tell(who, "is now granted", granted, old.grant(), now.grant());
        tell(
                who,
                "is now granted the secrets",
                added(old.granted().secrets(), now.granted().secrets(), ReferenceGlob::covers),
                old.grant(),
                now.grant());
        tell(
                who,
                "is now granted the principals",
                added(old.granted().principals(), now.granted().principals(), Glob::covers),
                old.grant(),
                now.grant());
    }

    /** Returns what none of the old ones covers. */
    private static <T> List<T> added(List<T> old, List<T> now, BiPredicate<T, T> covers) {
        return now.stream()
                .filter(each -> old.stream().noneMatch(one -> covers.test(one, each)))
                .distinct()
                .toList();
    }

    private void tell(String who, String what, Collection<?> added, SourceLocation from, SourceLocation to) {
        if (!added.isEmpty()) {
            String named = DiffWords.few(added.stream().map(Object::toString).toList());
            loosened.add(Loosened.of(who, what + " " + named, from, to));
        }
    }
}
