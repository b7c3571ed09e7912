package dev.byok.autoconfigure;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

/** What the settings of our own clients of secret managers mean. */
final class StoreSettings {

    private StoreSettings() {}

    /** Returns what the host's bundle of this name trusts; null, the JVM's own, where none is named. */
    static @Nullable SSLContext ssl(@Nullable String bundle, ObjectProvider<SslBundles> bundles) {
        return bundle == null ? null : bundles.getObject().getBundle(bundle).createSslContext();
    }

    /**
     * Returns a value that the login needs.
     *
     * @throws IllegalArgumentException if there is none; the message names the property
     */
    static <T> T neededToLogIn(String property, @Nullable T value) {
        return needed(property, value, "expected a value with this authentication");
    }

    /** As {@link #neededToLogIn}, with the expectation that the message tells. */
    static <T> T needed(String property, @Nullable T value, String expectation) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException(property + ": " + expectation);
        }
        return value;
    }
}
