package dev.byok.autoconfigure;

import dev.byok.autoconfigure.ByokVaultProperties.AppRole;
import dev.byok.autoconfigure.ByokVaultProperties.Kubernetes;
import dev.byok.secret.HostSecret;
import dev.byok.secret.vault.VaultAccess;
import dev.byok.secret.vault.VaultConnection;
import dev.byok.secret.vault.VaultConnection.Address;
import dev.byok.secret.vault.VaultLogin;
import dev.byok.secret.vault.VaultSecretResolver;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
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
                required("uri", vault.getUri()),
                vault.getNamespace(),
                vault.getConnectTimeout(),
                vault.getReadTimeout(),
                ssl(vault.getSslBundle(), bundles));
        return new VaultConnection(address, login(vault));
    }

    private static @Nullable SSLContext ssl(@Nullable String name, ObjectProvider<SslBundles> bundles) {
        return name == null ? null : bundles.getObject().getBundle(name).createSslContext();
    }

    private static VaultLogin login(ByokVaultProperties vault) {
        return switch (vault.getAuthentication()) {
            case TOKEN -> VaultLogin.token(HostSecret.of(PREFIX + ".token", required("token", vault.getToken())));
            case APP_ROLE -> appRole(vault.getAppRole());
            case KUBERNETES -> kubernetes(vault.getKubernetes());
        };
    }

    private static VaultLogin appRole(AppRole role) {
        String secretId = role.getSecretId();
        return VaultLogin.appRole(
                role.getPath(),
                required("app-role.role-id", role.getRoleId()),
                secretId == null ? null : HostSecret.of(PREFIX + ".app-role.secret-id", secretId));
    }

    private static VaultLogin kubernetes(Kubernetes kubernetes) {
        return VaultLogin.kubernetes(
                kubernetes.getPath(), required("kubernetes.role", kubernetes.getRole()), kubernetes.getTokenFile());
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null || value.toString().isBlank()) {
            throw new IllegalArgumentException(PREFIX + "." + name + ": expected a value with this authentication");
        }
        return value;
    }
}
