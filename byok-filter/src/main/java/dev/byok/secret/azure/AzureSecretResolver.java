package dev.byok.secret.azure;

import com.azure.security.keyvault.secrets.SecretAsyncClient;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import dev.byok.secret.ReadLimits;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.nio.charset.StandardCharsets;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Reads {@code azure-kv:vault/name} and {@code azure-kv:vault/name#field}: the latest version of the vault's secret, with
 * {@code Get Secret} (Azure Key Vault REST API).
 */
public final class AzureSecretResolver implements SecretResolver {

    private final AzureVaults vaults;
    private final ReadLimits limits;

    public AzureSecretResolver(AzureVaults vaults) {
        this(vaults, ReadLimits.DEFAULT);
    }

    AzureSecretResolver(AzureVaults vaults, ReadLimits limits) {
        this.vaults = vaults;
        this.limits = limits;
    }

    @Override
    public String scheme() {
        return "azure-kv";
    }

    /** Each vault is a host of its own. */
    @Override
    public String place(SecretReference reference) {
        String location = reference.location();
        return location.substring(0, Math.max(0, location.indexOf('/')));
    }

    /** Finding credentials blocks: never on the subscriber's thread. */
    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return Mono.defer(() -> read(reference)).subscribeOn(Schedulers.boundedElastic());
    }

    private Mono<Secret> read(SecretReference reference) {
        int slash = reference.location().indexOf('/');
        if (slash < 1 || slash == reference.location().length() - 1) {
            return Mono.error(new SecretUnavailableException(reference, "not of the form vault/name"));
        }
        String vault = reference.location().substring(0, slash);
        String name = reference.location().substring(slash + 1);
        return client(reference, vault)
                .getSecret(name)
                .timeout(limits.whole())
                .onErrorMap(e -> new SecretUnavailableException(reference, AzureFailure.reason(e, vaults.host(vault))))
                .map(secret -> content(reference, secret));
    }

    private SecretAsyncClient client(SecretReference reference, String vault) {
        try {
            return vaults.client(vault);
        } catch (IllegalStateException e) {
            throw new SecretUnavailableException(
                    reference, "Azure's client has no HTTP client: add com.azure:azure-core-http-jdk-httpclient");
        }
    }

    private static Secret content(SecretReference reference, KeyVaultSecret secret) {
        return SecretContent.select(reference, secret.getValue().getBytes(StandardCharsets.UTF_8));
    }
}
