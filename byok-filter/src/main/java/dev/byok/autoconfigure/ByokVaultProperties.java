package dev.byok.autoconfigure;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where Vault is and how to log in; below {@code byok.secrets.vault}. */
public class ByokVaultProperties extends StoreConnectionProperties {

    /** How the gateway logs in. */
    public enum Authentication {
        TOKEN,
        APP_ROLE,
        KUBERNETES
    }

    /** Where Vault is; without it the host's own Vault beans are used, if it has any. */
    private @Nullable URI uri;

    /** The namespace of Vault Enterprise or OpenBao. */
    private @Nullable String namespace;

    /** How the gateway logs in. */
    private Authentication authentication = Authentication.TOKEN;

    /** Where the token is kept: file:/path, file:/path#field or env:BYOK_NAME. */
    private @Nullable String token;

    private final AppRole appRole = new AppRole();

    private final Kubernetes kubernetes = new Kubernetes();

    public @Nullable URI getUri() {
        return uri;
    }

    public void setUri(@Nullable URI uri) {
        this.uri = uri;
    }

    public @Nullable String getNamespace() {
        return namespace;
    }

    public void setNamespace(@Nullable String namespace) {
        this.namespace = namespace;
    }

    public Authentication getAuthentication() {
        return authentication;
    }

    public void setAuthentication(Authentication authentication) {
        this.authentication = authentication;
    }

    public @Nullable String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public AppRole getAppRole() {
        return appRole;
    }

    public Kubernetes getKubernetes() {
        return kubernetes;
    }

    /** The login by role. */
    public static class AppRole {

        /** Where Vault has the method. */
        private String path = "approle";

        /** The role's id. */
        private @Nullable String roleId;

        /** Where the secret id is kept, as a token; none for roles that ask for none. */
        private @Nullable String secretId;

        public String getPath() {
            return path;
        }

        public void setPath(String path) {
            this.path = path;
        }

        public @Nullable String getRoleId() {
            return roleId;
        }

        public void setRoleId(@Nullable String roleId) {
            this.roleId = roleId;
        }

        public @Nullable String getSecretId() {
            return secretId;
        }

        public void setSecretId(@Nullable String secretId) {
            this.secretId = secretId;
        }
    }

    /** The login by the pod's service account. */
    public static class Kubernetes {

        /** Where Vault has the method. */
        private String path = "kubernetes";

        /** The role to log in as. */
        private @Nullable String role;

        /** The service account's token. */
        private String tokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

        public String getPath() {
            return path;
        }

        public void setPath(String path) {
            this.path = path;
        }

        public @Nullable String getRole() {
            return role;
        }

        public void setRole(@Nullable String role) {
            this.role = role;
        }

        public String getTokenFile() {
            return tokenFile;
        }

        public void setTokenFile(String tokenFile) {
            this.tokenFile = tokenFile;
        }
    }
}
