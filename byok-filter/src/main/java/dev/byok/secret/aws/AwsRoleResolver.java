package dev.byok.secret.aws;

import dev.byok.aws.AwsCredentials;
import dev.byok.secret.LazyClient;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Reads {@code aws-role:arn#external-id}: credentials of a role, which AWS STS gives the gateway for an hour (AWS Security
 * Token Service API Reference, AssumeRole). They are a secret like any other: read again within a quarter of an hour,
 * and where a provider refuses them. Each reading takes the role anew.
 */
public final class AwsRoleResolver implements SecretResolver, AutoCloseable {

    private static final int SESSION_SECONDS = 3600;

    private final LazyClient<StsClient> client;
    private final String sessionName;

    /**
     * Reads by a client.
     *
     * @param client closed with this
     * @param sessionName what AWS's own logs call the gateway
     */
    public AwsRoleResolver(LazyClient<StsClient> client, String sessionName) {
        this.client = client;
        this.sessionName = sessionName;
    }

    /**
     * Makes a client of our own; may block, where the region has to be asked for.
     *
     * @param region null or blank for the SDK's own way to find it
     * @param endpoint another than the region's; null for that
     * @param credentials null for the SDK's default chain
     * @throws SdkException if there is no region
     */
    public static StsClient create(
            @Nullable String region, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
        StsClientBuilder builder = StsClient.builder();
        if (ClassUtils.isPresent(
                "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
                AwsRoleResolver.class.getClassLoader())) {
            builder.httpClientBuilder(AwsTransport.ofJdk());
        }
        if (StringUtils.hasText(region)) {
            builder.region(Region.of(region));
        }
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder.build();
    }

    @Override
    public String scheme() {
        return "aws-role";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return AwsIdentityResolver.read(
                        reference,
                        "the gateway has no AWS credentials to take the role with, or no region: set byok.secrets.aws.region or"
                                + " AWS_REGION",
                        this::role)
                .onErrorMap(
                        StsException.class,
                        e -> new SecretUnavailableException(
                                reference,
                                "AWS does not give the gateway the role: its trust policy must name the gateway's identity, and"
                                        + " the external id if it asks for one"));
    }

    private AwsCredentialsProvider role(SecretReference reference) {
        return take(client, new AwsCredentials.Role(reference.location(), reference.field()), sessionName, null);
    }

    /**
     * Takes a role; blocks.
     *
     * @param identity who takes it; null for the client's own
     */
    static AwsCredentialsProvider take(
            LazyClient<StsClient> client,
            AwsCredentials.Role role,
            String sessionName,
            @Nullable AwsCredentialsProvider identity) {
        Credentials taken = open(client)
                .assumeRole(request -> {
                    request.roleArn(role.arn())
                            .roleSessionName(sessionName)
                            .externalId(role.externalId())
                            .durationSeconds(SESSION_SECONDS);
                    if (identity != null) {
                        request.overrideConfiguration(call -> call.credentialsProvider(identity));
                    }
                })
                .credentials();
        return StaticCredentialsProvider.create(
                AwsSessionCredentials.create(taken.accessKeyId(), taken.secretAccessKey(), taken.sessionToken()));
    }

    private static StsClient open(LazyClient<StsClient> client) {
        try {
            return client.get();
        } catch (SdkException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
