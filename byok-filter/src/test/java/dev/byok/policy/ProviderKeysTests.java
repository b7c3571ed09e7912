package dev.byok.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProviderKeysTests {

    private static final SourceLocation HERE = new SourceLocation("test", 1);

    @Test
    void givesACallerItsOwnKeysAmongEverybodysInTheirOrder() {
        ProviderKeys keys = new ProviderKeys(List.of(
                key("open-1", KeyFilters.NONE),
                key("bot", callers("bot")),
                key("other", callers("other")),
                key("alice", members("alice")),
                key("open-2", KeyFilters.NONE),
                key("bot-too", callers("other", "bot"))));

        assertThat(names(keys.of(Tier.PRIORITIZED, caller("bot", "alice"))))
                .containsExactly("open-1", "bot", "alice", "open-2", "bot-too");
        assertThat(names(keys.of(Tier.PRIORITIZED, caller("other", null))))
                .containsExactly("open-1", "other", "open-2", "bot-too");
        assertThat(names(keys.of(Tier.PRIORITIZED, caller("third", "bob")))).containsExactly("open-1", "open-2");
    }

    @Test
    void aWildcardMayBeMeantForAnybody() {
        ProviderKeys keys = new ProviderKeys(List.of(
                key("literal-and-glob", callers("bot", "agent-*")),
                key("glob", callers("*")),
                key("bot", callers("bot"))));

        assertThat(names(keys.of(Tier.PRIORITIZED, caller("agent-7", null))))
                .containsExactly("literal-and-glob", "glob");
    }

    @Test
    void aKeyNamedTwiceByItsFilterComesOnce() {
        ProviderKeys keys = new ProviderKeys(List.of(key("bot", callers("bot", "bot"))));

        assertThat(names(keys.of(Tier.PRIORITIZED, caller("bot", null)))).containsExactly("bot");
    }

    @Test
    void sectionsAndWhatKeysSayAreFoundApart() {
        ProviderKeys keys = new ProviderKeys(List.of(
                key("plain", Tier.PRIORITIZED, SharedCapacityRule.USE, OnFailure.CONTINUE),
                key("closing", Tier.PRIORITIZED, SharedCapacityRule.NEVER, OnFailure.CONTINUE),
                key("returning", Tier.FALLBACK, SharedCapacityRule.USE, OnFailure.RETURN)));
        Caller caller = caller("bot", null);

        assertThat(names(keys.of(Tier.PRIORITIZED, caller))).containsExactly("plain", "closing");
        assertThat(names(keys.of(Tier.FALLBACK, caller))).containsExactly("returning");
        assertThat(names(keys.of(Tier.SHARED, caller))).isEmpty();
        assertThat(names(keys.closing(caller))).containsExactly("closing");
        assertThat(names(keys.returning(caller))).containsExactly("returning");
        assertThat(keys.mayReturn()).isTrue();
        assertThat(ProviderKeys.NONE.mayReturn()).isFalse();
    }

    private static List<String> names(Iterator<ProviderKey> keys) {
        List<String> names = new ArrayList<>();
        keys.forEachRemaining(key -> names.add(key.name()));
        return names;
    }

    private static KeyFilters callers(String... names) {
        return new KeyFilters(null, globs(names), null, null);
    }

    private static KeyFilters members(String... names) {
        return new KeyFilters(null, null, globs(names), null);
    }

    private static List<Glob> globs(String... patterns) {
        return Stream.of(patterns).map(Glob::of).toList();
    }

    private static Caller caller(String name, @Nullable String member) {
        return new Caller(name, "acme", member, null, Profile.DEFAULT, true, false, HERE);
    }

    private static ProviderKey key(String name, KeyFilters filters) {
        return key(name, Tier.PRIORITIZED, filters, SharedCapacityRule.USE, OnFailure.CONTINUE);
    }

    private static ProviderKey key(String name, Tier tier, SharedCapacityRule shared, OnFailure onFailure) {
        return key(name, tier, KeyFilters.NONE, shared, onFailure);
    }

    private static ProviderKey key(
            String name, Tier tier, KeyFilters filters, SharedCapacityRule shared, OnFailure onFailure) {
        return new ProviderKey(name, "openai", tier, 0, null, true, null, filters, shared, onFailure, HERE);
    }
}
