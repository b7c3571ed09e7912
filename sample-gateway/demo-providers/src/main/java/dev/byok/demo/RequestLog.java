package dev.byok.demo;

/** Hears of each request that a demo provider served. Called on the provider's own threads. */
@FunctionalInterface
public interface RequestLog {

    /**
     * Called once per request.
     *
     * @param key the label of the key used, never the key
     */
    void served(String provider, String key, String path, int status);
}
