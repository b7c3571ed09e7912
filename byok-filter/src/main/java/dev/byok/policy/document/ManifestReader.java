package dev.byok.policy.document;

import dev.byok.policy.Glob;
import dev.byok.policy.ImageSources;
import dev.byok.policy.Provider;
import dev.byok.policy.ReferenceGlob;
import dev.byok.policy.SecretSources;
import dev.byok.policy.document.Grant.Allowed;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads policy.yml. */
final class ManifestReader {

    private static final Fields ROOT = Fields.of("policy", "defaults", "secrets", "images", "workspaces");
    private static final Fields DEFAULTS = Fields.of("profile").without("timezone");
    private static final Fields SECRETS = Fields.of("file-roots", "allow-env");
    private static final Fields WORKSPACE = Fields.of("file", "secrets", "providers", "shared-capacity", "principals")
            .without("grants", "budget-ceiling", "fee");
    private static final Fields SHARED_CAPACITY =
            Fields.of().without("requests-per-minute", "tokens-per-minute", "max-concurrent", "budget", "credits");

    private final Declared<Provider> providers;
    private final Unique files = Unique.create();
    private final Map<String, Place> declaredFiles = new LinkedHashMap<>();

    private ManifestReader(Declared<Provider> providers) {
        this.providers = providers;
    }

    static Manifest read(Section root, Declared<Provider> providers) {
        return new ManifestReader(providers).manifest(root);
    }

    private Manifest manifest(Section root) {
        root.only(ROOT).require("policy", "workspaces");
        version(root.get("policy"));
        Section defaults = root.section("defaults");
        Section secrets = root.section("secrets");
        Section images = root.section("images");
        List<Grant> grants = new ArrayList<>();
        root.entries("workspaces").forEach((name, value) -> {
            Section section = value.section();
            Grant grant = section == null || !value.isName(name) ? null : grant(name, section);
            if (grant != null) {
                grants.add(grant);
            }
        });
        return new Manifest(
                defaults == null ? null : defaults.only(DEFAULTS).get("profile"),
                secrets == null
                        ? new SecretSources(List.of(), false, root.location())
                        : secretSources(secrets.only(SECRETS)),
                images == null ? ImageSources.none(root.location()) : ImageSourcesReader.read(images),
                grants,
                declaredFiles);
    }

    private static void version(@Nullable Value policy) {
        if (policy != null) {
            policy.integer(1, 1);
        }
    }

    private static SecretSources secretSources(Section secrets) {
        List<Path> roots = new ArrayList<>();
        for (Value item : secrets.list("file-roots")) {
            String text = item.text();
            if (text != null && ReferenceForm.FILE.allows(text)) {
                roots.add(Path.of(text));
            } else if (text != null) {
                item.problem("expected an absolute directory without . or .. or a slash at its end");
            }
        }
        return new SecretSources(roots, secrets.flag("allow-env", false), secrets.location());
    }

    private @Nullable Grant grant(String name, Section section) {
        section.only(WORKSPACE).require("file");
        Section sharedCapacity = section.section("shared-capacity");
        if (sharedCapacity != null) {
            sharedCapacity.only(SHARED_CAPACITY);
        }
        Allowed<ReferenceGlob> secrets = allowed(section, "secrets", ManifestReader::referenceGlob);
        Allowed<Glob> principals = allowed(section, "principals", ManifestReader::glob);
        List<Glob> granted = providers.globs(section.get("providers"));
        Allowed<Glob> allowedProviders =
                new Allowed<>(granted == null ? List.of() : granted, placeOf(section, "providers"));
        String file = file(section.get("file"));
        return file == null
                ? null
                : new Grant(name, section.place(), file, secrets, allowedProviders, principals, sharedCapacity != null);
    }

    private @Nullable String file(@Nullable Value value) {
        String file = value == null ? null : value.text();
        if (value == null || file == null) {
            return null;
        }
        if (!ReferenceForm.FILE.allows("/" + file) || !file.endsWith(".yml") || !Layout.isWorkspace(file)) {
            value.problem("expected a file below the policy's root such as workspaces/acme.yml");
            return null;
        }
        declaredFiles.putIfAbsent(file, value.place());
        return files.claim(file, value) ? file : null;
    }

    private static <T> Allowed<T> allowed(Section section, String name, Function<Value, @Nullable T> read) {
        List<T> patterns = new ArrayList<>();
        for (Value item : section.list(name)) {
            T pattern = read.apply(item);
            if (pattern != null) {
                patterns.add(pattern);
            }
        }
        return new Allowed<>(List.copyOf(patterns), placeOf(section, name));
    }

    private static Place placeOf(Section section, String name) {
        Value value = section.get(name);
        return value == null ? section.place() : value.place();
    }

    private static @Nullable Glob glob(Value item) {
        String text = item.text();
        return text == null ? null : Glob.of(text);
    }

    private static @Nullable ReferenceGlob referenceGlob(Value item) {
        String text = item.text();
        if (text == null) {
            return null;
        }
        String scheme = SecretReferences.schemeOf(text);
        boolean known = ReferenceForm.SCHEMES.contains(scheme);
        boolean relative = scheme.equals("file") && !text.startsWith("file:/");
        if (!known || relative || text.contains("#")) {
            item.problem("expected a pattern of references without #field, such as file:/run/secrets/acme/**"
                    + (known ? "" : Suggestion.of(scheme, ReferenceForm.SCHEMES)));
            return null;
        }
        return ReferenceGlob.of(text);
    }
}
