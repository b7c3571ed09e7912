package dev.byok.policy.document;

import dev.byok.policy.DataClass;
import dev.byok.policy.Environment;
import dev.byok.policy.Guardrails;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Tier;
import dev.byok.policy.Workspace;
import dev.byok.policy.document.KeyReader.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a workspace's file, as far as the manifest trusts it. */
final class WorkspaceReader {

    private static final Fields ROOT = Fields.of(
                    "workspace", "show-key-names", "guardrails", "environments", "members", "callers", "keys")
            .without("budgets");
    private static final Fields MEMBER =
            Fields.of(GuardrailsReader.FIELDS).and("data-class").without("budget", "profile");
    private static final Fields GUARDRAILS = Fields.of(GuardrailsReader.FIELDS);
    private static final Fields KEYS = Fields.of("prioritized", "fallback");

    private final Declared<Provider> providers;
    private final Catalog models;
    private final SecretReferences references;
    private final Unique sharedNames;
    private final CallersReader callersReader;
    private final GuardrailsReader guardrails;
    private final Declared<DataClass> dataClasses;

    /** @param sharedNames names of the operator's credentials, which no workspace's may repeat */
    WorkspaceReader(
            Declared<Provider> providers,
            Catalog models,
            SecretReferences references,
            Unique sharedNames,
            CallersReader callersReader,
            GuardrailsReader guardrails,
            Declared<DataClass> dataClasses) {
        this.providers = providers;
        this.models = models;
        this.references = references;
        this.sharedNames = sharedNames;
        this.callersReader = callersReader;
        this.guardrails = guardrails;
        this.dataClasses = dataClasses;
    }

    WrittenWorkspace read(Section root, Grant grant) {
        root.only(ROOT).require("workspace");
        name(root, grant);
        Declared<Environment> environments = EnvironmentsReader.read(root, guardrails, dataClasses);
        Declared<Member> members = members(root);
        Recognised recognised = Recognised.nobody();
        Declared<WrittenCaller> callers =
                callersReader.read(root, grant, ofWorkspace(root), members, environments, recognised);
        KeyReader keyReader = KeyReader.ofWorkspace(
                references, Unique.beside(sharedNames), grant, new Scope(models, callers, members, environments));
        Map<String, List<WrittenKey>> keys = keys(root, grant, keyReader);
        Map<String, List<ProviderKey>> keysByProvider = new LinkedHashMap<>();
        keys.forEach((provider, written) -> keysByProvider.put(
                provider, written.stream().map(WrittenKey::key).toList()));
        Workspace workspace = new Workspace(
                grant.workspace(),
                root.flag("show-key-names", false),
                grant.providers().patterns(),
                grant.sharedCapacity(),
                keysByProvider,
                environments.values(),
                grant.granted(),
                grant.place().location());
        return new WrittenWorkspace(
                workspace,
                root,
                grant,
                callers,
                recognised,
                members,
                environments,
                keys.values().stream().flatMap(List::stream).toList());
    }

    /** What holds for all of its callers. */
    private Guardrails ofWorkspace(Section root) {
        Section section = root.section("guardrails");
        return section == null ? Guardrails.NONE : guardrails.read(section.only(GUARDRAILS));
    }

    private static void name(Section root, Grant grant) {
        Value value = root.get("workspace");
        String name = value == null ? null : value.text();
        if (value != null && name != null && !name.equals(grant.workspace())) {
            value.problem("expected " + Shown.text(grant.workspace()) + ", the name in " + grant.place());
        }
    }

    private Declared<Member> members(Section root) {
        Declared<Member> members = new Declared<>("member");
        root.entries("members").forEach((name, value) -> {
            members.add(name, Member.UNKNOWN);
            Section section = value.section();
            if (section != null && value.isName(name)) {
                members.add(
                        name,
                        new Member(
                                guardrails.read(section.only(MEMBER)), dataClasses.resolve(section.get("data-class"))));
            }
        });
        return members;
    }

    private Map<String, List<WrittenKey>> keys(Section root, Grant grant, KeyReader reader) {
        Map<String, List<WrittenKey>> keys = new LinkedHashMap<>();
        root.entries("keys").forEach((provider, value) -> {
            if (providers.knowsField(provider, value)) {
                grant.allowsProvider(provider, value);
            }
            Section section = value.section();
            if (section != null) {
                keys.put(provider, keysOf(provider, section.only(KEYS), reader));
            }
        });
        return keys;
    }

    private List<WrittenKey> keysOf(String name, Section section, KeyReader reader) {
        if (!section.has("prioritized") && !section.has("fallback")) {
            section.problem("expected prioritized or fallback");
        }
        Provider provider = providers.values().get(name);
        List<WrittenKey> keys = new ArrayList<>();
        keys.addAll(reader.read(section.list("prioritized"), name, provider, Tier.PRIORITIZED));
        keys.addAll(reader.read(section.list("fallback"), name, provider, Tier.FALLBACK));
        return List.copyOf(keys);
    }
}
