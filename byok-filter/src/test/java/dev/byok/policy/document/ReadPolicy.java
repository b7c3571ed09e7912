package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.DataClass;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A policy as its readers take it, before the cross-checks look at it. */
record ReadPolicy(
        Declared<Provider> providers,
        Declared<Model> models,
        Catalog catalog,
        Map<String, List<ProviderKey>> sharedKeys,
        List<WrittenWorkspace> workspaces,
        CallersReader callers) {

    static ReadPolicy of(Map<String, String> contents, Problems problems) {
        Section providersFile = section("providers.yml", contents, problems);
        Declared<Provider> providers = ProvidersReader.read(providersFile);
        Declared<Model> models = ModelsReader.read(section("models.yml", contents, problems), providers);
        Catalog catalog = new Catalog(models);
        Manifest manifest = ManifestReader.read(section("policy.yml", contents, problems), providers);
        GuardrailsReader guardrails = new GuardrailsReader(models, providers);
        Declared<DataClass> dataClasses = new Declared<>("data class");
        CallersReader callers = new CallersReader(new Declared<>("profile"), Profile.DEFAULT, guardrails, dataClasses);
        Unique sharedNames = Unique.create();
        KeyReader keyReader = KeyReader.ofSharedCapacity(manifest.references(), sharedNames);
        Map<String, List<ProviderKey>> sharedKeys = new LinkedHashMap<>();
        providersFile
                .entries("shared-capacity")
                .forEach((name, value) -> sharedKeys.put(
                        name,
                        keyReader.read(value.list(), name, providers.values().get(name), Tier.SHARED).stream()
                                .map(WrittenKey::key)
                                .toList()));
        WorkspaceReader reader = new WorkspaceReader(
                providers, catalog, manifest.references(), sharedNames, callers, guardrails, dataClasses);
        List<WrittenWorkspace> workspaces = new ArrayList<>();
        manifest.grants()
                .forEach(grant -> workspaces.add(reader.read(section(grant.file(), contents, problems), grant)));
        return new ReadPolicy(providers, models, catalog, sharedKeys, workspaces, callers);
    }

    private static Section section(String file, Map<String, String> contents, Problems problems) {
        String text = Objects.requireNonNull(contents.get(file), file);
        return Objects.requireNonNull(YamlDocument.read(file, text, problems).section(), file);
    }

    /** Returns it as requests would see it if it were right. */
    PolicySnapshot snapshot() {
        Map<String, Workspace> byName = new LinkedHashMap<>();
        List<GatewayKeys.Entry> gatewayKeys = new ArrayList<>();
        Map<String, Caller> callersByPrincipal = new LinkedHashMap<>();
        workspaces.forEach(written -> {
            byName.put(written.workspace().name(), written.workspace());
            gatewayKeys.addAll(written.recognised().gatewayKeys());
            callersByPrincipal.putAll(written.recognised().callersByPrincipal());
        });
        return new PolicySnapshot(
                "read",
                providers.values(),
                models.values(),
                byName,
                sharedKeys,
                new GatewayKeys(gatewayKeys),
                callersByPrincipal,
                List.of());
    }
}
