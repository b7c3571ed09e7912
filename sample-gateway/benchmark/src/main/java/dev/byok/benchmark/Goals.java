package dev.byok.benchmark;

import dev.byok.benchmark.live.LiveResult;
import dev.byok.benchmark.planning.PlanningResult;
import dev.byok.benchmark.planning.Shape;
import dev.byok.benchmark.translation.Translation;
import dev.byok.benchmark.translation.TranslationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What Byok may cost at most. */
final class Goals {

    private static final double SMALL_CHAT = 1.05;
    private static final double LARGE_CHAT = 1.25;
    private static final double STREAM = 1.05;
    private static final double FAILOVER = 1.7;
    private static final double TRANSLATED_STREAM = 1.5;
    private static final double TRANSLATION_MICROS = 60;
    private static final double FIRST_BYTE_MILLIS = 0.2;
    private static final double PLAN_MICROS = 10;
    private static final int PLAN_KEYS = 100;
    private static final double PLAN_GROWTH = 2;

    private static final double LIVE_MILLIS = 3_000;
    private static final double LIVE_MEGABYTES = 300;

    /** What is no step: two p99 of two seconds in which nothing happens differ by more. */
    private static final double LIVE_P99 = 1.5;

    private static final String BARE = "x bare";

    private Goals() {}

    static List<Goal> of(Results results) {
        List<Goal> goals = new ArrayList<>();
        goals.add(cpu(results, Load.CHAT_1K, SMALL_CHAT));
        goals.add(cpu(results, Load.CHAT_16K, SMALL_CHAT));
        goals.add(cpu(results, Load.CHAT_256K, LARGE_CHAT));
        goals.add(failover(results));
        goals.add(cpu(results, Load.STREAM, STREAM));
        goals.add(cpu(results, Load.STREAM_SLOW, STREAM));
        goals.add(translated(results));
        goals.add(firstByte(results));
        for (Translation translation : Translation.values()) {
            goals.add(new Goal(
                    "a request of 16 kB " + translation.title(),
                    TRANSLATION_MICROS,
                    "µs",
                    results.translation(translation, TranslationResult::micros)));
        }
        for (Shape shape : Shape.values()) {
            goals.add(new Goal(
                    "a plan, " + PLAN_KEYS + " keys " + shape.title(),
                    PLAN_MICROS,
                    "µs",
                    results.planning(shape, PLAN_KEYS, PlanningResult::micros)));
            goals.add(new Goal(
                    "a plan, any number of keys " + shape.title(), PLAN_GROWTH, "x 10 keys", growth(results, shape)));
        }
        goals.add(live(results, "from bytes to in force, cold", LIVE_MILLIS, "ms", LiveResult::firstMillis));
        goals.add(live(results, "heap for that and the last", LIVE_MEGABYTES, "MB", LiveResult::peakMegabytes));
        for (Push push : List.of(Push.TEAM, Push.PLATFORM)) {
            goals.add(new Goal(
                    "a policy of 10,000 keys, p99 at " + push.title(),
                    LIVE_P99,
                    "x no push",
                    results.swapsToNone(push)));
        }
        return List.copyOf(goals);
    }

    private static Goal live(
            Results results, String what, double most, String unit, ToDoubleFunction<LiveResult> figure) {
        return new Goal("a policy of 10,000 keys, " + what, most, unit, results.live(figure));
    }

    private static Goal cpu(Results results, Load load, double most) {
        boolean measured = results.has(Variant.BYOK, load) && results.has(Variant.BARE, load);
        Spread ratio = measured ? results.ratio(Variant.BYOK, load, Sample::cpuPerThousand) : null;
        return new Goal("CPU per request, " + load.title(), most, BARE, ratio);
    }

    private static Goal failover(Results results) {
        boolean measured = results.has(Variant.BYOK, Load.FAILOVER) && results.has(Variant.BYOK, Load.CHAT_1K);
        Spread ratio = measured ? results.failover(Variant.BYOK) : null;
        return new Goal("CPU of a request with one failover", FAILOVER, "x a call", ratio);
    }

    private static Goal translated(Results results) {
        boolean measured = results.has(Variant.BYOK, Load.STREAM_TRANSLATED) && results.has(Variant.BYOK, Load.STREAM);
        Spread ratio = measured ? results.translated(Variant.BYOK) : null;
        return new Goal("CPU of a translated stream", TRANSLATED_STREAM, "x passed on", ratio);
    }

    private static Goal firstByte(Results results) {
        boolean measured = results.has(Variant.BYOK, Load.TTFB) && results.has(Variant.BARE, Load.TTFB);
        Spread added = measured ? results.added(Variant.BYOK, Load.TTFB, Sample::p50Millis) : null;
        return new Goal("added until a stream's first byte, median", FIRST_BYTE_MILLIS, "ms", added);
    }

    /** Returns how the dearest size compares to the smallest one. */
    private static @Nullable Spread growth(Results results, Shape shape) {
        List<Spread> bySize = new ArrayList<>();
        for (int keys : results.planningSizes()) {
            Spread micros = results.planning(shape, keys, PlanningResult::micros);
            if (micros != null) {
                bySize.add(micros);
            }
        }
        if (bySize.size() < 2) {
            return null;
        }
        double smallest = bySize.get(0).median();
        return Spread.of(bySize.stream()
                        .map(micros -> micros.median() / smallest)
                        .toList())
                .worst();
    }
}
