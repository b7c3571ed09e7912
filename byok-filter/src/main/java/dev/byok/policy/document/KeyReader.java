package dev.byok.policy.document;

import dev.byok.policy.DataDeclarations;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.KeyNotes;
import dev.byok.policy.OnFailure;
import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.Tier;
import dev.byok.secret.CipherText;
import dev.byok.secret.SecretReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Reads lists of credentials: what a workspace's own and the operator's have in common. */
final class KeyReader {

    private static final String[] LIMITS_TO_COME = {
        "contract-price",
        "requests-per-minute",
        "tokens-per-minute",
        "max-concurrent",
        "budget",
        "region",
        "resource",
        "deployments",
        "project",
        "location"
    };
    private static final Fields SHARED = Fields.of(
                    "name", "secret", "enabled", "expires", "owner", "review-by", "weight")
            .without(LIMITS_TO_COME);
    private static final Fields OWN = Fields.of(
                    "name",
                    "secret",
                    "enabled",
                    "expires",
                    "models",
                    "api-keys",
                    "members",
                    "environments",
                    "shared-capacity",
                    "on-failure",
                    "owner",
                    "review-by",
                    "declared-zdr",
                    "declared-region",
                    "weight")
            .without(LIMITS_TO_COME);

    private static final int MOST_WEIGHT = 1000;

    /** What the filters of a workspace's keys may speak of. */
    record Scope(Catalog models, Declared<?> callers, Declared<?> members, Declared<?> environments) {}

    private static final Map<String, SharedCapacityRule> RULES = Map.of(
            "use", SharedCapacityRule.USE,
            "never-for-models", SharedCapacityRule.NEVER_FOR_MODELS,
            "never", SharedCapacityRule.NEVER);
    private static final List<String> RULE_NAMES = List.of("use", "never-for-models", "never");

    private final SecretReferences references;
    private final Unique names;
    private final BiPredicate<SecretReference, Value> granted;
    private final @Nullable Scope scope;

    private KeyReader(
            SecretReferences references,
            Unique names,
            BiPredicate<SecretReference, Value> granted,
            @Nullable Scope scope) {
        this.references = references;
        this.names = names;
        this.granted = granted;
        this.scope = scope;
    }

    /** Returns a reader of the operator's own credentials, which need no grant but may not be a workspace's. */
    static KeyReader ofSharedCapacity(SecretReferences references, Unique names) {
        return new KeyReader(references, names, KeyReader::isForSharedCapacity, null);
    }

    static KeyReader ofWorkspace(SecretReferences references, Unique names, Grant grant, Scope scope) {
        return new KeyReader(references, names, grant::allowsSecret, scope);
    }

    /**
     * Returns the keys of one list; those without a name of their own are left out.
     *
     * @param provider null where its own declaration is wrong
     */
    List<WrittenKey> read(List<Value> entries, String providerName, @Nullable Provider provider, Tier tier) {
        List<WrittenKey> keys = new ArrayList<>();
        for (Value entry : entries) {
            Section section = entry.section();
            if (section != null) {
                section.only(scope == null ? SHARED : OWN).require("name");
                ProviderKey key = key(section, providerName, provider, tier, keys.size());
                if (key != null) {
                    keys.add(new WrittenKey(key, section));
                }
            }
        }
        return List.copyOf(keys);
    }

    private @Nullable ProviderKey key(
            Section section, String providerName, @Nullable Provider provider, Tier tier, int position) {
        String name = name(section.get("name"));
        SecretReference secret = secret(section, provider);
        Integer weight = section.integer("weight", 1, MOST_WEIGHT);
        ProviderKey key = new ProviderKey(
                name == null ? "" : name,
                providerName,
                tier,
                position,
                secret,
                section.flag("enabled", true),
                section.instant("expires"),
                filters(section, provider),
                sharedCapacity(section, tier),
                "return".equals(section.word("on-failure", List.of("continue", "return")))
                        ? OnFailure.RETURN
                        : OnFailure.CONTINUE,
                section.location(),
                notes(section),
                scope == null ? DataDeclarations.NONE : declared(section),
                weight == null ? 1 : weight);
        return name == null ? null : key;
    }

    private @Nullable String name(@Nullable Value value) {
        String name = value == null ? null : value.name();
        return value != null && name != null && names.claim(name, value) ? name : null;
    }

    private @Nullable SecretReference secret(Section section, @Nullable Provider provider) {
        Value value = section.get("secret");
        boolean needed = provider == null || provider.auth() != AuthScheme.NONE;
        if (value == null) {
            if (provider != null && needed) {
                section.require("secret");
            }
            return null;
        }
        if (!needed) {
            value.silentProblem("expected none: the provider's auth is none");
            return null;
        }
        SecretReference reference = references.read(value);
        if (reference != null && isOfAws(reference) && provider != null && provider.auth() != AuthScheme.AWS) {
            // What AWS gives would travel to somebody else.
            value.problem("only for a provider whose auth is aws");
            return null;
        }
        return reference != null && granted.test(reference, value) ? reference : null;
    }

    private static boolean isOfAws(SecretReference reference) {
        return reference.scheme().equals("aws-role") || reference.scheme().equals("aws-identity");
    }

    private static boolean isForSharedCapacity(SecretReference reference, Value mention) {
        boolean fits = CipherText.isFor(CipherText.SHARED_CAPACITY, reference);
        if (!fits) {
            mention.silentProblem("expected cipher:" + CipherText.SHARED_CAPACITY
                    + "/…: it is encrypted for a workspace (byok encrypt --shared-capacity)");
        }
        return fits;
    }

    private static KeyNotes notes(Section section) {
        Value owner = section.get("owner");
        Instant reviewBy = section.instant("review-by");
        return owner == null && reviewBy == null
                ? KeyNotes.NONE
                : new KeyNotes(owner == null ? null : owner.text(), reviewBy);
    }

    private static DataDeclarations declared(Section section) {
        Value zdr = section.get("declared-zdr");
        String region = Regions.read(section, "declared-region");
        return zdr == null && region == null
                ? DataDeclarations.NONE
                : new DataDeclarations(zdr == null ? null : zdr.flag(false), region);
    }

    private KeyFilters filters(Section section, @Nullable Provider provider) {
        return scope == null
                ? KeyFilters.NONE
                : new KeyFilters(
                        scope.models.globs(section.get("models"), provider == null ? null : provider.name()),
                        scope.callers.globs(section.get("api-keys")),
                        scope.members.globs(section.get("members")),
                        scope.environments.globs(section.get("environments")));
    }

    private static SharedCapacityRule sharedCapacity(Section section, Tier tier) {
        Value value = section.get("shared-capacity");
        String word = tier == Tier.SHARED ? null : section.word("shared-capacity", RULE_NAMES);
        SharedCapacityRule rule = word == null ? null : RULES.get(word);
        if (value != null && rule == SharedCapacityRule.NEVER && tier == Tier.FALLBACK) {
            value.problem("a fallback key comes after shared capacity and cannot close it");
        }
        return rule == null ? SharedCapacityRule.USE : rule;
    }
}
