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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The plan of a request with 100 keys over 10 endpoints and every rule of the order in use; its median is the goal's. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RankingBenchmark {

    private static final int KEYS = 100;

    private final Planner planner = new Planner();
    private final PolicySnapshot policy = new PlanningPolicy(Shape.OWN, KEYS, true).policy();
    private final PlanRequest request = new PlanningPolicy(Shape.OWN, KEYS, true).rankedRequest();

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
