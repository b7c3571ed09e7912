package dev.byok.benchmark;

import dev.byok.benchmark.live.LiveResult;
import dev.byok.benchmark.planning.PlanningResult;
import dev.byok.benchmark.planning.Shape;
import dev.byok.benchmark.translation.Translation;
import dev.byok.benchmark.translation.TranslationResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a run measured, compared round by round: absolute figures drift, those taken one after the other far less.
 *
 * @param planning of all launches
 * @param translations of one request, of all launches
 * @param live how a large policy is put in force, by launch
 * @param swaps what callers felt of it, by swap
 */
record Results(
        List<Sample> samples,
        List<PlanningResult> planning,
        List<TranslationResult> translations,
        List<LiveResult> live,
        List<SwapResult> swaps) {

    Results {
        live = List.copyOf(live);
        swaps = List.copyOf(swaps);
        samples = List.copyOf(samples);
        planning = List.copyOf(planning);
        translations = List.copyOf(translations);
    }

    boolean has(Variant variant, Load load) {
        return samples.stream().anyMatch(sample -> sample.variant() == variant && sample.load() == load);
    }

    Spread spread(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return Spread.of(
                samples(variant, load).stream().map(figure::applyAsDouble).toList());
    }

    /** Returns how a variant compares to the bare route. */
    Spread ratio(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return compare(samples(variant, load), samples(Variant.BARE, load), figure, (ours, bare) -> ours / bare);
    }

    /** Returns what a variant adds to the bare route. */
    Spread added(Variant variant, Load load, ToDoubleFunction<Sample> figure) {
        return compare(samples(variant, load), samples(Variant.BARE, load), figure, (ours, bare) -> ours - bare);
    }

    /** Returns what a request with one failover costs, as a ratio to a single call of the same body through Byok. */
    Spread failover(Variant variant) {
        return compare(
                samples(variant, Load.FAILOVER),
                samples(variant, Load.CHAT_1K),
                Sample::cpuPerThousand,
                (failover, call) -> failover / call);
    }

    /** Returns what a translated stream costs, as a ratio to the same one passed on through Byok. */
    Spread translated(Variant variant) {
        return compare(
                samples(variant, Load.STREAM_TRANSLATED),
                samples(variant, Load.STREAM),
                Sample::cpuPerThousand,
                (translated, passed) -> translated / passed);
    }

    /** Returns a figure of translating over the launches; null if that was not measured. */
    @Nullable
    Spread translation(Translation translation, ToDoubleFunction<TranslationResult> figure) {
        List<TranslationResult> those = translations.stream()
                .filter(result -> result.translation() == translation)
                .toList();
        return those.isEmpty() ? null : spread(those, figure);
    }

    /** Returns a figure of planning over the launches; null if that was not measured. */
    @Nullable
    Spread planning(Shape shape, int keys, ToDoubleFunction<PlanningResult> figure) {
        List<Double> figures = planning.stream()
                .filter(result -> result.shape() == shape && result.keys() == keys)
                .map(figure::applyAsDouble)
                .toList();
        return figures.isEmpty() ? null : Spread.of(figures);
    }

    /** Returns a figure of a large policy that goes live over the launches; null if that was not measured. */
    @Nullable
    Spread live(ToDoubleFunction<LiveResult> figure) {
        return live.isEmpty() ? null : spread(live, figure);
    }

    /** Returns the p99 of all first bytes around a push of this kind, in each launch; null if there were none. */
    @Nullable
    Spread swaps(Push push) {
        List<Double> figures =
                launches().stream().map(launch -> p99(launch, push)).toList();
        return figures.isEmpty() ? null : Spread.of(figures);
    }

    /** Returns how a push compares to none, launch by launch; null if there were none. */
    @Nullable
    Spread swapsToNone(Push push) {
        List<Double> ratios = launches().stream()
                .map(launch -> p99(launch, push) / p99(launch, Push.NOTHING))
                .toList();
        return ratios.isEmpty() ? null : Spread.of(ratios);
    }

    private List<Integer> launches() {
        return swaps.stream().map(SwapResult::launch).distinct().toList();
    }

    /** All rounds together: of a single one it would be little more than its slowest answer. */
    private double p99(int launch, Push push) {
        long[] micros = swaps.stream()
                .filter(swap -> swap.launch() == launch && swap.push() == push)
                .flatMap(swap -> swap.micros().stream())
                .mapToLong(Long::longValue)
                .sorted()
                .toArray();
        return FirstByteLoad.percentile(micros, 99) / 1000.0;
    }

    private static <T> Spread spread(List<T> results, ToDoubleFunction<T> figure) {
        return Spread.of(results.stream().map(figure::applyAsDouble).toList());
    }

    /** Returns the numbers of keys that planning was measured with, in order. */
    List<Integer> planningSizes() {
        return planning.stream().map(PlanningResult::keys).distinct().sorted().toList();
    }

    private List<Sample> samples(Variant variant, Load load) {
        return samples.stream()
                .filter(sample -> sample.variant() == variant && sample.load() == load)
                .toList();
    }

    private static Spread compare(
            List<Sample> ours, List<Sample> theirs, ToDoubleFunction<Sample> figure, DoubleBinaryOperator comparison) {
        List<Double> compared = new ArrayList<>();
        for (Sample sample : ours) {
            for (Sample other : theirs) {
                if (other.round() == sample.round()) {
                    compared.add(comparison.applyAsDouble(figure.applyAsDouble(sample), figure.applyAsDouble(other)));
                }
            }
        }
        return Spread.of(compared);
    }
}
