package dev.byok.autoconfigure;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** What keeping answers for requests that come again may cost. */
@ConfigurationProperties(ByokIdempotencyProperties.PREFIX)
public class ByokIdempotencyProperties {

    public static final String PREFIX = ByokProperties.PREFIX + ".idempotency";

    /** Whether the header Idempotency-Key means anything; it is never sent on. */
    private boolean enabled = true;

    /** How long a key stands for its request, from the end of the answer. */
    private Duration ttl = Duration.ofHours(24);

    /** How many bytes of answers may be held at once, over all requests with a key. */
    private DataSize maxBytes = DataSize.ofMegabytes(64);

    /** The longest answer kept; requests whose answer was longer get 409 when they come again. */
    private DataSize maxEntryBytes = DataSize.ofMegabytes(1);

    /** How many keys may be known at once, those of requests under way included. */
    private int maxEntries = 10_000;

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean enabled) {
        this.enabled = enabled;
    }

    public Duration getTtl() {
        return ttl;
    }

    public void setTtl(Duration ttl) {
        this.ttl = ttl;
    }

    public DataSize getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(DataSize maxBytes) {
        this.maxBytes = maxBytes;
    }

    public DataSize getMaxEntryBytes() {
        return maxEntryBytes;
    }

    public void setMaxEntryBytes(DataSize maxEntryBytes) {
        this.maxEntryBytes = maxEntryBytes;
    }

    public int getMaxEntries() {
        return maxEntries;
    }

    public void setMaxEntries(int maxEntries) {
        this.maxEntries = maxEntries;
    }
}
