package dev.byok.command.support;

import dev.byok.policy.PolicySnapshot;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The policy that a command is about, as people name it. */
public final class PolicyArgument {

    @Parameters(paramLabel = "DIR", description = "a config repo, or the folder with policy.yml in it")
    @SuppressWarnings("NullAway.Init") // by picocli
    private Path directory;

    /**
     * Returns where it stands.
     *
     * @throws UnusableException if there is no policy
     */
    public PolicyFolder folder() {
        return PolicyFolder.of(directory);
    }

    /**
     * Returns the policy for a command that has no use for a wrong one.
     *
     * @throws UnusableException if there is no policy
     * @throws RefusedPolicyException if a gateway would refuse it
     */
    public PolicySnapshot snapshot() {
        PolicyFolder folder = folder();
        return CompiledPolicy.usable(folder, folder.read());
    }
}
