package dev.byok.benchmark;

import dev.byok.caller.GatewayKeyFormat;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;

/**
 * The credentials of a run, drawn anew for each.
 *
 * @param caller what the load carries
 * @param provider what the upstream serves
 * @param limited what the upstream refuses each time
 */
record Keys(String caller, String provider, String limited) {

    /** The environment variables that hold them. */
    static final String CALLER = "BENCHMARK_CALLER_KEY";

    static final String PROVIDER = "BYOK_BENCHMARK_KEY";
    static final String LIMITED = "BYOK_BENCHMARK_LIMITED_KEY";

    static Keys random() {
        SecureRandom random = new SecureRandom();
        return new Keys(GatewayKeyFormat.generate(random), secret(random), secret(random));
    }

    private static String secret(SecureRandom random) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return "sk-" + HexFormat.of().formatHex(bytes);
    }

    static Keys of(Map<String, String> environment) {
        return new Keys(
                environment.getOrDefault(CALLER, ""),
                environment.getOrDefault(PROVIDER, ""),
                environment.getOrDefault(LIMITED, ""));
    }

    /** Returns what the upstream's process gets. */
    Map<String, String> all() {
        return Map.of(CALLER, caller, PROVIDER, provider, LIMITED, limited);
    }

    @Override
    public String toString() {
        return "Keys[…]";
    }
}
