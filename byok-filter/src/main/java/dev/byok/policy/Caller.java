package dev.byok.policy;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who sends a request: a named service or agent of one workspace.
 *
 * @param workspace the workspace's name
 * @param member null where the caller stands for no member
 * @param environment null where the caller belongs to none
 * @param profiles those that its requests may name in place of its own
 * @param guardrails which models and providers may serve it, by its own word, its workspace's, its member's and its environment's, and by
 *     those of their data classes
 * @param strictOwnKeys only the workspace's own keys, whatever the provider or model
 * @param demand what the data classes of the caller, its member and its environment demand together
 * @param dataClass the most closed of those classes; null where there is none
 * @param simulate whether its requests may say what keys would answer instead of asking them; never in production
 */
public record Caller(
        String name,
        String workspace,
        @Nullable String member,
        @Nullable String environment,
        Profile profile,
        List<Profile> profiles,
        Guardrails guardrails,
        boolean enabled,
        boolean strictOwnKeys,
        DataDemand demand,
        @Nullable DataClass dataClass,
        boolean simulate,
        SourceLocation location) {

    public Caller {
        profiles = List.copyOf(profiles);
    }

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
        this(
                name,
                workspace,
                member,
                environment,
                profile,
                List.of(),
                Guardrails.NONE,
                enabled,
                strictOwnKeys,
                DataDemand.NONE,
                null,
                false,
                location);
    }

    /**
     * Returns who lets its requests go to the workspace's own keys only; null where nobody does. Of several its profile is
     * named, else the caller itself, else a data class.
     */
    public @Nullable SourceLocation strictness() {
        if (profile.strictOwnKeys()) {
            return profile.location();
        }
        return strictOwnKeys ? location : demand.ownKeys();
    }

    /** Returns this caller as it is where a request has named another profile; all else still holds. */
    public Caller with(Profile other) {
        return new Caller(
                name,
                workspace,
                member,
                environment,
                other,
                profiles,
                guardrails,
                enabled,
                strictOwnKeys,
                demand,
                dataClass,
                simulate,
                location);
    }

    /** Returns the profile of this name that its requests may name, its own included; null where there is none. */
    public @Nullable Profile profileNamed(String said) {
        if (profile.name().equals(said)) {
            return profile;
        }
        for (int i = 0; i < profiles.size(); i++) {
            if (profiles.get(i).name().equals(said)) {
                return profiles.get(i);
            }
        }
        return null;
    }

    /** Returns the names of the profiles that its requests may name, its own first. */
    public List<String> profilesAllowed() {
        return Stream.concat(Stream.of(profile), profiles.stream())
                .map(Profile::name)
                .distinct()
                .toList();
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
