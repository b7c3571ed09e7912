package dev.byok.secret.aws;

import dev.byok.secret.LazyClient;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * Reads {@code aws-sm:name} and {@code aws-sm:name#field}: the version that is staged as {@code AWSCURRENT}, as text or as
 * bytes, with {@code GetSecretValue} (AWS Secrets Manager API Reference).
 */
public final class AwsSecretResolver implements SecretResolver, AutoCloseable {

    private static final String STAGE = "AWSCURRENT";

    private final LazyClient<AwsClient> client;
    private final ReadLimits limits;

    /** @param client closed with this */
    public AwsSecretResolver(LazyClient<AwsClient> client) {
        this(client, ReadLimits.DEFAULT);
    }

    AwsSecretResolver(LazyClient<AwsClient> client, ReadLimits limits) {
        this.client = client;
        this.limits = limits;
    }

    @Override
    public String scheme() {
        return "aws-sm";
    }

    /** The client, and finding credentials, block: never on the subscriber's thread. */
    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return Mono.defer(() -> read(reference)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public void close() {
        client.close();
    }

    private Mono<Secret> read(SecretReference reference) {
        AwsClient open = open(reference);
        return open.ask(request(reference))
                .onErrorMap(
                        SdkException.class,
                        e -> new SecretUnavailableException(reference, AwsFailure.reason(e, open.region())))
                .map(response -> SecretContent.select(reference, content(response)));
    }

    private AwsClient open(SecretReference reference) {
        try {
            return client.get();
        } catch (SdkException e) {
            throw new SecretUnavailableException(
                    reference,
                    "no AWS region is known: set byok.secrets.aws.region or AWS_REGION; or the SDK has no HTTP client: add"
                            + " software.amazon.awssdk:url-connection-client");
        } catch (Exception e) {
            throw new SecretUnavailableException(reference, "there is no client of AWS Secrets Manager");
        }
    }

    private GetSecretValueRequest request(SecretReference reference) {
        return GetSecretValueRequest.builder()
                .secretId(reference.location())
                .versionStage(STAGE)
                .overrideConfiguration(
                        call -> call.apiCallTimeout(limits.whole()).apiCallAttemptTimeout(limits.attempt()))
                .build();
    }

    private static byte[] content(GetSecretValueResponse response) {
        String text = response.secretString();
        if (text != null) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return response.secretBinary() == null
                ? new byte[0]
                : response.secretBinary().asByteArray();
    }
}
