package dev.byok.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** nginx as a proxy that does nothing else: the floor under every figure. */
final class Nginx {

    private static final String PROGRAM = "nginx";

    /** One process, so that its CPU time is that of one process; nothing is written while it serves. */
    private static final String CONFIGURATION = """
            daemon off;
            master_process off;
            worker_processes 1;
            pid nginx.pid;
            events { worker_connections 4096; }
            http {
                access_log off;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                keepalive_requests 1000000000;
                client_max_body_size 2m;
                client_body_buffer_size 1m;
                upstream provider {
                    server 127.0.0.1:%d;
                    keepalive 256;
                    keepalive_requests 1000000000;
                }
                server {
                    listen 127.0.0.1:%d;
                    location = /ready { return 200; }
                    location / {
                        proxy_pass http://provider;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_buffering off;
                    }
                }
            }
            """;

    private Nginx() {}

    /** Returns why it cannot be measured here; null if it can. */
    static @Nullable String missing() {
        return version() != null
                ? null
                : "nginx is not installed: sudo apt-get install -y --no-install-recommends nginx";
    }

    static @Nullable String version() {
        Path program = program();
        return program == null
                ? null
                : Processes.firstLine(List.of(program.toString(), "-v")).replaceFirst("^.*nginx/", "");
    }

    /** A user's own path often lacks the directories of daemons. */
    private static @Nullable Path program() {
        String path = System.getenv("PATH");
        return Stream.concat(Stream.of((path == null ? "" : path).split(":", -1)), Stream.of("/usr/sbin"))
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    static Server server(Settings settings) {
        Path home = settings.work().resolve(PROGRAM);
        Path file = home.resolve("nginx.conf");
        try {
            Files.createDirectories(home);
            Files.writeString(file, CONFIGURATION.formatted(settings.upstreamPort(), settings.gatewayPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = List.of(
                String.valueOf(program()),
                "-p",
                home + "/",
                "-c",
                file.toString(),
                "-e",
                home.resolve("error.log").toString());
        return new Server(command, Map.of(), "/ready", Map.of());
    }
}
