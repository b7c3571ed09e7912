package dev.byok.command.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.command.support.Progress;
import dev.byok.plan.PolicyPair;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Every caller whose plan changes is found and none whose plan does not, on random pairs of policies, against plans as the
 * rules declare them. {@code -Dbyok.property.runs=10000} runs longer, {@code -Dbyok.property.seed=<seed>} repeats a run.
 */
class PlanComparisonPropertyTests {

    private static final int RUNS = Integer.getInteger("byok.property.runs", 200);
    private static final long SEED =
            Long.getLong("byok.property.seed", ThreadLocalRandom.current().nextLong());

    @Test
    void findsEveryCallerWhosePlanChangesAndNoOther() {
        System.out.println("byok.property.seed=" + SEED + " byok.property.runs=" + RUNS);
        int changed = 0;
        int same = 0;
        int opened = 0;
        int renamed = 0;
        for (long seed = SEED; seed != SEED + RUNS; seed++) {
            PolicyPair pair = PolicyPair.of(seed);
            Set<String> declared = pair.changed();
            Set<String> declaredOpened = pair.opened();

            PolicyDiff diff = PolicyDiff.of(pair.before(), pair.after(), pair.at(), new Progress(nowhere(), false));

            assertThat(diff.compared()).as("compared of pair %d", seed).isEqualTo(3);
            assertThat(names(diff)).as("callers of pair %d: %s", seed, pair).isEqualTo(declared);
            assertThat(opened(diff)).as("opened in pair %d: %s", seed, pair).isEqualTo(declaredOpened);
            changed += declared.size();
            same += diff.compared() - declared.size();
            opened += declaredOpened.size();
            renamed += (int) pair.renamed();
        }

        System.out.println("callers changed: " + changed + ", the same: " + same + ", opened: " + opened + ", renamed: "
                + renamed);
        if (RUNS >= 100) {
            assertThat(changed).isGreaterThan(RUNS / 4);
            assertThat(same).isGreaterThan(RUNS);
            assertThat(opened).isGreaterThan(RUNS / 20);
            assertThat(renamed).isGreaterThan(RUNS / 20);
        }
    }

    private static Set<String> names(PolicyDiff diff) {
        return diff.callers().stream().map(CallerChange::caller).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> opened(PolicyDiff diff) {
        return diff.loosened().stream()
                .filter(loosened -> loosened.what().startsWith("can now reach"))
                .map(loosened -> loosened.who().split(" ", -1)[1])
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static PrintWriter nowhere() {
        return new PrintWriter(Writer.nullWriter());
    }
}
