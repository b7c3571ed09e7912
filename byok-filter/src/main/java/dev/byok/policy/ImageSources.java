package dev.byok.policy;

import java.time.Duration;
import java.util.List;

/**
 * From where the gateway may fetch what a request refers to by https, for endpoints that cannot fetch it themselves.
 *
 * @param hosts who may be asked; nobody where it is empty
 * @param maxBytes how long each image may be
 * @param timeout in which all of a request's have to come
 * @param allowPrivateNetwork whether the hosts may have private addresses
 * @param location where the manifest says so, or could
 */
public record ImageSources(
        List<HostPattern> hosts, int maxBytes, Duration timeout, boolean allowPrivateNetwork, SourceLocation location) {

    public static final int DEFAULT_MAX_BYTES = 5 * 1024 * 1024;

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

    public ImageSources {
        hosts = List.copyOf(hosts);
    }

    /** Returns what holds where the manifest says nothing: nothing is fetched. */
    public static ImageSources none(SourceLocation location) {
        return new ImageSources(List.of(), DEFAULT_MAX_BYTES, DEFAULT_TIMEOUT, false, location);
    }

    public boolean isOpen() {
        return !hosts.isEmpty();
    }

    /** Returns whether a host, which is in lower case, may be asked at a port. */
    public boolean allows(String host, int port) {
        for (HostPattern pattern : hosts) {
            if (pattern.matches(host, port)) {
                return true;
            }
        }
        return false;
    }
}
