package dev.byok.policy.document;

import java.util.List;
import java.util.stream.Collectors;

/** A version of the policy that cannot be used, with everything that is wrong with it. Safe to print. */
public final class PolicyRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String version;
    private final transient List<Problem> problems;

    public PolicyRejectedException(String version, List<Problem> problems) {
        super("policy " + version + " refused" + list(problems));
        this.version = version;
        this.problems = List.copyOf(problems);
    }

    public String version() {
        return version;
    }

    /** Returns all problems, by file and line; never empty. */
    public List<Problem> problems() {
        return problems;
    }

    private static String list(List<Problem> problems) {
        return problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
    }
}
