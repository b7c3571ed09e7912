package dev.byok.plan;

import dev.byok.plan.Preferences.Asked;
import dev.byok.policy.Balancing;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Percentiles;
import dev.byok.policy.Profile.Said;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Sort;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.rotation.KeyUseView;
import dev.byok.speed.Speed;
import dev.byok.sticky.Pin;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link PlainRanking} in the vocabulary of the planner. */
final class CompiledRanking {

    private CompiledRanking() {}

    /** Returns where a model stands, which tells its endpoints apart from those of others. */
    static SourceLocation location(String slug) {
        return new SourceLocation("models.yml", 1 + RandomCases.SLUGS.indexOf(slug));
    }

    static Balancing balancing(PlainTaste taste) {
        String rotation = taste.rotation();
        Boolean ownKeysFirst = taste.ownKeysFirst();
        return new Balancing(
                taste.order(),
                by(taste.sort()),
                rotation == null
                        ? Rotation.ORDERED
                        : Rotation.valueOf(rotation.toUpperCase(Locale.ROOT).replace('-', '_')),
                true,
                ownKeysFirst == null || ownKeysFirst);
    }

    /** Returns which values that cannot be left out are a profile's own. */
    static Set<Said> said(PlainTaste taste) {
        Set<Said> said = EnumSet.noneOf(Said.class);
        if (taste.rotation() != null) {
            said.add(Said.ROTATION);
        }
        if (taste.ownKeysFirst() != null) {
            said.add(Said.OWN_KEYS_FIRST);
        }
        return said;
    }

    private static Sort.@Nullable By by(@Nullable String word) {
        return word == null ? null : Sort.By.valueOf(word.toUpperCase(Locale.ROOT));
    }

    static Preferences preferences(PlainCase plain) {
        PlainRanking ranking = plain.ranking();
        Sort.By by = by(ranking.sort());
        Double slowest = ranking.slowest();
        Map<String, Sort.By> variants = new HashMap<>();
        ranking.variants().forEach((slug, word) -> variants.put(slug, Sort.By.valueOf(word.toUpperCase(Locale.ROOT))));
        return new Preferences(
                new Asked(
                        ranking.asked(),
                        ranking.allowFallbacks(),
                        by == null ? null : new Sort(by, ranking.merged()),
                        null,
                        slowest == null ? null : new Percentiles(null, slowest, null, null)),
                variants,
                slug -> pin(plain, slug),
                endpoint -> speed(ranking.latencies()
                        .get(RandomCases.SLUGS.get(endpoint.location().line() - 1) + " " + endpoint.upstreamModel())),
                new Uses(ranking.latest()),
                Draw.LIKELIEST);
    }

    private static @Nullable Pin pin(PlainCase plain, String slug) {
        String pinned = plain.ranking().pins().get(slug);
        if (pinned == null) {
            return null;
        }
        String[] words = pinned.split(" ", -1);
        String section = plain.keys().stream()
                .filter(key -> key.name().equals(words[1]))
                .findFirst()
                .orElseThrow()
                .section();
        int endpoint = Integer.parseInt(words[0].substring("upstream-".length()));
        String provider = plain.models().getOrDefault(slug, List.of()).get(endpoint);
        return new Pin(provider, words[0], words[1], Tier.valueOf(section.toUpperCase(Locale.ROOT)));
    }

    private static @Nullable Speed speed(@Nullable Double seconds) {
        return seconds == null
                ? null
                : new Speed(
                        new Speed.Figures(seconds, seconds, seconds, seconds, seconds),
                        null,
                        CompiledCase.NOW.minusSeconds(1));
    }

    private record Uses(Map<String, Integer> numbers) implements KeyUseView {

        @Override
        public long latest(String workspace, ProviderKey key) {
            return numbers.getOrDefault(key.name(), 0);
        }

        @Override
        public long within(String workspace, ProviderKey key, Instant now) {
            return numbers.getOrDefault(key.name(), 0) % 4;
        }
    }
}
