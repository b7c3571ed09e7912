package dev.byok.gateway;

import dev.byok.health.HealthView;
import dev.byok.health.RevocableHealth;
import dev.byok.plan.Narrowing;
import dev.byok.plan.PlanRequest;
import dev.byok.plan.Planner;
import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.quota.Demand;
import dev.byok.revocation.Revocations;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The list of models a caller may use, in OpenAI's shape: those for which its plan holds an attempt. */
final class ModelsAnswer {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ModelsAnswer() {}

    static LocalAnswer of(
            Planner planner,
            PolicySnapshot policy,
            Caller caller,
            Narrowing narrowing,
            Revocations revocations,
            InstantSource clock) {
        HealthView view = RevocableHealth.regardlessOfHealth(revocations, caller);
        List<Map<String, Object>> data = new ArrayList<>();
        for (Model model : policy.models().values()) {
            PlanRequest request = new PlanRequest(caller, List.of(model), narrowing, clock, view, Demand.NONE);
            if (planner.plan(policy, request).hasAttempts()) {
                data.add(row(model));
            }
        }
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("object", "list");
        list.put("data", data);
        return LocalAnswer.json(JSON.writeValueAsBytes(list));
    }

    private static Map<String, Object> row(Model model) {
        String slug = model.slug();
        int slash = slug.indexOf('/');
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", slug);
        row.put("object", "model");
        row.put("created", 0);
        row.put("owned_by", slash > 0 ? slug.substring(0, slash) : "byok");
        if (model.context() != null) {
            row.put("context_length", model.context());
        }
        return row;
    }
}
