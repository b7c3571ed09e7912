package dev.byok.actuate;

import dev.byok.secret.SecretReads;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Tells the host's audit of each reading of a secret: which reference, when, by which node, read or refused. On a thread
 * of its own, in order, since what a host does with its audit may block.
 */
public final class SecretAuditEvents implements SecretReads, AutoCloseable {

    /** The type of the events of successful readings. */
    public static final String READ = "BYOK_SECRET_READ";

    /** The type of the events of the others, which have a {@code reason}. */
    public static final String REFUSED = "BYOK_SECRET_REFUSED";

    private static final Logger log = LoggerFactory.getLogger(SecretAuditEvents.class);

    private final ApplicationEventPublisher publisher;
    private final String node;
    private final Scheduler.Worker worker = Schedulers.boundedElastic().createWorker();

    /** @param node the principal of the events */
    public SecretAuditEvents(ApplicationEventPublisher publisher, String node) {
        this.publisher = publisher;
        this.node = node;
    }

    @Override
    public void succeeded(SecretReference reference) {
        publish(READ, Map.of("reference", reference.toString()));
    }

    @Override
    public void failed(SecretUnavailableException failure) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("reference", failure.reference().toString());
        data.put("reason", failure.reason());
        publish(REFUSED, data);
    }

    private void publish(String type, Map<String, Object> data) {
        AuditEvent event = new AuditEvent(node, type, data);
        try {
            worker.schedule(() -> publish(event));
        } catch (RejectedExecutionException e) {
            // The context is closing, or the host's audit hangs: a reading does not fail for that.
            log.debug("an audit event of type {} was dropped", type);
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
