package dev.byok.command.keys;

import dev.byok.caller.GatewayKeyFormat;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.HexFormat;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Makes a gateway key: the token for the caller, shown this once, and the line that the policy holds of it. */
@Command(
        name = "keygen",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a gateway key for a caller.",
            "The key itself is shown only now; the policy holds its SHA-256, which opens nothing."
        })
public final class KeygenCommand implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        String token = GatewayKeyFormat.generate(new SecureRandom());
        out.println("gateway key (for the caller, shown only now): " + token);
        out.println("in the workspace's file, below the caller:    keys: [{ sha256: \""
                + HexFormat.of().formatHex(GatewayKeyFormat.sha256(token)) + "\" }]");
    }
}
