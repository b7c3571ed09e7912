package dev.byok.plan;

import dev.byok.policy.DataDeclarations;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.KeyNotes;
import dev.byok.policy.OnFailure;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.Tier;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A key of a {@link Scenario}: without filters, usable and undemanding until told otherwise. */
final class ScenarioKey {

    private final String provider;
    private final Tier tier;
    private final String name;
    private boolean enabled = true;
    private @Nullable Instant expires;
    private KeyFilters filters = KeyFilters.NONE;
    private SharedCapacityRule sharedCapacity = SharedCapacityRule.USE;
    private OnFailure onFailure = OnFailure.CONTINUE;
    private DataDeclarations declared = DataDeclarations.NONE;
    private int weight = 1;

    ScenarioKey(String provider, Tier tier, String name) {
        this.provider = provider;
        this.tier = tier;
        this.name = name;
    }

    String provider() {
        return provider;
    }

    Tier tier() {
        return tier;
    }

    String name() {
        return name;
    }

    ScenarioKey disabled() {
        enabled = false;
        return this;
    }

    ScenarioKey expires(Instant instant) {
        expires = instant;
        return this;
    }

    ScenarioKey models(String... globs) {
        filters = new KeyFilters(globs(globs), filters.apiKeys(), filters.members(), filters.environments());
        return this;
    }

    ScenarioKey apiKeys(String... globs) {
        filters = new KeyFilters(filters.models(), globs(globs), filters.members(), filters.environments());
        return this;
    }

    ScenarioKey members(String... globs) {
        filters = new KeyFilters(filters.models(), filters.apiKeys(), globs(globs), filters.environments());
        return this;
    }

    ScenarioKey environments(String... globs) {
        filters = new KeyFilters(filters.models(), filters.apiKeys(), filters.members(), globs(globs));
        return this;
    }

    ScenarioKey never() {
        sharedCapacity = SharedCapacityRule.NEVER;
        return this;
    }

    ScenarioKey neverForModels() {
        sharedCapacity = SharedCapacityRule.NEVER_FOR_MODELS;
        return this;
    }

    ScenarioKey declaresZdr(boolean zdr) {
        declared = new DataDeclarations(zdr, declared.region());
        return this;
    }

    ScenarioKey declaresRegion(String region) {
        declared = new DataDeclarations(declared.zdr(), region);
        return this;
    }

    ScenarioKey weighs(int share) {
        weight = share;
        return this;
    }

    ScenarioKey returnsOnFailure() {
        onFailure = OnFailure.RETURN;
        return this;
    }

    ProviderKey toProviderKey(int position) {
        return new ProviderKey(
                name,
                provider,
                tier,
                position,
                null,
                enabled,
                expires,
                filters,
                sharedCapacity,
                onFailure,
                Scenario.at(name),
                KeyNotes.NONE,
                declared,
                weight);
    }

    private static List<Glob> globs(String... patterns) {
        return Stream.of(patterns).map(Glob::of).toList();
    }
}
