package dev.byok.secret.aws;

import dev.byok.aws.AwsCredentials;
import dev.byok.secret.LazyClient;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretExchange;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

/**
 * Takes the role that the AWS credentials in a secret name, with just these: the gateway's own identity has no part in it. What
 * it is given is a secret like any other, taken anew each time the secret is read: within a quarter of an hour, and where a
 * provider refuses it. A secret that makes no sense is left as it is, for whoever would sign with it to say so.
 */
public final class AwsKeyRoles implements SecretExchange, AutoCloseable {

    private static final String OF_THE_GATEWAY = "";

    private final Function<@Nullable String, LazyClient<StsClient>> clients;
    private final String sessionName;
    private final Map<String, LazyClient<StsClient>> byRegion = new ConcurrentHashMap<>();

    /**
     * Asks by clients that are made when first needed.
     *
     * @param clients of a region; of the gateway's own for null. Closed with this
     * @param sessionName what AWS's own logs call the gateway
     */
    public AwsKeyRoles(Function<@Nullable String, LazyClient<StsClient>> clients, String sessionName) {
        this.clients = clients;
        this.sessionName = sessionName;
    }

    @Override
    public Mono<Secret> exchange(SecretReference reference, Secret secret) {
        AwsCredentials keys = keys(secret);
        AwsCredentials.Role role = keys == null ? null : keys.role();
        if (keys == null || role == null) {
            return Mono.just(secret);
        }
        return AwsIdentityResolver.read(
                        reference,
                        "there is no region to take the role in: give the secret a region, or set byok.secrets.aws.region or"
                                + " AWS_REGION",
                        asked -> take(role, keys))
                .onErrorMap(
                        AwsKeyRoles::isRefusal,
                        e -> new SecretUnavailableException(
                                reference,
                                "AWS does not give these keys the role: they must be valid, and its trust policy must name"
                                        + " their identity, and the external id if it asks for one"))
                .map(taken -> AwsCredentials.in(taken).onlyIn(keys.region()).toSecret());
    }

    /** Unlike STS that is down, or has been asked too often. */
    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof StsException sts && sts.statusCode() < 500 && !sts.isThrottlingException();
    }

    private static @Nullable AwsCredentials keys(Secret secret) {
        if (!AwsCredentials.isIn(secret)) {
            return null;
        }
        try {
            return AwsCredentials.in(secret);
        } catch (IllegalArgumentException notOfAws) {
            return null;
        }
    }

    private AwsCredentialsProvider take(AwsCredentials.Role role, AwsCredentials keys) {
        String region = keys.region();
        LazyClient<StsClient> client =
                byRegion.computeIfAbsent(region == null ? OF_THE_GATEWAY : region, any -> clients.apply(region));
        return AwsRoleResolver.take(client, role, sessionName, identity(keys));
    }

    private static AwsCredentialsProvider identity(AwsCredentials keys) {
        String token = keys.sessionToken();
        return StaticCredentialsProvider.create(
                token == null
                        ? AwsBasicCredentials.create(keys.accessKeyId(), keys.secretAccessKey())
                        : AwsSessionCredentials.create(keys.accessKeyId(), keys.secretAccessKey(), token));
    }

    @Override
    public void close() {
        byRegion.values().forEach(LazyClient::close);
    }
}
