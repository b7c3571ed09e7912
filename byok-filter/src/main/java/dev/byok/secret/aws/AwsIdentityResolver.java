package dev.byok.secret.aws;

import dev.byok.secret.Causes;
import dev.byok.secret.LazyClient;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.io.IOException;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Reads {@code aws-identity:default}: the credentials that the gateway itself has, by the AWS SDK's default chain or a bean of
 * the host's. They are given out as a secret like any other, so that they are read off the event loops, kept, and read again
 * when they grow old or are refused.
 */
public final class AwsIdentityResolver implements SecretResolver, AutoCloseable {

    private final LazyClient<AwsCredentialsProvider> provider;

    /** @param provider closed with this */
    public AwsIdentityResolver(LazyClient<AwsCredentialsProvider> provider) {
        this.provider = provider;
    }

    @Override
    public String scheme() {
        return "aws-identity";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        String without = "the gateway has no AWS credentials: give it a role, or those of the AWS SDK's default chain";
        return read(reference, without, asked -> {
            try {
                return provider.get();
            } catch (SdkException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Asking blocks: never on the subscriber's thread. */
    static Mono<Secret> read(
            SecretReference reference, String without, Function<SecretReference, AwsCredentialsProvider> providers) {
        return Mono.fromCallable(() -> secret(providers.apply(reference).resolveCredentials()))
                .onErrorMap(
                        e -> e instanceof SdkException && !(e instanceof SdkServiceException),
                        e -> new SecretUnavailableException(reference, reason(e, without)))
                .onErrorMap(
                        IllegalStateException.class,
                        e -> new SecretUnavailableException(reference, "there is no client of AWS"))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private static String reason(Throwable failure, String without) {
        return Causes.find(failure, IOException.class) == null
                ? without
                : "AWS cannot be reached: check the region and the network";
    }

    private static Secret secret(AwsCredentials credentials) {
        String token = credentials instanceof AwsSessionCredentials session ? session.sessionToken() : null;
        return dev.byok.aws.AwsCredentials.of(credentials.accessKeyId(), credentials.secretAccessKey(), token)
                .toSecret();
    }

    @Override
    public void close() {
        provider.close();
    }
}
