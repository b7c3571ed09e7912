package dev.byok.secret;

import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A client of a secret manager that is made when it is first needed, so that a gateway that never asks needs nothing of
 * what making it takes. What could not be made is tried again after {@value #PATIENCE_SECONDS} seconds; until then its
 * failure is the answer to all who ask. Thread-safe; making one may block, and then blocks all who ask.
 */
public final class LazyClient<C> implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final Callable<? extends C> factory;
    private final Consumer<? super C> closer;
    private final LongSupplier nanoTime;
    private @Nullable C client;
    private boolean closed;
    private @Nullable Exception failure;
    private long failedAt;

    public LazyClient(Callable<? extends C> factory, Consumer<? super C> closer) {
        this(factory, closer, System::nanoTime);
    }

    LazyClient(Callable<? extends C> factory, Consumer<? super C> closer, LongSupplier nanoTime) {
        this.factory = factory;
        this.closer = closer;
        this.nanoTime = nanoTime;
    }

    /** Returns one for a client that the host has already, and that only the host closes. */
    public static <C> LazyClient<C> ofHost(C client) {
        return new LazyClient<>(() -> client, none -> {});
    }

    /**
     * Returns the client.
     *
     * @throws IllegalStateException after {@link #close}
     * @throws Exception what the factory throws
     */
    public synchronized C get() throws Exception {
        if (closed) {
            throw new IllegalStateException("closed");
        }
        C made = client;
        if (made == null) {
            made = make();
            client = made;
        }
        return made;
    }

    private C make() throws Exception {
        if (failure != null && nanoTime.getAsLong() - failedAt < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
            throw failure;
        }
        try {
            C made = factory.call();
            failure = null;
            return made;
        } catch (Exception e) {
            failure = e;
            failedAt = nanoTime.getAsLong();
            throw e;
        }
    }

    /** Closes the client, if one was made; none is made any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (client != null) {
            closer.accept(client);
        }
    }
}
