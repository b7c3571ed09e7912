package dev.byok.e2e;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** {@link HostApplication} with its routes, on a port of its own, spoken to byte by byte. */
final class HostGateway implements AutoCloseable {

    static final String ORIGIN = "https://app.example";

    private static final String GATEWAY = "--spring.cloud.gateway.server.webflux.";

    private final ConfigurableApplicationContext context;
    private final int port;

    private HostGateway(ConfigurableApplicationContext context) {
        this.context = context;
        this.port = Integer.parseInt(String.valueOf(context.getEnvironment().getProperty("local.server.port")));
    }

    /** Starts the host as it was before Byok came. */
    static HostGateway withoutByok(RecordingBackend backend, String... arguments) {
        return start(List.of(HostApplication.class), backend, List.of(arguments));
    }

    /** Starts the host with a Byok route, secured as the given configuration says. */
    static HostGateway withByok(RecordingBackend backend, Class<?> security, String... arguments) {
        List<String> all = new ArrayList<>(List.of(
                GATEWAY + "routes[2].id=llm",
                GATEWAY + "routes[2].uri=byok://auto",
                GATEWAY + "routes[2].predicates[0]=Path=/v1/**",
                GATEWAY + "routes[2].filters[0]=Byok"));
        all.addAll(List.of(arguments));
        return start(List.of(HostApplication.class, security), backend, all);
    }

    private static HostGateway start(List<Class<?>> sources, RecordingBackend backend, List<String> arguments) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--spring.main.banner-mode=off",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.gateway.access=read-only",
                GATEWAY + "default-filters[0]=AddResponseHeader=x-host, demo",
                GATEWAY + "default-filters[1]=AddRequestHeader=x-host-request, demo",
                GATEWAY + "globalcors.cors-configurations.[/**].allowed-origins=" + ORIGIN,
                GATEWAY + "globalcors.cors-configurations.[/**].allowed-methods=*",
                GATEWAY + "globalcors.cors-configurations.[/**].allowed-headers=*",
                GATEWAY + "routes[0].id=app",
                GATEWAY + "routes[0].uri=" + backend.uri(),
                GATEWAY + "routes[0].predicates[0]=Path=/app/**",
                GATEWAY + "routes[0].filters[0]=AddRequestHeader=x-team, web",
                GATEWAY + "routes[0].filters[1]=RewritePath=/app/(?<rest>.*), /internal/${rest}",
                GATEWAY + "routes[0].filters[2]=AddResponseHeader=x-served-by, app",
                GATEWAY + "routes[1].id=retried",
                GATEWAY + "routes[1].uri=" + backend.uri(),
                GATEWAY + "routes[1].predicates[0]=Path=/retried/**",
                GATEWAY + "routes[1].filters[0]=StripPrefix=1",
                GATEWAY + "routes[1].filters[1]=Retry=2"));
        if (arguments.stream().noneMatch(argument -> argument.startsWith("--spring.autoconfigure.exclude="))) {
            all.add("--spring.autoconfigure.exclude=");
        }
        all.addAll(arguments);
        return new HostGateway(new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
                .web(WebApplicationType.REACTIVE)
                .run(all.toArray(String[]::new)));
    }

    /** Sends a request as it is and returns the answer as it comes. */
    RawMessage send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return Objects.requireNonNull(
                    RawMessage.read(new BufferedInputStream(socket.getInputStream())), "no answer");
        }
    }

    RawMessage send(String target, String body, String... headers) throws IOException {
        return send(request(target, body, headers));
    }

    /** Returns a request for a target such as {@code GET /items} with these headers and, if not empty, a JSON body. */
    static String request(String target, String body, String... headers) {
        StringBuilder request = new StringBuilder(target).append(" HTTP/1.1\r\nHost: gateway.example\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        if (!body.isEmpty()) {
            request.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n");
        }
        return request.append("\r\n").append(body).toString();
    }

    @Override
    public void close() {
        context.close();
    }
}
