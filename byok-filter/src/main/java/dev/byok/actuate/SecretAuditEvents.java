package dev.byok.actuate;

import dev.byok.secret.SecretReads;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ContextRefreshedEvent;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tells the host's audit what is new of each secret: which reference was read when, by which node, for the first time, changed
 * or readable again, and which could not be. Of a reading that finds what was known there is no event, nor of the failures
 * that follow the first: at thousands of secrets, each read every few minutes, those would hide the ones that matter, and the
 * store's own audit has every access.
 *
 * <p>On a thread of its own, in order, since what a host does with its audit may block. What is read while the context is
 * being made is told once it stands: to publish an event makes all its listeners, and those are for the thread to make that
 * makes the rest.
 */
public final class SecretAuditEvents implements SecretReads, ApplicationListener<ContextRefreshedEvent>, AutoCloseable {

    /** The type of the events of successful readings, whose {@code finding} is first, changed or recovered. */
    public static final String READ = "BYOK_SECRET_READ";

    /** The type of the events of the first that failed, which have a {@code reason}. */
    public static final String REFUSED = "BYOK_SECRET_REFUSED";

    private static final Logger log = LoggerFactory.getLogger(SecretAuditEvents.class);

    private final ApplicationEventPublisher publisher;
    private final String node;
    private final Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();

    /** Null once the context stands. */
    private @Nullable List<AuditEvent> early = new ArrayList<>();

    /** @param node the principal of the events */
    public SecretAuditEvents(ConfigurableApplicationContext context, String node) {
        this.publisher = context;
        this.node = node;
        if (context.isRunning()) {
            early = null;
        }
    }

    @Override
    public void onApplicationEvent(ContextRefreshedEvent event) {
        if (event.getApplicationContext() == publisher) {
            tellEarly();
        }
    }

    private synchronized void tellEarly() {
        if (early != null) {
            early.forEach(this::schedule);
            early = null;
        }
    }

    @Override
    public void succeeded(SecretReference reference, Finding finding) {
        publish(READ, reference, "finding", finding.name().toLowerCase(Locale.ROOT));
    }

    @Override
    public void failed(SecretUnavailableException failure) {
        publish(REFUSED, failure.reference(), "reason", failure.reason());
    }

    private void publish(String type, SecretReference reference, String name, String value) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("reference", reference.toString());
        data.put(name, value);
        AuditEvent event = new AuditEvent(node, type, data);
        synchronized (this) {
            if (early != null) {
                early.add(event);
                return;
            }
        }
        schedule(event);
    }

    private void schedule(AuditEvent event) {
        try {
            worker.schedule(() -> publish(event));
        } catch (RejectedExecutionException e) {
            // The context is closing, or the host's audit hangs: a reading does not fail for that.
            log.debug("an audit event of type {} was dropped", event.getType());
        }
    }

    private void publish(AuditEvent event) {
        try {
            publisher.publishEvent(new AuditApplicationEvent(event));
        } catch (RuntimeException e) {
            log.warn("an audit event of type {} could not be published: {}", event.getType(), e.toString());
        }
    }

    @Override
    public void close() {
        worker.dispose();
    }
}
