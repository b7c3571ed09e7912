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
