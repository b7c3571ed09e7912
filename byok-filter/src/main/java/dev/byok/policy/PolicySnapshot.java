package dev.byok.policy;

import dev.byok.provider.Dialect;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One version of the whole policy, immutable; a request keeps the one it started with.
 *
 * @param version commit or content hash that names this version in answers and logs
 * @param sharedKeys the operator's credentials by provider name, by position
 * @param callersByPrincipal who a principal of the host's own security is
 * @param dataClasses by name
 * @param profiles by name
 * @param secretSources where secrets may come from
 * @param images from where images may be fetched
 * @param otherDialects whether any provider speaks another dialect than OpenAI's
 */
public record PolicySnapshot(
        String version,
        Map<String, Provider> providers,
        Map<String, Model> models,
        Map<String, Workspace> workspaces,
        Map<String, List<ProviderKey>> sharedKeys,
        GatewayKeys gatewayKeys,
        Map<String, Caller> callersByPrincipal,
        Map<String, DataClass> dataClasses,
        Map<String, Profile> profiles,
        SecretSources secretSources,
        ImageSources images,
        boolean otherDialects) {

    private static final SourceLocation MANIFEST = new SourceLocation("policy.yml", 1);

    public PolicySnapshot {
        providers = Map.copyOf(providers);
        workspaces = Map.copyOf(workspaces);
        sharedKeys = Map.copyOf(sharedKeys);
        callersByPrincipal = Map.copyOf(callersByPrincipal);
        dataClasses = Map.copyOf(dataClasses);
        profiles = Map.copyOf(profiles);
    }

    public PolicySnapshot(
            String version,
            Map<String, Provider> providers,
            Map<String, Model> models,
            Map<String, Workspace> workspaces,
            Map<String, List<ProviderKey>> sharedKeys,
            GatewayKeys gatewayKeys,
            Map<String, Caller> callersByPrincipal,
            Map<String, DataClass> dataClasses,
            Map<String, Profile> profiles,
            SecretSources secretSources,
            ImageSources images) {
        this(
                version,
                providers,
                models,
                workspaces,
                sharedKeys,
                gatewayKeys,
                callersByPrincipal,
                dataClasses,
                profiles,
                secretSources,
                images,
                providers.values().stream().anyMatch(provider -> provider.dialect() != Dialect.OPENAI_CHAT));
    }

    /** One that fetches no images. */
    public PolicySnapshot(
            String version,
            Map<String, Provider> providers,
            Map<String, Model> models,
            Map<String, Workspace> workspaces,
            Map<String, List<ProviderKey>> sharedKeys,
            GatewayKeys gatewayKeys,
            Map<String, Caller> callersByPrincipal,
            Map<String, DataClass> dataClasses,
            Map<String, Profile> profiles,
            SecretSources secretSources) {
        this(
                version,
                providers,
                models,
                workspaces,
                sharedKeys,
                gatewayKeys,
                callersByPrincipal,
                dataClasses,
                profiles,
                secretSources,
                ImageSources.none(MANIFEST));
    }

    /** One without data classes and profiles, whose manifest says no more of secrets than where files may lie. */
    public PolicySnapshot(
            String version,
            Map<String, Provider> providers,
            Map<String, Model> models,
            Map<String, Workspace> workspaces,
            Map<String, List<ProviderKey>> sharedKeys,
            GatewayKeys gatewayKeys,
            Map<String, Caller> callersByPrincipal,
            List<Path> secretFileRoots) {
        this(
                version,
                providers,
                models,
                workspaces,
                sharedKeys,
                gatewayKeys,
                callersByPrincipal,
                Map.of(),
                Map.of(),
                new SecretSources(secretFileRoots, false, MANIFEST));
    }

    /** Returns where mounted secrets may lie; {@code file:} references read nothing elsewhere. */
    public List<Path> secretFileRoots() {
        return secretSources.fileRoots();
    }

    /** Returns the operator's credentials for a provider, in order. */
    public List<ProviderKey> sharedKeysFor(String provider) {
        return sharedKeys.getOrDefault(provider, List.of());
    }

    /** Returns the workspace a caller belongs to. */
    public Workspace workspaceOf(Caller caller) {
        Workspace workspace = workspaces.get(caller.workspace());
        if (workspace == null) {
            throw new IllegalStateException("no workspace " + caller.workspace() + " in policy " + version);
        }
        return workspace;
    }

    /** Returns everybody who can call, each at least once. */
    public Stream<Caller> callers() {
        return Stream.concat(gatewayKeys.callers(), callersByPrincipal.values().stream());
    }

    public @Nullable Model model(String slug) {
        return models.get(slug);
    }

    /** Returns the model that a request means, whose word for it may end with a variant; null where there is none. */
    public @Nullable Model requestedModel(String word) {
        Model model = models.get(word);
        return model == null ? models.get(Variant.slugOf(word)) : model;
    }

    public @Nullable DataClass dataClass(String name) {
        return dataClasses.get(name);
    }

    /** Returns the profile that is declared under a name; null where there is none. */
    public @Nullable Profile profile(String name) {
        return profiles.get(name);
    }
}
