package dev.byok.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How a provider stores a model's weights. */
public final class Quantizations {

    /** What holds where nobody says. */
    public static final String UNKNOWN = "unknown";

    /** The names used in the policy and in requests. */
    public static final List<String> NAMES =
            List.of("int4", "int8", "fp4", "mxfp4", "nvfp4", "fp6", "fp8", "mxfp8", "fp16", "bf16", "fp32", UNKNOWN);

    private Quantizations() {}

    /** Returns these and what they stand for beside themselves: {@code fp4} and {@code fp8} include their relatives. */
    public static Set<String> including(List<String> names) {
        Set<String> all = new HashSet<>(names);
        if (names.contains("fp4")) {
            all.addAll(List.of("mxfp4", "nvfp4"));
        }
        if (names.contains("fp8")) {
            all.add("mxfp8");
        }
        return Set.copyOf(all);
    }
}
