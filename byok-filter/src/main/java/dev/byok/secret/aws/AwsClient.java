package dev.byok.secret.aws;

import java.net.URI;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClientBuilder;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerServiceClientConfiguration;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The SDK's client, whichever of its kinds it is. */
public final class AwsClient implements AutoCloseable {

    private final Function<GetSecretValueRequest, Mono<GetSecretValueResponse>> call;
    private final Region region;
    private final SdkAutoCloseable client;

    private AwsClient(
            Function<GetSecretValueRequest, Mono<GetSecretValueResponse>> call,
            SecretsManagerServiceClientConfiguration configuration,
            SdkAutoCloseable client) {
        this.call = call;
        this.region = configuration.region();
        this.client = client;
    }

    /**
     * Returns one that blocks.
     *
     * @param client closed with this
     */
    public static AwsClient of(SecretsManagerClient client) {
        return new AwsClient(
                request -> Mono.fromCallable(() -> client.getSecretValue(request)),
                client.serviceClientConfiguration(),
                client);
    }

    /**
     * Returns one that does not block while it waits for the answer.
     *
     * @param client closed with this
     */
    public static AwsClient of(SecretsManagerAsyncClient client) {
        return new AwsClient(
                request -> Mono.fromFuture(() -> client.getSecretValue(request)),
                client.serviceClientConfiguration(),
                client);
    }

    /**
     * Makes a client of our own; may block, where the region has to be asked for.
     *
     * @param region null or blank for the SDK's own way to find it
     * @param endpoint another than the region's; null for that
     * @param credentials null for the SDK's default chain
     * @throws software.amazon.awssdk.core.exception.SdkClientException if there is no region
     */
    public static AwsClient create(
            @Nullable String region, @Nullable URI endpoint, @Nullable AwsCredentialsProvider credentials) {
        SecretsManagerClientBuilder builder = SecretsManagerClient.builder();
        if (ClassUtils.isPresent(
                "software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient",
                AwsClient.class.getClassLoader())) {
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
        return of(builder.build());
    }

    /** Asks for a value; may block the subscriber. */
    Mono<GetSecretValueResponse> ask(GetSecretValueRequest request) {
        return call.apply(request);
    }

    Region region() {
        return region;
    }

    @Override
    public void close() {
        client.close();
    }
}
