package dev.byok.secret.gcp;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutureCallback;
import com.google.api.core.ApiFutures;
import com.google.api.gax.rpc.ApiException;
import com.google.cloud.secretmanager.v1.AccessSecretVersionRequest;
import com.google.cloud.secretmanager.v1.AccessSecretVersionResponse;
import com.google.cloud.secretmanager.v1.SecretManagerServiceClient;
import com.google.cloud.secretmanager.v1.SecretPayload;
import dev.byok.secret.LazyClient;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * Reads {@code gcp-sm:projects/p/secrets/s} and {@code gcp-sm:projects/p/secrets/s#version}: that version, or the latest,
 * with {@code AccessSecretVersion} (Secret Manager API v1). What arrives is held against the checksum that is sent with it.
 */
public final class GcpSecretResolver implements SecretResolver, AutoCloseable {

    private static final String LATEST = "latest";
    private static final Executor SAME_THREAD = Runnable::run;

    private final LazyClient<SecretManagerServiceClient> client;

    /** @param client closed with this */
    public GcpSecretResolver(LazyClient<SecretManagerServiceClient> client) {
        this.client = client;
    }

    @Override
    public String scheme() {
        return "gcp-sm";
    }

    /** Finding credentials blocks: never on the subscriber's thread. */
    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return Mono.defer(() -> read(reference)).subscribeOn(Schedulers.boundedElastic());
    }

    @Override
    public void close() {
        client.close();
    }

    private Mono<Secret> read(SecretReference reference) {
        SecretManagerServiceClient open = open(reference);
        AccessSecretVersionRequest request = AccessSecretVersionRequest.newBuilder()
                .setName(reference.location() + "/versions/" + version(reference))
                .build();
        return mono(open, request)
                .onErrorMap(
                        ApiException.class,
                        e -> new SecretUnavailableException(reference, GcpFailure.reason(e, version(reference))))
                .map(response -> content(reference, response.getPayload()));
    }

    private SecretManagerServiceClient open(SecretReference reference) {
        try {
            return client.get();
        } catch (IOException e) {
            throw new SecretUnavailableException(reference, GcpFailure.NO_CREDENTIALS);
        } catch (Exception e) {
            throw new SecretUnavailableException(reference, "there is no client of Google Secret Manager");
        }
    }

    private static Mono<AccessSecretVersionResponse> mono(
            SecretManagerServiceClient client, AccessSecretVersionRequest request) {
        return Mono.create(sink -> {
            ApiFuture<AccessSecretVersionResponse> answer =
                    client.accessSecretVersionCallable().futureCall(request);
            sink.onCancel(() -> answer.cancel(true));
            ApiFutures.addCallback(answer, passedTo(sink), SAME_THREAD);
        });
    }

    private static <T> ApiFutureCallback<T> passedTo(MonoSink<T> sink) {
        return new ApiFutureCallback<>() {

            @Override
            public void onSuccess(T value) {
                sink.success(value);
            }

            @Override
            public void onFailure(Throwable failure) {
                sink.error(failure);
            }
        };
    }

    private static String version(SecretReference reference) {
        String version = reference.field();
        return version == null ? LATEST : version;
    }

    private static Secret content(SecretReference reference, SecretPayload payload) {
        byte[] data = payload.getData().toByteArray();
        if (payload.hasDataCrc32C() && payload.getDataCrc32C() != checksum(data)) {
            throw new SecretUnavailableException(reference, "it was damaged on its way: its checksum does not fit");
        }
        return SecretContent.whole(reference, data);
    }

    private static long checksum(byte[] data) {
        CRC32C checksum = new CRC32C();
        checksum.update(data);
        return checksum.getValue();
    }
}
