package dev.byok.policy.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Workspace;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IncrementalPolicyCompilerTests {

    private static final int ROUNDS = 500;
    private static final Map<String, String> GOOD = SamplePolicy.contents();

    private final IncrementalPolicyCompiler compiler = new IncrementalPolicyCompiler();

    /** What came of a version: a policy or its problems. */
    private record Outcome(@Nullable PolicySnapshot policy, List<String> problems) {}

    @Test
    void readsOnlyTheWorkspaceThatChanged() {
        PolicySnapshot before = compiler.compile(PolicyFiles.hashed(GOOD));

        PolicySnapshot after = compiler.compile(PolicyFiles.hashed(edited(PolicyEdits.ACME, "\n", "\n\n")));

        assertThat(after.version()).isNotEqualTo(before.version());
        assertThat(after.workspaces().get("globex"))
                .isSameAs(before.workspaces().get("globex"));
        assertThat(after.workspaces().get("acme"))
                .isNotSameAs(before.workspaces().get("acme"));
        assertThat(after.model("meta/llama-4")).isSameAs(before.model("meta/llama-4"));
        assertLikeWhole(after, edited(PolicyEdits.ACME, "\n", "\n\n"));
    }

    @Test
    void readsEverythingAgainWhereThePlatformSaysSomethingElse() {
        PolicySnapshot before = compiler.compile(PolicyFiles.hashed(GOOD));
        Map<String, String> edited = edited(PolicyEdits.PROFILES, "max-attempts: 6", "max-attempts: 7");

        PolicySnapshot after = compiler.compile(PolicyFiles.hashed(edited));

        assertThat(after.callers().map(caller -> caller.profile().maxAttempts()))
                .contains(7);
        assertThat(after.model("meta/llama-4")).isNotSameAs(before.model("meta/llama-4"));
        assertLikeWhole(after, edited);
    }

    @Test
    void keepsOfTheLastVersionWhatSaysTheSameWhenEverythingIsReadAgain() {
        PolicySnapshot before = compiler.compile(PolicyFiles.hashed(GOOD));
        Map<String, String> edited = edited(PolicyEdits.PROFILES, "max-attempts: 6", "max-attempts: 7");

        PolicySnapshot after = compiler.compile(PolicyFiles.hashed(edited));

        for (String name : List.of("acme", "globex")) {
            assertThat(after.workspaces().get(name))
                    .isSameAs(before.workspaces().get(name));
        }
    }

    @Test
    void keepsTheKeysOfAWorkspaceThatTheManifestMoved() {
        PolicySnapshot before = compiler.compile(PolicyFiles.hashed(GOOD));
        Map<String, String> edited = new TreeMap<>(GOOD);
        edited.computeIfPresent(Layout.MANIFEST, (file, text) -> "# of 2026\n" + text);

        PolicySnapshot after = compiler.compile(PolicyFiles.hashed(edited));

        Workspace moved = Objects.requireNonNull(after.workspaces().get("acme"));
        Workspace original = Objects.requireNonNull(before.workspaces().get("acme"));
        assertThat(moved.grant().line()).isEqualTo(original.grant().line() + 1);
        assertThat(moved.keys()).isSameAs(original.keys());
        assertThat(moved.ownKeys("openai")).isSameAs(original.ownKeys("openai"));
        assertLikeWhole(after, edited);
    }

    @Test
    void noticesWhatClashesWithAWorkspaceThatDidNotChange() {
        String hash = sha256In(Objects.requireNonNull(GOOD.get(PolicyEdits.ACME)));
        Map<String, String> free = edited(PolicyEdits.GLOBEX, "principals: [globex]", keyWith("9" + hash.substring(1)));
        Map<String, String> clashing = edited(PolicyEdits.GLOBEX, "principals: [globex]", keyWith(hash));

        for (Map<String, String> before : List.of(GOOD, free)) {
            compiler.compile(PolicyFiles.hashed(before));

            Outcome outcome = incremental(clashing);

            assertThat(outcome.problems()).singleElement().asString().contains("already used at workspaces/acme.yml:");
            assertThat(outcome.problems()).isEqualTo(whole(clashing).problems());
        }
    }

    @Test
    void saysOfAClashWhatItAlwaysSaysWhicheverOfTheTwoFilesChanged() {
        String hash = sha256In(Objects.requireNonNull(GOOD.get(PolicyEdits.ACME)));
        String other = "9" + hash.substring(1);
        Map<String, String> before = edited(PolicyEdits.GLOBEX, "principals: [globex]", keyWith(other));
        Map<String, String> clashing = new TreeMap<>(before);
        clashing.computeIfPresent(PolicyEdits.ACME, (file, text) -> text.replace(hash, other));
        compiler.compile(PolicyFiles.hashed(before));

        Outcome outcome = incremental(clashing);

        assertThat(outcome.problems()).singleElement().asString().startsWith("workspaces/globex.yml:");
        assertThat(outcome.problems()).isEqualTo(whole(clashing).problems());
    }

    @Test
    void goesOnFromTheLastGoodVersionAfterOneThatIsWrong() {
        PolicySnapshot before = compiler.compile(PolicyFiles.hashed(GOOD));
        incremental(edited(PolicyEdits.ACME, "show-key-names", "show-key-nams"));

        PolicySnapshot after = compiler.compile(PolicyFiles.hashed(GOOD));

        assertThat(after.workspaces().get("acme")).isSameAs(before.workspaces().get("acme"));
    }

    @Test
    void findsASecretThatCameIntoAFileNobodyCompiles() {
        compiler.compile(PolicyFiles.hashed(GOOD));
        Map<String, String> leaking = new TreeMap<>(GOOD);
        leaking.put(
                "scenarios/new.yml",
                "scenarios: [{ name: "
                        + MadeUpCredentials.byName().values().iterator().next() + " }]\n");

        assertThat(incremental(leaking).problems())
                .isNotEmpty()
                .isEqualTo(whole(leaking).problems());
    }

    @Test
    void anyVersionAfterAnyOtherIsWhatItIsByItself() {
        Random random = new Random(20_261_122);
        Map<String, String> current = new TreeMap<>(GOOD);
        int refused = 0;
        int incremental = 0;
        Set<Workspace> known = Collections.newSetFromMap(new IdentityHashMap<>());
        compiler.compile(PolicyFiles.hashed(GOOD));
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> next = new TreeMap<>(current);
            change(next, random);
            Outcome expected = whole(next);
            Outcome actual = incremental(next);
            assertThat(actual.problems()).isEqualTo(expected.problems());
            PolicySnapshot policy = actual.policy();
            if (policy == null) {
                refused++;
            } else {
                assertLike(policy, Objects.requireNonNull(expected.policy()));
                incremental += policy.workspaces().values().stream().anyMatch(known::contains) ? 1 : 0;
                known.addAll(policy.workspaces().values());
                current = random.nextInt(4) == 0 ? new TreeMap<>(GOOD) : next;
            }
        }
        assertThat(refused).isGreaterThan(ROUNDS / 4);
        assertThat(incremental).isGreaterThan(ROUNDS / 20);
    }

    /** Damages a file, adds a comment to it, or takes it away. */
    private static void change(Map<String, String> contents, Random random) {
        List<String> files = List.copyOf(contents.keySet());
        String file = files.get(random.nextInt(files.size()));
        switch (random.nextInt(8)) {
            case 0 -> contents.remove(file);
            case 1, 2, 3 ->
                contents.computeIfPresent(file, (name, text) -> "# edition " + random.nextInt() + "\n" + text);
            default -> contents.computeIfPresent(file, (name, text) -> MutatedPolicyTests.damaged(text, random));
        }
    }

    private static Map<String, String> edited(String file, String old, String replacement) {
        return SamplePolicy.edited(file, old, replacement);
    }

    private static String keyWith(String sha256) {
        return "keys: [{ sha256: \"" + sha256 + "\" }]";
    }

    private static String sha256In(String text) {
        int at = text.indexOf("sha256: \"") + "sha256: \"".length();
        return text.substring(at, at + 64);
    }

    private Outcome incremental(Map<String, String> contents) {
        return outcome(contents, compiler::compile);
    }

    private static Outcome whole(Map<String, String> contents) {
        return outcome(contents, PolicyCompiler::compile);
    }

    private static Outcome outcome(Map<String, String> contents, Function<PolicyFiles, PolicySnapshot> compiler) {
        try {
            return new Outcome(compiler.apply(PolicyFiles.hashed(contents)), List.of());
        } catch (PolicyRejectedException e) {
            return new Outcome(
                    null, e.problems().stream().map(Problem::toString).toList());
        }
    }

    private static void assertLikeWhole(PolicySnapshot policy, Map<String, String> contents) {
        assertLike(policy, PolicyCompiler.compile(PolicyFiles.hashed(contents)));
    }

    private static void assertLike(PolicySnapshot policy, PolicySnapshot expected) {
        assertThat(policy).usingRecursiveComparison().isEqualTo(expected);
    }
}
