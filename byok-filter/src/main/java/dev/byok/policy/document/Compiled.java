package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Workspace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/**
 * A version of the policy, and what it was made of.
 *
 * @param workspaces by the file that each came from
 */
record Compiled(
        PolicyFiles files, Platform platform, Map<String, CompiledWorkspace> workspaces, PolicySnapshot snapshot) {

    static Compiled of(PolicyFiles files, Platform platform, Map<String, CompiledWorkspace> workspaces) {
        List<GatewayKeys.Entry> gatewayKeys = new ArrayList<>();
        Map<String, Caller> callersByPrincipal = new LinkedHashMap<>();
        Map<String, Workspace> byName = new LinkedHashMap<>();
        workspaces.values().forEach(compiled -> {
            gatewayKeys.addAll(compiled.recognised().gatewayKeys());
            callersByPrincipal.putAll(compiled.recognised().callersByPrincipal());
            byName.put(compiled.workspace().name(), compiled.workspace());
        });
        PolicySnapshot snapshot = new PolicySnapshot(
                files.version(),
                platform.providers().values(),
                platform.models().values(),
                byName,
                platform.sharedKeys(),
                new GatewayKeys(gatewayKeys),
                callersByPrincipal,
                platform.dataClasses().values(),
                platform.profiles().values(),
                platform.secrets(),
                platform.images());
        return new Compiled(files, platform, workspaces, snapshot);
    }

    /** Returns whether the platform's own files say in another version, to the letter, what they say in this one. */
    boolean hasPlatformOf(PolicyFiles others) {
        return Layout.PLATFORM_FILES.stream()
                .allMatch(file -> Objects.equals(
                        files.contents().get(file), others.contents().get(file)));
    }

    /** Returns whether everybody is recognised by what nobody else is; files that are each right may clash. */
    boolean isUnambiguous() {
        return snapshot.gatewayKeys().size()
                        == sum(recognised -> recognised.gatewayKeys().size())
                && snapshot.callersByPrincipal().size()
                        == sum(recognised -> recognised.callersByPrincipal().size());
    }

    private int sum(ToIntFunction<Recognised> count) {
        return workspaces.values().stream()
                .map(CompiledWorkspace::recognised)
                .mapToInt(count)
                .sum();
    }
}
