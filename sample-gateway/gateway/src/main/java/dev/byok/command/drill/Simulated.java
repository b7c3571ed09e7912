package dev.byok.command.drill;

import dev.byok.outcome.OutcomeClass;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Workspace;
import dev.byok.scenario.Given;
import dev.byok.scenario.Met;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What keys of a scenario are to answer at the gateway.
 *
 * @param answers by the keys' names, in the words of {@code x-byok-simulate}
 */
record Simulated(Map<String, String> answers) {

    /** Translates what keys and providers have met. */
    static Simulated of(Given given, PolicySnapshot policy) {
        Map<String, String> answers = new LinkedHashMap<>();
        given.providers().forEach((provider, met) -> keys(provider, given, policy)
                .forEach(key -> answers.put(key.name(), met == OutcomeClass.SILENT ? "timeout" : "503")));
        given.keys().forEach((name, met) -> answers.put(name, answer(met)));
        return new Simulated(answers);
    }

    private static List<ProviderKey> keys(String provider, Given given, PolicySnapshot policy) {
        Workspace workspace = policy.workspaces().get(given.workspace());
        if (workspace == null) {
            throw new IllegalStateException("no workspace " + given.workspace());
        }
        List<ProviderKey> shared =
                workspace.sharedCapacity() && workspace.mayUse(provider) ? policy.sharedKeysFor(provider) : List.of();
        return Stream.concat(workspace.keysFor(provider).stream(), shared.stream())
                .toList();
    }

    private static String answer(Met met) {
        String status =
                switch (met.what()) {
                    case CREDENTIAL_REJECTED -> "401";
                    case QUOTA_EXHAUSTED -> "402";
                    case PERMISSION -> "403";
                    case RATE_LIMITED -> "429";
                    default -> throw new IllegalStateException("nothing simulates " + met.text());
                };
        return met.time() == null
                ? status
                : status + ",retry-after=" + met.time().toSeconds();
    }

    boolean covers(String key) {
        return answers.containsKey(key);
    }

    /** Returns the header's value; null where every key is as it is. */
    @Nullable
    String header() {
        return answers.isEmpty()
                ? null
                : answers.entrySet().stream()
                        .map(answer -> answer.getKey() + "=" + answer.getValue())
                        .collect(Collectors.joining(";"));
    }
}
