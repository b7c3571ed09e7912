package dev.byok.command.drill;

import dev.byok.command.support.UnusableException;
import dev.byok.plan.ExclusionReason;
import dev.byok.policy.PolicySnapshot;
import dev.byok.scenario.Given;
import dev.byok.scenario.Scenario;
import dev.byok.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs scenarios against a gateway, one after the other: each is asked for its plan, and then sent. */
final class Drill {

    private static final String REQUEST = "request";

    private final LiveGateway gateway;
    private final CallerKeys keys;
    private final PolicySnapshot policy;

    Drill(LiveGateway gateway, CallerKeys keys, PolicySnapshot policy) {
        this.gateway = gateway;
        this.keys = keys;
        this.policy = policy;
    }

    /** @param done run after each */
    List<DrillResult> run(List<Scenario> scenarios, Runnable done) {
        List<DrillResult> results = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            results.add(run(scenario));
            done.run();
        }
        return results;
    }

    private DrillResult run(Scenario scenario) {
        Given given = scenario.given();
        Secret key = keys.of(given);
        if (key == null) {
            return notShown(scenario, null, "no gateway key: say --key-for " + given.qualifiedCaller() + "=…");
        }
        if (given.at() != null) {
            return notShown(scenario, null, "a live gateway's time is now, not " + given.at());
        }
        Simulated simulated = Simulated.of(given, policy);
        LiveReply plan = gateway.plan(given, key, simulated.header());
        if (!plan.served()) {
            return refused(scenario, plan);
        }
        if (!plan.body().path("object").asString("").equals("byok.dry_run")) {
            throw new UnusableException("what answers there is no gateway with Byok: its answer to "
                    + "x-byok-dry-run is no plan; --url has to be the address that callers use, as in https://host/v1");
        }
        LiveReply reply = gateway.ask(given, key, simulated.header());
        Foretold foretold = Foretold.of(plan);
        return new DrillResult(
                scenario,
                new LiveJudge(scenario, simulated, foretold, reply, policy).findings(),
                foretold.caller(),
                plan.receipt("policy"));
    }

    /** Who is not let in: that keeps the scenario from being run. */
    private static DrillResult refused(Scenario scenario, LiveReply plan) {
        if (plan.errorCode().equals("simulation_not_allowed")) {
            return notShown(scenario, plan, "the gateway lets this caller not simulate: " + plan.told());
        }
        if (plan.status() == 401
                && ExclusionReason.DISABLED.text().equals(scenario.expect().reason())) {
            return notShown(
                    scenario, plan, "a caller that is switched off is answered as one whose gateway key is wrong is");
        }
        Finding finding = Finding.failed(REQUEST, "to be taken", plan.told());
        return new DrillResult(scenario, List.of(finding), null, plan.receipt("policy"));
    }

    private static DrillResult notShown(Scenario scenario, @Nullable LiveReply plan, String why) {
        return new DrillResult(
                scenario, List.of(Finding.notShown(REQUEST, why)), null, plan == null ? null : plan.receipt("policy"));
    }
}
