package dev.byok.secret.vault;

import dev.byok.secret.Secret;
import dev.byok.secret.SecretUnavailableException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.vault.authentication.AppRoleAuthentication;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.RoleId;
import org.springframework.vault.authentication.AppRoleAuthenticationOptions.SecretId;
import org.springframework.vault.authentication.ClientAuthentication;
import org.springframework.vault.authentication.KubernetesAuthentication;
import org.springframework.vault.authentication.KubernetesAuthenticationOptions;
import org.springframework.vault.authentication.KubernetesServiceAccountTokenFile;
import org.springframework.vault.authentication.TokenAuthentication;
import org.springframework.web.client.RestOperations;
import reactor.core.publisher.Mono;

/** How a connection logs in. What it needs for that is read anew each time, since it may be rotated as well. */
@FunctionalInterface
public interface VaultLogin {

    /** Returns the login by a client without a token. */
    ClientAuthentication by(RestOperations client);

    /** With a token that somebody else keeps alive. */
    static VaultLogin token(Mono<Secret> token) {
        return client -> () -> new TokenAuthentication(value(token)).login();
    }

    /**
     * By role.
     *
     * @param path where the method is mounted, {@code approle} unless Vault was told otherwise
     * @param secretId null where the role asks for none
     */
    static VaultLogin appRole(String path, String roleId, @Nullable Mono<Secret> secretId) {
        return client -> () -> {
            AppRoleAuthenticationOptions options = AppRoleAuthenticationOptions.builder()
                    .path(path)
                    .roleId(RoleId.provided(roleId))
                    .secretId(secretId == null ? SecretId.absent() : SecretId.provided(value(secretId)))
                    .build();
            return new AppRoleAuthentication(options, client).login();
        };
    }

    /**
     * By the pod's service account.
     *
     * @param path where the method is mounted, {@code kubernetes} unless Vault was told otherwise
     * @param tokenFile the service account's token
     */
    static VaultLogin kubernetes(String path, String role, String tokenFile) {
        return client -> () -> {
            KubernetesAuthenticationOptions options = KubernetesAuthenticationOptions.builder()
                    .path(path)
                    .role(role)
                    .jwtSupplier(new KubernetesServiceAccountTokenFile(tokenFile))
                    .build();
            return new KubernetesAuthentication(options, client).login();
        };
    }

    /** Called by a reading, which may block. */
    private static String value(Mono<Secret> secret) {
        try {
            return Objects.requireNonNull(secret.block()).apiKey();
        } catch (SecretUnavailableException e) {
            throw new SecretUnavailableException(
                    e.reference(), "what opens Vault, " + e.reference() + ", cannot be read: " + e.reason());
        }
    }
}
