package dev.byok.autoconfigure;

import static dev.byok.autoconfigure.StoreSettings.neededToLogIn;

import dev.byok.autoconfigure.ByokVaultProperties.AppRole;
import dev.byok.autoconfigure.ByokVaultProperties.Kubernetes;
import dev.byok.secret.HostSecret;
import dev.byok.secret.vault.VaultAccess;
import dev.byok.secret.vault.VaultConnection;
import dev.byok.secret.vault.VaultConnection.Address;
import dev.byok.secret.vault.VaultLogin;
import dev.byok.secret.vault.VaultSecretResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.vault.core.VaultOperations;

/** Reads {@code vault:} references where the host has Spring Vault. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(VaultOperations.class)
class ByokVaultConfiguration {

    private static final String PREFIX = ByokSecretsProperties.PREFIX + ".vault";

    /** Ours, where there is one, else the host's. The host's are looked up late, since others may define them later. */
    @Bean
    VaultSecretResolver byokVaultSecretResolver(
            ObjectProvider<VaultConnection> connection, ObjectProvider<VaultOperations> host) {
        return new VaultSecretResolver(() -> {
            VaultConnection own = connection.getIfAvailable();
            VaultOperations operations = own == null ? host.getIfUnique() : null;
            return operations == null ? own : VaultAccess.of(operations);
        });
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(PREFIX + ".uri")
    VaultConnection byokVaultConnection(ByokSecretsProperties properties, ObjectProvider<SslBundles> bundles) {
        ByokVaultProperties vault = properties.getVault();
        Address address = new Address(
                neededToLogIn(PREFIX + ".uri", vault.getUri()),
                vault.getNamespace(),
                vault.getConnectTimeout(),
                vault.getReadTimeout(),
                StoreSettings.ssl(vault.getSslBundle(), bundles));
        return new VaultConnection(address, login(vault));
    }

    private static VaultLogin login(ByokVaultProperties vault) {
        return switch (vault.getAuthentication()) {
            case TOKEN ->
                VaultLogin.token(HostSecret.of(PREFIX + ".token", neededToLogIn(PREFIX + ".token", vault.getToken())));
            case APP_ROLE -> appRole(vault.getAppRole());
            case KUBERNETES -> kubernetes(vault.getKubernetes());
        };
    }

    private static VaultLogin appRole(AppRole role) {
        String secretId = role.getSecretId();
        return VaultLogin.appRole(
                role.getPath(),
                neededToLogIn(PREFIX + ".app-role.role-id", role.getRoleId()),
                secretId == null ? null : HostSecret.of(PREFIX + ".app-role.secret-id", secretId));
    }

    private static VaultLogin kubernetes(Kubernetes kubernetes) {
        return VaultLogin.kubernetes(
                kubernetes.getPath(),
                neededToLogIn(PREFIX + ".kubernetes.role", kubernetes.getRole()),
                kubernetes.getTokenFile());
    }
}
