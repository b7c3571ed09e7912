package dev.byok.secret;

import org.jspecify.annotations.Nullable;

/** Looks through what a vendor's client wraps its failures in. */
public final class Causes {

    private Causes() {}

    /** Returns the outermost failure of this kind: this one, its cause, the cause of that and so on; null if there is none. */
    public static <T> @Nullable T find(Throwable failure, Class<T> kind) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (kind.isInstance(cause)) {
                return kind.cast(cause);
            }
        }
        return null;
    }
}
