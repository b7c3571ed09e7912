package dev.byok.policy.document;

import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns the files of one version of the policy into what requests use. All or nothing: either everything is right, or
 * every problem is reported at once. Needs no clock and no network; safe to use from any thread.
 */
public final class PolicyCompiler {

    private final PolicyFiles files;
    private final Problems problems = new Problems();
    private final Map<String, Section> sections = new LinkedHashMap<>();

    private PolicyCompiler(PolicyFiles files) {
        this.files = files;
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
        files.contents().forEach(this::parse);
        Section providersFile = required(Layout.PROVIDERS);
        Section modelsFile = required(Layout.MODELS);
        Section manifestFile = required(Layout.MANIFEST);
        Declared<Provider> providers = providersFile == null
                ? new Declared<Provider>("provider").unreadable()
                : ProvidersReader.read(providersFile.only(ProvidersReader.ROOT));
        Declared<Model> models = modelsFile == null
                ? new Declared<Model>("model").unreadable()
                : ModelsReader.read(modelsFile, providers);
        Declared<Profile> profiles = profiles();
        PolicySnapshot snapshot = manifestFile == null
                ? null
                : compile(ManifestReader.read(manifestFile, providers), providersFile, providers, models, profiles);
        if (snapshot == null || !problems.isEmpty()) {
            throw new PolicyRejectedException(files.version(), problems.sorted());
        }
        return snapshot;
    }

    private PolicySnapshot compile(
            Manifest manifest,
            @Nullable Section providersFile,
            Declared<Provider> providers,
            Declared<Model> models,
            Declared<Profile> profiles) {
        FileCheck.check(files.contents().keySet(), manifest, problems);
        Profile defaultProfile = profiles.resolve(manifest.defaultProfile());
        CallersReader callers = new CallersReader(profiles, defaultProfile == null ? Profile.DEFAULT : defaultProfile);
        Unique sharedNames = Unique.create();
        Map<String, List<ProviderKey>> sharedKeys = providersFile == null
                ? Map.of()
                : sharedKeys(providersFile, providers, KeyReader.ofSharedCapacity(manifest.references(), sharedNames));
        Catalog catalog = new Catalog(models);
        WorkspaceReader reader = new WorkspaceReader(providers, catalog, manifest.references(), sharedNames, callers);
        CrossChecks checks = new CrossChecks(catalog, problems);
        Map<String, Workspace> workspaces = new LinkedHashMap<>();
        for (Grant grant : manifest.grants()) {
            Section section = sections.get(grant.file());
            if (section != null) {
                WrittenWorkspace written = reader.read(section, grant);
                checks.check(written);
                workspaces.put(grant.workspace(), written.workspace());
            }
        }
        return new PolicySnapshot(
                files.version(),
                providers.values(),
                models.values(),
                workspaces,
                sharedKeys,
                new GatewayKeys(callers.gatewayKeys()),
                callers.callersByPrincipal(),
                manifest.references().fileRoots());
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

    private Declared<Profile> profiles() {
        Section section = sections.get(Layout.PROFILES);
        if (section != null) {
            return ProfilesReader.read(section);
        }
        Declared<Profile> none = new Declared<>("profile");
        return files.contents().containsKey(Layout.PROFILES) ? none.unreadable() : none;
    }

    private void parse(String file, String text) {
        boolean scenarios = Layout.isScenarios(file);
        // A wrong scenario keeps no policy from going live; a secret in one does.
        YamlDocument.Result result = YamlDocument.read(file, text, scenarios ? new Problems() : problems);
        CredentialScan.scan(file, text, result.root(), problems);
        if (result.section() != null && !scenarios) {
            sections.put(file, result.section());
        }
    }

    private @Nullable Section required(String file) {
        if (!files.contents().containsKey(file)) {
            problems.add(Place.of(file, 0), null, "missing");
        }
        return sections.get(file);
    }
}
