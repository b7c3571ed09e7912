package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
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
    private final Problems problems = new Problems();
    private final Set<String> unread;

    /** What the platform's files declare. */
    private record Platform(
            Declared<Provider> providers, Declared<Model> models, GuardrailsReader guardrails, Profiles profiles) {}

    /** What profiles.yml declares. */
    private record Profiles(Declared<Profile> profiles, Declared<DataClass> dataClasses) {}

    private PolicyCompiler(PolicyFiles files) {
        this.files = files;
        this.unread = new LinkedHashSet<>(files.contents().keySet());
    }

    /**
     * Returns the compiled policy.
     *
     * @throws PolicyRejectedException with all problems, none of which holds anything like a credential
     */
    public static PolicySnapshot compile(PolicyFiles files) {
        return new PolicyCompiler(files).compile();
    }

    private PolicySnapshot compile() {
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
        Platform platform = new Platform(providers, models, guardrails, profiles(guardrails));
        PolicySnapshot snapshot = manifestFile == null
                ? null
                : compile(ManifestReader.read(manifestFile, providers), providersFile, platform);
        List.copyOf(unread).forEach(this::read);
        if (snapshot == null || !problems.isEmpty()) {
            throw new PolicyRejectedException(files.version(), problems.sorted());
        }
        return snapshot;
    }

    private PolicySnapshot compile(Manifest manifest, @Nullable Section providersFile, Platform platform) {
        FileCheck.check(files.contents().keySet(), manifest, problems);
        Declared<Profile> profiles = platform.profiles().profiles();
        Declared<DataClass> dataClasses = platform.profiles().dataClasses();
        Profile defaultProfile = profiles.resolve(manifest.defaultProfile());
        CallersReader callers = new CallersReader(
                profiles,
                defaultProfile == null ? Profile.DEFAULT : defaultProfile,
                platform.guardrails(),
                dataClasses);
        Unique sharedNames = Unique.create();
        Map<String, List<ProviderKey>> sharedKeys = providersFile == null
                ? Map.of()
                : sharedKeys(
                        providersFile,
                        platform.providers(),
                        KeyReader.ofSharedCapacity(manifest.references(), sharedNames));
        Catalog catalog = new Catalog(platform.models());
        WorkspaceReader reader = new WorkspaceReader(
                platform.providers(),
                catalog,
                manifest.references(),
                sharedNames,
                callers,
                platform.guardrails(),
                dataClasses);
        CrossChecks checks = new CrossChecks(catalog, problems);
        Map<String, Workspace> workspaces = new LinkedHashMap<>();
        for (Grant grant : manifest.grants()) {
            Section section = read(grant.file());
            if (section != null) {
                WrittenWorkspace written = reader.read(section, grant);
                checks.check(written);
                workspaces.put(grant.workspace(), written.workspace());
            }
        }
        return new PolicySnapshot(
                files.version(),
                platform.providers().values(),
                platform.models().values(),
                workspaces,
                sharedKeys,
                new GatewayKeys(callers.gatewayKeys()),
                callers.callersByPrincipal(),
                dataClasses.values(),
                manifest.secrets());
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

    private Profiles profiles(GuardrailsReader guardrails) {
        Section section = read(Layout.PROFILES);
        if (section != null) {
            return new Profiles(ProfilesReader.read(section, guardrails), DataClassesReader.read(section, guardrails));
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
