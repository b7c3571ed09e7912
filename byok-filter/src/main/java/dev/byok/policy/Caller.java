package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: a named service or agent of one workspace.
 *
 * @param workspace the workspace's name
 * @param member null where the caller stands for no member
 * @param environment null where the caller belongs to none
 * @param guardrails which models and providers may serve it, by its own word, its member's and its environment's
 * @param strictOwnKeys only the workspace's own keys, whatever the provider or model
 * @param simulate whether its requests may say what keys would answer instead of asking them; never in production
 */
public record Caller(
        String name,
        String workspace,
        @Nullable String member,
        @Nullable String environment,
        Profile profile,
        Guardrails guardrails,
        boolean enabled,
        boolean strictOwnKeys,
        boolean simulate,
        SourceLocation location) {

    /** A caller that may use what its profile lets it, and whose requests are what they are. */
    public Caller(
            String name,
            String workspace,
            @Nullable String member,
            @Nullable String environment,
            Profile profile,
            boolean enabled,
            boolean strictOwnKeys,
            SourceLocation location) {
        this(name, workspace, member, environment, profile, Guardrails.NONE, enabled, strictOwnKeys, false, location);
    }

    /** Returns the name that is unmistakable among all workspaces, as in {@code acme/app}. */
    public String qualifiedName() {
        return workspace + "/" + name;
    }

    /** Returns whether people who say this name, with its workspace or without, may mean this caller. */
    public boolean isCalled(String said) {
        return name.equals(said) || qualifiedName().equals(said);
    }
}
