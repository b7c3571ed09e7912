package dev.byok.policy;

import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: a named service or agent of one workspace.
 *
 * @param workspace the workspace's name
 * @param member null where the caller stands for no member
 * @param environment null where the caller belongs to none
 * @param strictOwnKeys only the workspace's own keys, whatever the provider or model
 */
public record Caller(
        String name,
        String workspace,
        @Nullable String member,
        @Nullable String environment,
        Profile profile,
        boolean enabled,
        boolean strictOwnKeys,
        SourceLocation location) {}
