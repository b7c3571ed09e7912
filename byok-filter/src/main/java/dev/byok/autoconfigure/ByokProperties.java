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

    /** What this node is called in audit events; without one the machine's name. */
    private @Nullable String node;

    /** The longest request body taken. */
    private DataSize maxBody = DataSize.ofMegabytes(20);

    /** How many bytes of request bodies may be held at once, over all requests. */
    private DataSize maxBufferedBytes = DataSize.ofMegabytes(256);

    /** How long a request's body may take to arrive. */
    private Duration bodyTimeout = Duration.ofSeconds(30);

    public Policy getPolicy() {
        return policy;
    }

    public @Nullable String getNode() {
        return node;
    }

    public void setNode(@Nullable String node) {
        this.node = node;
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

        /** The policy's place: file:/etc/byok, configserver:http://host:port; without one every request is answered with 503. */
        private @Nullable String location;

        /** How often the source is asked for a new version. */
        private Duration pollInterval = Duration.ofSeconds(2);

        /** The file in which the last good policy is kept, for starts without the source; without one none is. */
        private @Nullable String lastGood;

        private final ConfigServer configServer = new ConfigServer();

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

        public @Nullable String getLastGood() {
            return lastGood;
        }

        public void setLastGood(@Nullable String lastGood) {
            this.lastGood = lastGood;
        }

        public ConfigServer getConfigServer() {
            return configServer;
        }
    }

    /** What to ask a config server for, where the policy's location is one. */
    public static class ConfigServer {

        /** The name by which the server finds the repository. */
        private String application = "gateway";

        /** The profile of the server's that is asked for. */
        private String profile = "default";

        /** The branch or tag. */
        private String label = "main";

        /** How long one answer may take. */
        private Duration requestTimeout = Duration.ofSeconds(5);

        /** The name to log in by, where there is a password. */
        private String username = "gateway";

        /** Where the password is kept: file:/path, file:/path#field or env:BYOK_NAME. */
        private @Nullable String password;

        public String getApplication() {
            return application;
        }

        public void setApplication(String application) {
            this.application = application;
        }

        public String getProfile() {
            return profile;
        }

        public void setProfile(String profile) {
            this.profile = profile;
        }

        public String getLabel() {
            return label;
        }

        public void setLabel(String label) {
            this.label = label;
        }

        public Duration getRequestTimeout() {
            return requestTimeout;
        }

        public void setRequestTimeout(Duration requestTimeout) {
            this.requestTimeout = requestTimeout;
        }

        public String getUsername() {
            return username;
        }

        public void setUsername(String username) {
            this.username = username;
        }

        public @Nullable String getPassword() {
            return password;
        }

        public void setPassword(@Nullable String password) {
            this.password = password;
        }
    }
}
