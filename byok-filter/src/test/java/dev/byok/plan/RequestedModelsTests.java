package dev.byok.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Model;
import dev.byok.policy.ModelFallback;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.SourceLocation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which models may serve a request, by its own word and its profile's. */
class RequestedModelsTests {

    private static final SourceLocation HERE = new SourceLocation("here", 1);

    private final Map<String, Model> models = new TreeMap<>(Map.of("a", model("a"), "b", model("b"), "c", model("c")));

    @Test
    void thoseThatTheProfileNamesFollowThoseOfTheRequestEachOnce() {
        assertThat(withFallback(new ModelFallback(List.of("c", "b", "a"), null, null), "a", "b"))
                .containsExactly("a", "b", "c");
        assertThat(withFallback(new ModelFallback(List.of("c", "b"), null, null), "a"))
                .containsExactly("a", "c", "b");
    }

    @Test
    void thoseOfTheRequestAreAllWhereTheProfileNamesNone() {
        assertThat(withFallback(ModelFallback.NONE, "b", "a")).containsExactly("b", "a");
        assertThat(withFallback(new ModelFallback(List.of("c"), HERE, null), "b"))
                .containsExactly("b");
    }

    private List<String> withFallback(ModelFallback fallback, String... own) {
        Profile none = Profile.DEFAULT;
        Profile profile = new Profile(
                none.name(),
                none.maxAttempts(),
                false,
                false,
                none.guardrails(),
                none.demand(),
                null,
                none.timeouts(),
                none.waiting(),
                none.delivery(),
                none.balancing(),
                fallback,
                none.said(),
                none.location());
        List<Model> named = List.of(own).stream().map(this::known).toList();
        return RequestedModels.withFallback(policy(), profile, named).stream()
                .map(Model::slug)
                .toList();
    }

    private Model known(@Nullable String slug) {
        return models.getOrDefault(slug, model("unknown"));
    }

    private PolicySnapshot policy() {
        return new PolicySnapshot(
                "v1", Map.of(), models, Map.of(), Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());
    }

    private static Model model(String slug) {
        return new Model(slug, null, List.of(), HERE);
    }
}
