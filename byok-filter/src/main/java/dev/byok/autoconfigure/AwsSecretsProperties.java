package dev.byok.autoconfigure;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where AWS Secrets Manager is asked, where the host has no client of its own for it. */
@ConfigurationProperties(ByokProperties.PREFIX + ".secrets.aws")
public class AwsSecretsProperties {

    /** The region of the secrets, as in eu-central-1; by default what the AWS SDK finds, such as AWS_REGION. */
    private @Nullable String region;

    /** Another endpoint than the region's, such as that of a VPC. */
    private @Nullable URI endpoint;

    /** What a session of a role is called, as AWS's own logs show it. */
    private String sessionName = "byok";

    /** Another endpoint of AWS STS, which gives roles, than the region's. */
    private @Nullable URI stsEndpoint;

    public String getSessionName() {
        return sessionName;
    }

    public void setSessionName(String sessionName) {
        this.sessionName = sessionName;
    }

    public @Nullable URI getStsEndpoint() {
        return stsEndpoint;
    }

    public void setStsEndpoint(@Nullable URI stsEndpoint) {
        this.stsEndpoint = stsEndpoint;
    }

    public @Nullable String getRegion() {
        return region;
    }

    public void setRegion(@Nullable String region) {
        this.region = region;
    }

    public @Nullable URI getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(@Nullable URI endpoint) {
        this.endpoint = endpoint;
    }
}
