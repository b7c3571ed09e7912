package dev.byok.sample;

import dev.byok.command.ByokCommand;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An ordinary Spring Cloud Gateway with Byok on one route; with the argument {@code byok} it is the command of that name. */
@SpringBootApplication
public class SampleGatewayApplication {

    private static final String COMMAND = "byok";

    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(COMMAND)) {
            System.exit(ByokCommand.run(
                    new PrintWriter(System.out, false, StandardCharsets.UTF_8),
                    new PrintWriter(System.err, false, StandardCharsets.UTF_8),
                    Arrays.copyOfRange(args, 1, args.length)));
        }
        LastGoodRoutes.run(SampleGatewayApplication.class, args);
    }
}
