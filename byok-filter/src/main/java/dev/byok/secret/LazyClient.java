package dev.byok.secret;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of a secret manager that is made when it is first needed, so that a gateway that never asks needs nothing of
 * what making it takes. What could not be made is tried again the next time. Thread-safe; making one may block, and then
 * blocks all who ask.
 */
public final class LazyClient<C> implements AutoCloseable {

    private final Callable<? extends C> factory;
    private final Consumer<? super C> closer;
    private @Nullable C client;
    private boolean closed;

    public LazyClient(Callable<? extends C> factory, Consumer<? super C> closer) {
        this.factory = factory;
        this.closer = closer;
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
            made = factory.call();
            client = made;
        }
        return made;
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
