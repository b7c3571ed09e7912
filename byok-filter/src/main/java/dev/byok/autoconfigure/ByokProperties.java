package dev.byok.autoconfigure;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/** What a host may set; everything about keys and routing is in the policy. */
@ConfigurationProperties(ByokProperties.PREFIX)
public class ByokProperties {

    public static final String PREFIX = "byok";

    private final Policy policy = new Policy();

    /** The longest request body taken. */
    private DataSize maxBody = DataSize.ofMegabytes(20);

    /** How many bytes of request bodies may be held at once, over all requests. */
    private DataSize maxBufferedBytes = DataSize.ofMegabytes(256);

    /** How long a request's body may take to arrive. */
    private Duration bodyTimeout = Duration.ofSeconds(30);

    public Policy getPolicy() {
        return policy;
    }

    public DataSize getMaxBody() {
        return maxBody;
    }

    public void setMaxBody(DataSize maxBody) {
        this.maxBody = maxBody;
    }

    public DataSize getMaxBufferedBytes() {
        return maxBufferedBytes;
    }

    public void setMaxBufferedBytes(DataSize maxBufferedBytes) {
        this.maxBufferedBytes = maxBufferedBytes;
    }

    public Duration getBodyTimeout() {
        return bodyTimeout;
    }

    public void setBodyTimeout(Duration bodyTimeout) {
        this.bodyTimeout = bodyTimeout;
    }

    /** Where the policy comes from. */
    public static class Policy {

        /** The policy's place, as in {@code file:/etc/byok}; without one every request is answered with 503. */
        private @Nullable String location;

        /** How often the source is asked for a new version. */
        private Duration pollInterval = Duration.ofSeconds(2);

        public @Nullable String getLocation() {
            return location;
        }

        public void setLocation(@Nullable String location) {
            this.location = location;
        }

        public Duration getPollInterval() {
            return pollInterval;
        }

        public void setPollInterval(Duration pollInterval) {
            this.pollInterval = pollInterval;
        }
    }
}
