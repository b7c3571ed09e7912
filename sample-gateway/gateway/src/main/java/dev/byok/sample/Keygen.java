package dev.byok.sample;

import dev.byok.caller.GatewayKeyFormat;
import java.io.PrintStream;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Makes a gateway key: the token for the caller, shown this once, and the line that the policy holds of it. */
final class Keygen {

    private Keygen() {}

    static void print(PrintStream out) {
        String token = GatewayKeyFormat.generate(new SecureRandom());
        out.println("gateway key (for the caller, shown only now): " + token);
        out.println("in the workspace's file, below the caller:    keys: [{ sha256: \""
                + HexFormat.of().formatHex(GatewayKeyFormat.sha256(token)) + "\" }]");
    }
}
