package dev.byok.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A config server over a repository, always on the same port: the sample's, or one as Spring Cloud Config ships it. */
final class ConfigServerProcess implements AutoCloseable {

    private static final String STOCK = """
            package stock;

            @org.springframework.boot.SpringBootConfiguration(proxyBeanMethods = false)
            @org.springframework.boot.autoconfigure.EnableAutoConfiguration
            @org.springframework.cloud.config.server.EnableConfigServer
            public class Stock {
                public static void main(String[] args) {
                    org.springframework.boot.SpringApplication.run(Stock.class, args);
                }
            }
            """;

    private final int port = JavaProcess.freePort();
    private final GitRemote remote;
    private final Path clone;
    private @Nullable JavaProcess process;

    /** @param remote has been pushed to */
    ConfigServerProcess(GitRemote remote) {
        this.remote = remote;
        try {
            this.clone = Files.createTempDirectory("byok-config-server");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ConfigServerProcess start() {
        if (process == null) {
            process = JavaProcess.start(
                    "config-server", "dev.byok.config.ConfigServerApplication", environment(), ready());
        }
        return this;
    }

    /** Starts one without our endpoint. */
    ConfigServerProcess startStock() {
        Map<String, String> environment = environment();
        environment.put("SPRING_CLOUD_CONFIG_SERVER_GIT_URI", remote.path());
        environment.put("SPRING_CLOUD_CONFIG_SERVER_GIT_BASEDIR", clone.toString());
        environment.put("SERVER_PORT", String.valueOf(port));
        environment.put("SERVER_ADDRESS", "127.0.0.1");
        // The module's library of Spring Security is none of a stock server's.
        environment.put(
                "SPRING_AUTOCONFIGURE_EXCLUDE",
                "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
                        + "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
                        + "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration");
        try {
            Path source = Files.createTempDirectory("byok-stock").resolve("Stock.java");
            process = JavaProcess.startSource("config-server", Files.writeString(source, STOCK), environment, ready());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void kill() {
        if (process != null) {
            process.close();
            process = null;
        }
    }

    @Override
    public void close() {
        kill();
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("BYOK_CONFIG_GIT", remote.path());
        environment.put("BYOK_CONFIG_CLONE", clone.toString());
        environment.put("BYOK_CONFIG_PORT", String.valueOf(port));
        environment.put("SPRING_CLOUD_CONFIG_SERVER_GIT_REFRESHRATE", "0");
        return environment;
    }

    private URI ready() {
        return URI.create(url() + "/gateway/default/main");
    }
}
