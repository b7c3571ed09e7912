package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.health.Admission;
import dev.byok.policy.Endpoint;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.source.PolicyHolder;
import dev.byok.quota.Demand;
import dev.byok.scenario.Met;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a dry run tells, and the command {@code byok explain}, is what the same request then does, whatever the policy, the
 * request and the health are. {@code -Dbyok.dry-runs=1000} tries more cases; a case is named by its number.
 */
class DryRunAgreesE2ETests {

    private static final int CASES = Integer.getInteger("byok.dry-runs", 40);

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String NO_ACCESS =
            Answers.error("You have no access to this model", "invalid_request_error", "no_access");

    @RegisterExtension
    static final Stage STAGE = Stage.set()
            .provider("alpha")
            .provider("beta")
            .policy(policy -> policy.model("m/one", "", "alpha/one-at-alpha"));

    @SuppressWarnings("NullAway.Init")
    private static SampleCommand command;

    @BeforeAll
    static void load() throws IOException, ReflectiveOperationException {
        command = new SampleCommand();
    }

    @AfterAll
    static void unload() throws IOException {
        command.close();
    }

    static LongStream seeds() {
        return LongStream.range(0, CASES);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theAttemptsMadeAreThoseForetold(long seed) throws ReflectiveOperationException {
        DryRunCases.Case drawn = new DryRunCases(seed).draw(STAGE.policy());
        inForce(seed);
        refuseAll();
        drawn.met().forEach(DryRunAgreesE2ETests::meet);
        String[] headers = drawn.headers().toArray(String[]::new);

        DryRun foretold = DryRun.of(STAGE.client(), drawn.body(), headers);
        Reply made = STAGE.client().chat(drawn.body(), headers);

        assertThat(explained(drawn)).as(foretold.plan().toString()).isEqualTo(foretold.attempts());
        assertThat(DryRun.rows(made.error().path("metadata").path("attempts")))
                .as(foretold.plan().toString())
                .isEqualTo(foretold.attempts());
        if (foretold.attempts().isEmpty()) {
            assertThat(made.status() + " " + made.errorCode()).isEqualTo(foretold.refusal());
        } else {
            assertThat(foretold.refusal()).isEmpty();
        }
        assertThat(calls()).isEqualTo(foretold.attempts().size());
    }

    /** What the command says of the same policy without a gateway. */
    private static List<String> explained(DryRunCases.Case drawn) throws ReflectiveOperationException {
        List<String> args = new ArrayList<>(List.of("explain", "--format", "json", "--caller", "agent"));
        JsonNode body = JSON.readTree(drawn.body());
        args.addAll(List.of("--model", body.path("model").asString()));
        body.path("models").forEach(model -> args.addAll(List.of("--model", model.asString())));
        drawn.met().forEach((key, met) -> args.addAll(List.of("--key", key + "=" + met.text())));
        if (!drawn.headers().isEmpty()) {
            args.add("--strict");
        }
        args.add(STAGE.policy().directory().root().toString());
        return DryRun.rows(JSON.readTree(command.byok(args)).path("attempts"));
    }

    /** The file with the callers is written last: who is in it comes with everything else. */
    private static void inForce(long seed) {
        String marker = "case-" + seed;
        STAGE.policy().caller(marker, "").write();
        await().until(() -> policy().callers().anyMatch(caller -> caller.name().equals(marker)));
    }

    private static PolicySnapshot policy() {
        return Objects.requireNonNull(
                STAGE.gateway().context().getBean(PolicyHolder.class).current());
    }

    private static void refuseAll() {
        for (String provider : DryRunCases.PROVIDERS) {
            for (String key : DryRunCases.keyNames()) {
                STAGE.upstream(provider).on("sk-" + key, Answers.status(403, NO_ACCESS));
            }
        }
    }

    private static long calls() {
        return DryRunCases.PROVIDERS.stream()
                .mapToLong(provider -> STAGE.upstream(provider).calls().size())
                .sum();
    }

    private static void meet(String name, Met met) {
        PolicySnapshot policy = policy();
        Stream.concat(own(policy), policy.sharedKeys().values().stream().flatMap(List::stream))
                .filter(key -> key.name().equals(name))
                .forEach(key -> endpoints(policy, key).forEach(endpoint -> {
                    Instant now = Instant.now();
                    if (STAGE.gateway().health().admit("acme", key, endpoint, Demand.NONE, now)
                            instanceof Admission.Granted granted) {
                        granted.permit().failed(met.outcome(), false, now);
                    }
                }));
    }

    private static Stream<ProviderKey> own(PolicySnapshot policy) {
        return Objects.requireNonNull(policy.workspaces().get("acme")).keys().values().stream()
                .flatMap(List::stream);
    }

    private static Stream<Endpoint> endpoints(PolicySnapshot policy, ProviderKey key) {
        return policy.models().values().stream()
                .map(Model::endpoints)
                .flatMap(List::stream)
                .filter(endpoint -> endpoint.provider().name().equals(key.provider()));
    }
}
