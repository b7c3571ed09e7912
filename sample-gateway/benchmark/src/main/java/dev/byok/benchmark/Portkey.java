package dev.byok.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Portkey's gateway from npm as a peer: it passes chats on to the upstream as to a host of OpenAI's kind. */
final class Portkey {

    private static final Path PACKAGE = Path.of("node_modules", "@portkey-ai", "gateway");

    private Portkey() {}

    /** Returns why it cannot be measured here; null if it can. */
    static @Nullable String missing(Settings settings) {
        return Files.isRegularFile(program(settings))
                ? null
                : "Portkey is not installed in " + settings.portkey()
                        + ": it needs node and npm, and the package @portkey-ai/gateway";
    }

    static String version(Settings settings) {
        try {
            String description =
                    Files.readString(settings.portkey().resolve(PACKAGE).resolve("package.json"));
            return new JsonMapper().readTree(description).path("version").stringValue("unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path program(Settings settings) {
        return settings.portkey().resolve(PACKAGE).resolve("build").resolve("start-server.js");
    }

    static Server server(Settings settings) {
        List<String> command =
                List.of("node", program(settings).toString(), "--headless", "--port=" + settings.gatewayPort());
        Map<String, String> headers =
                Map.of("x-portkey-provider", "openai", "x-portkey-custom-host", settings.upstream() + "/v1");
        return new Server(command, Map.of("NODE_ENV", "production"), "/", headers);
    }
}
