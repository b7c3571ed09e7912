package dev.byok.benchmark;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How a variant is started and spoken to.
 *
 * @param ready the path that answers with 200 once it serves
 * @param headers what each request carries beside the caller's credential
 */
record Server(List<String> command, Map<String, String> environment, String ready, Map<String, String> headers) {

    static Server of(Settings settings, Variant variant, Keys keys) {
        return switch (variant) {
            case BARE, JOIN, BYOK, BYOK_WITHOUT_LOG -> sample(settings, variant, keys);
            case NGINX -> Nginx.server(settings);
            case PORTKEY -> Portkey.server(settings);
        };
    }

    private static Server sample(Settings settings, Variant variant, Keys keys) {
        Path files = GatewayFiles.write(settings.work(), variant, settings.upstream(), keys.caller());
        return sample(settings, files, variant.argument(), keys);
    }

    /** Returns the sample gateway with routes and policy from a directory. */
    static Server sample(Settings settings, Path files, String argument, Keys keys) {
        Map<String, String> environment = Map.of(
                "BYOK_PORT",
                String.valueOf(settings.gatewayPort()),
                "BYOK_ADDRESS",
                "127.0.0.1",
                "BYOK_CONFIG_REPO",
                files.toString(),
                Keys.PROVIDER,
                keys.provider(),
                Keys.LIMITED,
                keys.limited());
        List<String> command =
                Java.jar(settings.jvmOptions(), settings.gatewayJar().toString(), List.of(argument));
        return new Server(command, environment, "/actuator/health/readiness", Map.of());
    }
}
