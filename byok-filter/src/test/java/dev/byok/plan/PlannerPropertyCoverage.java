package dev.byok.plan;

import dev.byok.policy.Tier;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What random cases have to show, and in which share of them at least. */
final class PlannerPropertyCoverage {

    static final Map<String, Double> LEAST_PERCENT = Map.ofEntries(
            Map.entry("plan with attempts", 70.0),
            Map.entry("plan over 2 tiers or more", 50.0),
            Map.entry("plan over 3 tiers", 18.0),
            Map.entry("plan over 2 providers of a model or more", 40.0),
            Map.entry("plan over 2 endpoints of a provider or more", 35.0),
            Map.entry("plan over 2 models or more", 25.0),
            Map.entry("plan over 3 models", 8.0),
            Map.entry("plan with returned failure", 20.0),
            Map.entry("reason KEY_FILTER_MODEL", 20.0),
            Map.entry("reason KEY_FILTER_API_KEY", 12.0),
            Map.entry("reason KEY_FILTER_MEMBER", 18.0),
            Map.entry("reason KEY_FILTER_ENVIRONMENT", 18.0),
            Map.entry("reason ALLOWED_PROVIDERS", 10.0),
            Map.entry("reason ALLOWED_MODELS", 6.0),
            Map.entry("provider not granted", 8.0),
            Map.entry("route forbids the model", 6.0),
            Map.entry("route forbids the provider", 6.0),
            Map.entry("caller forbids the model", 1.0),
            Map.entry("caller forbids the provider", 1.0),
            Map.entry("profile forbids the model", 1.0),
            Map.entry("profile forbids the provider", 1.0),
            Map.entry("ignored model", 2.0),
            Map.entry("ignored provider", 2.0),
            Map.entry("lists of models disagree", 1.0),
            Map.entry("lists of providers disagree", 1.0),
            Map.entry("narrowed plan with attempts", 8.0),
            Map.entry("strict route", 2.0),
            Map.entry("reason STRICT", 35.0),
            Map.entry("reason NOT_GRANTED", 5.0),
            Map.entry("reason DISABLED", 40.0),
            Map.entry("disabled prioritized", 25.0),
            Map.entry("disabled shared", 12.0),
            Map.entry("disabled fallback", 18.0),
            Map.entry("revoked prioritized", 1.0),
            Map.entry("revoked shared", 1.0),
            Map.entry("revoked fallback", 1.0),
            Map.entry("reason COOLDOWN", 20.0),
            Map.entry("cooling prioritized", 10.0),
            Map.entry("cooling shared", 10.0),
            Map.entry("cooling fallback", 10.0),
            Map.entry("plan with cooling keys", 20.0),
            Map.entry("cooling key that comes back", 20.0),
            Map.entry("plan where everything cools", 3.0),
            Map.entry("attempt behind its siblings", 10.0),
            Map.entry("plan in another order for quota", 5.0),
            Map.entry("strict profile", 3.0),
            Map.entry("strict caller", 3.0),
            Map.entry("strict request", 2.5),
            Map.entry("strict never", 8.0),
            Map.entry("strict never-for-models", 7.0),
            Map.entry("strict by an unusable key", 3.0),
            Map.entry("never in prioritized", 10.0),
            Map.entry("never in fallback", 5.0),
            Map.entry("never beyond its models", 0.5),
            Map.entry("return in prioritized", 10.0),
            Map.entry("return in fallback", 4.0),
            Map.entry("return by an unusable key", 2.5),
            Map.entry("return, prioritized copy", 3.5),
            Map.entry("return, shared copy", 5.0),
            Map.entry("return, fallback copy", 7.0),
            Map.entry("return, later model", 10.0),
            Map.entry("reason DATA_POLICY_TRAINING", 1.5),
            Map.entry("no training by caller", 0.5),
            Map.entry("no training by profile", 0.5),
            Map.entry("no training by route", 0.3),
            Map.entry("reason DATA_POLICY_ZDR", 1.0),
            Map.entry("zdr by caller", 0.5),
            Map.entry("zdr by profile", 0.3),
            Map.entry("zdr by route", 0.2),
            Map.entry("provider retains", 0.8),
            Map.entry("contract retains", 0.3),
            Map.entry("zdr attempt", 0.8),
            Map.entry("zdr attempt by contract", 0.1),
            Map.entry("reason REGION", 2.0),
            Map.entry("region by caller", 1.0),
            Map.entry("region by profile", 0.8),
            Map.entry("region by route", 0.5),
            Map.entry("regional attempt by contract", 0.3),
            Map.entry("no training by request", 0.2),
            Map.entry("zdr by request", 0.2),
            Map.entry("incapable for the caller", 0.1),
            Map.entry("incapable for the profile", 0.05),
            Map.entry("dearer than the caller", 0.05),
            Map.entry("dearer than the profile", 0.02),
            Map.entry("request's only", 0.2),
            Map.entry("request's ignore", 0.1),
            Map.entry("request's quantizations", 0.15),
            Map.entry("request's require_parameters", 0.15),
            Map.entry("request's max_price", 0.3),
            Map.entry("reason MAX_TOKENS", 0.5),
            Map.entry("more tokens than by caller", 0.2),
            Map.entry("more tokens than by profile", 0.1),
            Map.entry("more tokens than by route", 0.1),
            Map.entry("reason MAX_PRICE_PER_REQUEST", 1.0),
            Map.entry("dearer request than by caller", 0.5),
            Map.entry("dearer request than by profile", 0.1),
            Map.entry("dearer request than by route", 0.1),
            Map.entry("too small a model", 0.5),
            Map.entry("no other model than the first", 0.5),
            Map.entry("dearer than the first model allows", 1.0),
            Map.entry("no other model by the profile", 0.4),
            Map.entry("no other model by the route", 0.1),
            Map.entry("dearer other model than by the profile", 0.5),
            Map.entry("dearer other model than by the route", 0.1),
            Map.entry("substitute within its price", 0.1),
            Map.entry("attempt by the route's taste", 2.0),
            Map.entry("request's seed", 0.1),
            Map.entry("strict data class of the caller", 0.3),
            Map.entry("strict data class of the route", 0.3),
            Map.entry("rotation round-robin", 5.0),
            Map.entry("rotation weighted", 5.0),
            Map.entry("rotation least-used", 5.0),
            Map.entry("order of the request", 5.0),
            Map.entry("order of the profile", 5.0),
            Map.entry("sort by price", 5.0),
            Map.entry("sort by latency", 2.0),
            Map.entry("conversation", 10.0),
            Map.entry("own keys not first", 5.0),
            Map.entry("plan drawn in another order", 2.0),
            Map.entry("only the leading endpoint", 0.3),
            Map.entry("merged models", 3.0));

    private PlannerPropertyCoverage() {}

    /** Returns what is special about the attempts of a plan, and the reasons of its exclusions. */
    static Set<String> facts(Plan plan) {
        Set<Tier> tiers = EnumSet.noneOf(Tier.class);
        Set<String> providers = new HashSet<>();
        Set<Integer> models = new HashSet<>();
        Set<String> endpoints = new HashSet<>();
        Set<String> facts = new TreeSet<>();
        for (Attempt attempt : plan.attempts()) {
            tiers.add(attempt.tier());
            models.add(attempt.modelIndex());
            providers.add(attempt.modelIndex() + attempt.key().provider());
            endpoints.add(attempt.modelIndex() + attempt.endpoint().upstreamModel());
            if (attempt.returnsFailure()) {
                facts.add("plan with returned failure");
            }
        }
        plan.exclusions().forEach(exclusion -> facts.add("reason " + exclusion.reason()));
        addIf(facts, !plan.attempts().isEmpty(), "plan with attempts");
        addIf(facts, tiers.size() >= 2, "plan over 2 tiers or more");
        addIf(facts, tiers.size() == 3, "plan over 3 tiers");
        addIf(facts, providers.size() > models.size(), "plan over 2 providers of a model or more");
        addIf(facts, endpoints.size() > providers.size(), "plan over 2 endpoints of a provider or more");
        addIf(facts, models.size() >= 2, "plan over 2 models or more");
        addIf(facts, models.size() == 3, "plan over 3 models");
        return facts;
    }

    private static void addIf(Set<String> facts, boolean seen, String fact) {
        if (seen) {
            facts.add(fact);
        }
    }
}
