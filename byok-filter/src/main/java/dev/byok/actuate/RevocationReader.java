package dev.byok.actuate;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Workspace;
import dev.byok.revocation.Revocation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what an operator names, so that a typo is an error and never a revocation of nothing. */
final class RevocationReader {

    private static final String KINDS =
            Arrays.stream(Revocation.Kind.values()).map(Revocation.Kind::text).collect(Collectors.joining(", "));

    private RevocationReader() {}

    /** @throws IllegalArgumentException which says what is missing, too much, or not a kind */
    static Revocation read(
            @Nullable String kind, @Nullable String workspace, @Nullable String provider, @Nullable String name) {
        Revocation.Kind known = kind(kind);
        if (name == null || name.isBlank()) {
            throw new IllegalArgumentException("name: missing");
        }
        switch (known) {
            case KEY -> required("provider", provider, known);
            case CALLER, ENVIRONMENT -> {
                required("workspace", workspace, known);
                unwanted("provider", provider, known);
            }
            case PROVIDER -> {
                unwanted("workspace", workspace, known);
                unwanted("provider", provider, known);
            }
        }
        return new Revocation(known, workspace, provider, name);
    }

    /** @throws IllegalArgumentException if the policy has nothing of that name */
    static void check(Revocation what, @Nullable PolicySnapshot policy) {
        if (policy == null) {
            throw new IllegalArgumentException("no policy is in force, nothing is known by that name");
        }
        String workspace = what.workspace();
        if (workspace != null && !policy.workspaces().containsKey(workspace)) {
            throw new IllegalArgumentException("workspace: no workspace '" + workspace + "' in the policy");
        }
        String provider = what.kind() == Revocation.Kind.PROVIDER ? what.name() : what.provider();
        if (provider != null && !policy.providers().containsKey(provider)) {
            throw new IllegalArgumentException("no provider '" + provider + "' in the policy");
        }
        if (names(what, policy).noneMatch(what.name()::equals)) {
            throw new IllegalArgumentException("no " + what + " in the policy");
        }
    }

    private static Stream<@Nullable String> names(Revocation what, PolicySnapshot policy) {
        return switch (what.kind()) {
            case KEY -> keys(what, policy).stream().map(ProviderKey::name);
            case CALLER ->
                policy.callers()
                        .filter(caller -> caller.workspace().equals(what.workspace()))
                        .map(caller -> caller.name());
            case ENVIRONMENT ->
                policy.callers()
                        .filter(caller -> caller.workspace().equals(what.workspace()))
                        .map(caller -> caller.environment());
            case PROVIDER -> policy.providers().keySet().stream().map(name -> name);
        };
    }

    private static List<ProviderKey> keys(Revocation what, PolicySnapshot policy) {
        String provider = String.valueOf(what.provider());
        Workspace workspace =
                what.workspace() == null ? null : policy.workspaces().get(what.workspace());
        return workspace == null ? policy.sharedKeysFor(provider) : workspace.keysFor(provider);
    }

    private static Revocation.Kind kind(@Nullable String text) {
        for (Revocation.Kind kind : Revocation.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind: expected one of " + KINDS);
    }

    private static void required(String field, @Nullable String value, Revocation.Kind kind) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + ": missing, a " + kind.text() + " needs it");
        }
    }

    private static void unwanted(String field, @Nullable String value, Revocation.Kind kind) {
        if (value != null) {
            throw new IllegalArgumentException(field + ": not of a " + kind.text());
        }
    }
}
