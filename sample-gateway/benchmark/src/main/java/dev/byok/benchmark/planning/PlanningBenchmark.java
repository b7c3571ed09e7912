package dev.byok.benchmark.planning;

import dev.byok.plan.Plan;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.PolicySnapshot;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The plan of one request, as far as a request needs it that is served by its first attempt. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PlanningBenchmark {

    @Param({"OTHERS", "OWN", "PINNED"})
    Shape shape = Shape.OTHERS;

    @Param({"10", "100", "1000", "10000", "100000"})
    int keys = PlanningPolicy.ENDPOINTS;

    private final Planner planner = new Planner();
    private PolicySnapshot policy = new PlanningPolicy(shape, keys).policy();
    private PlanRequest request = new PlanningPolicy(shape, keys).request();

    @Setup
    public void compile() {
        PlanningPolicy made = new PlanningPolicy(shape, keys);
        policy = made.policy();
        request = made.request();
    }

    /** Returns what is left of it, for the harness to look at. */
    @Benchmark
    public Plan plan() {
        Plan plan = planner.plan(policy, request);
        if (plan.isEmpty()) {
            throw new IllegalStateException("nobody may serve the request");
        }
        return plan;
    }
}
