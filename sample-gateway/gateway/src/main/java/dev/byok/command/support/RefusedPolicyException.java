package dev.byok.command.support;

import dev.byok.policy.document.Problem;
import java.util.List;

/** The policy would be refused by a gateway, so that nothing else can be said of it. */
public final class RefusedPolicyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient PolicyFolder folder;
    private final transient List<Problem> problems;

    public RefusedPolicyException(PolicyFolder folder, List<Problem> problems) {
        super(problems.size() + " problems in the policy");
        this.folder = folder;
        this.problems = List.copyOf(problems);
    }

    public PolicyFolder folder() {
        return folder;
    }

    public List<Problem> problems() {
        return problems;
    }
}
