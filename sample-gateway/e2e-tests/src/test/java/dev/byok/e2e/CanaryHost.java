package dev.byok.e2e;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.nio.charset.StandardCharsets;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.actuate.audit.AuditEventRepository;
import org.springframework.boot.actuate.audit.InMemoryAuditEventRepository;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.actuate.logging.LoggersEndpoint;
import org.springframework.boot.actuate.web.exchanges.HttpExchangeRepository;
import org.springframework.boot.actuate.web.exchanges.InMemoryHttpExchangeRepository;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.logback.LogbackLoggingSystem;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A host that keeps all it can about its requests: exchanges, audit events, spans. */
@SpringBootConfiguration
@EnableAutoConfiguration
class CanaryHost {

    private static final int ALL = 10_000;

    @Bean
    HttpExchangeRepository exchanges() {
        InMemoryHttpExchangeRepository exchanges = new InMemoryHttpExchangeRepository();
        exchanges.setCapacity(ALL);
        return exchanges;
    }

    @Bean
    AuditEventRepository auditEvents() {
        return new InMemoryAuditEventRepository(ALL);
    }

    @Bean
    Planted planted() {
        return new Planted();
    }

    @Bean
    InfoContributor info(Planted planted) {
        return info -> info.withDetail("planted", planted.text);
    }

    /** The logging system of the process was set up by somebody else, without an endpoint to look at it. */
    @Bean
    LoggersEndpoint loggers() {
        return new LoggersEndpoint(new LogbackLoggingSystem(CanaryHost.class.getClassLoader()), new LoggerGroups());
    }

    @Bean
    WebFilter leak(Planted planted) {
        return (exchange, chain) -> exchange.getRequest().getPath().value().equals("/leak")
                ? leak(exchange, planted)
                : chain.filter(exchange);
    }

    /** An answer in two buffers. */
    private static Mono<Void> leak(ServerWebExchange exchange, Planted planted) {
        String text = planted.text;
        int half = text.length() / 2;
        DataBufferFactory buffers = exchange.getResponse().bufferFactory();
        exchange.getResponse().setStatusCode(HttpStatus.BAD_REQUEST);
        exchange.getResponse().getHeaders().set("x-leak", text);
        return exchange.getResponse()
                .writeWith(Flux.just(text.substring(0, half), text.substring(half))
                        .map(part -> buffers.wrap(part.getBytes(StandardCharsets.UTF_8))));
    }

    @Bean
    SpanLog spans() {
        return new SpanLog();
    }

    /** What the host leaks on purpose. */
    static final class Planted {

        private volatile String text = "nothing";

        void leak(String more) {
            text = more;
        }
    }

    /** What a tracer would send away: names, attributes, events and errors. */
    static final class SpanLog implements ObservationHandler<Observation.Context> {

        private final CanarySinks.Sink spans = new CanarySinks.Sink();

        @Override
        public boolean supportsContext(Observation.Context context) {
            return true;
        }

        @Override
        public void onEvent(Observation.Event event, Observation.Context context) {
            spans.add("span " + context.getName(), event.getName() + " " + event.getContextualName());
        }

        @Override
        public void onStop(Observation.Context context) {
            String place = "span " + context.getName();
            spans.add(place, String.valueOf(context.getContextualName()));
            context.getAllKeyValues().forEach(value -> spans.add(place, value.getKey() + "=" + value.getValue()));
            if (context.getError() != null) {
                spans.add(place, String.valueOf(context.getError()));
            }
        }

        CanarySinks.Sink spans() {
            return spans;
        }
    }
}
