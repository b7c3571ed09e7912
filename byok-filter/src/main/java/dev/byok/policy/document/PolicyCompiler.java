package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns the files of one version of the policy into what requests use. All or nothing: either everything is right, or
 * every problem is reported at once. Needs no clock and no network; safe to use from any thread. Of the workspaces' files
 * one at a time is held as a tree: a collector that has to copy the trees of hundreds stops all requests meanwhile.
 */
public final class PolicyCompiler {

    private final PolicyFiles files;
    private final @Nullable Compiled last;
    private final boolean onlyChanges;
    private final Runnable rest;
    private final Problems problems = new Problems();
    private final Set<String> unread;

    /** What profiles.yml declares. */
    private record Profiles(Declared<Profile> profiles, Declared<DataClass> dataClasses) {}

    private PolicyCompiler(PolicyFiles files, @Nullable Compiled last, boolean onlyChanges, Runnable rest) {
        this.files = files;
        this.last = last;
        this.onlyChanges = onlyChanges;
        this.rest = rest;
        this.unread = new LinkedHashSet<>(files.contents().keySet());
    }

    /**
     * Returns the compiled policy.
     *
     * @throws PolicyRejectedException with all problems, none of which holds anything like a credential
     */
    public static PolicySnapshot compile(PolicyFiles files) {
        return compileWhole(files, null, () -> {}).snapshot();
    }

    /**
     * Returns the version compiled from all its files.
     *
     * @param last whose parts are kept where they say the same; null where there is none
     * @param rest called between workspaces
     */
    static Compiled compileWhole(PolicyFiles files, @Nullable Compiled last, Runnable rest) {
        PolicyCompiler compiler = new PolicyCompiler(files, last, false, rest);
        Compiled compiled = compiler.compile();
        if (compiled == null || !compiler.problems.isEmpty()) {
            throw new PolicyRejectedException(files.version(), compiler.problems.sorted());
        }
        return compiled;
    }

    /** Returns the version compiled with what has not changed since the last; null where anything is wrong with it. */
    static @Nullable Compiled compileChanges(PolicyFiles files, Compiled last) {
        if (!last.hasPlatformOf(files)) {
            return null;
        }
        PolicyCompiler compiler = new PolicyCompiler(files, last, true, () -> {});
        Compiled compiled = compiler.compile();
        return compiled != null && compiler.problems.isEmpty() && compiled.isUnambiguous() ? compiled : null;
    }

    private @Nullable Compiled compile() {
        Platform platform = last != null && onlyChanges ? last.platform() : platform();
        Compiled compiled = platform == null ? null : compile(platform);
        unread.removeIf(this::isUnchanged);
        List.copyOf(unread).forEach(this::read);
        return compiled;
    }

    private Compiled compile(Platform platform) {
        FileCheck.check(files.contents().keySet(), platform.declaredFiles(), problems);
        CallersReader callers = new CallersReader(
                platform.profiles(), platform.defaultProfile(), platform.guardrails(), platform.dataClasses());
        WorkspaceReader reader = new WorkspaceReader(
                platform.providers(),
                platform.catalog(),
                platform.references(),
                platform.sharedNames(),
                callers,
                platform.guardrails(),
                platform.dataClasses());
        CrossChecks checks = new CrossChecks(platform.catalog(), problems);
        Map<String, CompiledWorkspace> workspaces = new LinkedHashMap<>();
        for (Grant grant : platform.grants()) {
            CompiledWorkspace unchanged = unchanged(grant.file());
            Section section = unchanged == null ? read(grant.file()) : null;
            if (unchanged != null) {
                workspaces.put(grant.file(), unchanged);
            } else if (section != null) {
                WrittenWorkspace written = reader.read(section, grant);
                checks.check(written);
                workspaces.put(grant.file(), written.compiled().sharing(last(grant.file())));
                rest.run();
            }
        }
        return Compiled.of(files, platform, workspaces);
    }

    private @Nullable CompiledWorkspace unchanged(String file) {
        return isUnchanged(file) ? last(file) : null;
    }

    private @Nullable CompiledWorkspace last(String file) {
        return last == null ? null : last.workspaces().get(file);
    }

    private boolean isUnchanged(String file) {
        String text = files.contents().get(file);
        return onlyChanges
                && last != null
                && text != null
                && text.equals(last.files().contents().get(file));
    }

    /** Reads the platform's own files; null where nothing is known of the workspaces. */
    private @Nullable Platform platform() {
        Section providersFile = required(Layout.PROVIDERS);
        Section modelsFile = required(Layout.MODELS);
        Section manifestFile = required(Layout.MANIFEST);
        Declared<Provider> providers = providersFile == null
                ? new Declared<Provider>("provider").unreadable()
                : ProvidersReader.read(providersFile.only(ProvidersReader.ROOT));
        Declared<Model> models = modelsFile == null
                ? new Declared<Model>("model").unreadable()
                : ModelsReader.read(modelsFile, providers);
        GuardrailsReader guardrails = new GuardrailsReader(models, providers);
        Profiles profiles = profiles(guardrails, new BalancingReader(providers), new ModelFallbackReader(models));
        if (manifestFile == null) {
            return null;
        }
        Manifest manifest = ManifestReader.read(manifestFile, providers);
        Profile defaultProfile = profiles.profiles().resolve(manifest.defaultProfile());
        Unique sharedNames = Unique.create();
        Map<String, List<ProviderKey>> sharedKeys = providersFile == null
                ? Map.of()
                : sharedKeys(providersFile, providers, KeyReader.ofSharedCapacity(manifest.references(), sharedNames));
        return new Platform(
                providers,
                new Catalog(models),
                models,
                guardrails,
                profiles.profiles(),
                profiles.dataClasses(),
                defaultProfile == null ? Profile.DEFAULT : defaultProfile,
                manifest.secrets(),
                manifest.images(),
                manifest.grants(),
                manifest.declaredFiles(),
                sharedKeys,
                sharedNames);
    }

    private static Map<String, List<ProviderKey>> sharedKeys(
            Section providersFile, Declared<Provider> providers, KeyReader reader) {
        Map<String, List<ProviderKey>> keys = new LinkedHashMap<>();
        providersFile.entries("shared-capacity").forEach((name, value) -> {
            providers.knowsField(name, value);
            Provider provider = providers.values().get(name);
            keys.put(
                    name,
                    reader.read(value.list(), name, provider, Tier.SHARED).stream()
                            .map(WrittenKey::key)
                            .toList());
        });
        return keys;
    }

    private Profiles profiles(GuardrailsReader guardrails, BalancingReader balancing, ModelFallbackReader fallback) {
        Section section = read(Layout.PROFILES);
        if (section != null) {
            return new Profiles(
                    ProfilesReader.read(section, guardrails, balancing, fallback),
                    DataClassesReader.read(section, guardrails));
        }
        Declared<Profile> none = new Declared<>("profile");
        Declared<DataClass> noClasses = new Declared<>("data class");
        return files.contents().containsKey(Layout.PROFILES)
                ? new Profiles(none.unreadable(), noClasses.unreadable())
                : new Profiles(none, noClasses);
    }

    /** Reads a file and looks for credentials in it; null where it has no fields that could be read. */
    private @Nullable Section read(String file) {
        String text = files.contents().get(file);
        if (text == null) {
            return null;
        }
        unread.remove(file);
        boolean scenarios = Layout.isScenarios(file);
        // A wrong scenario keeps no policy from going live; a secret in one does.
        YamlDocument.Result result = YamlDocument.read(file, text, scenarios ? new Problems() : problems);
        CredentialScan.scan(file, text, result.root(), problems);
        return scenarios ? null : result.section();
    }

    private @Nullable Section required(String file) {
        if (!files.contents().containsKey(file)) {
            problems.add(Place.of(file, 0), null, "missing");
        }
        return read(file);
    }
}
