package dev.byok.autoconfigure;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Where Infisical is, which of its projects is meant and how to log in; below {@code byok.secrets.infisical}. */
public class ByokInfisicalProperties extends StoreConnectionProperties {

    /** How the gateway logs in. */
    public enum Authentication {
        UNIVERSAL,
        KUBERNETES,
        TOKEN
    }

    /** Where Infisical is; its cloud in the US unless set. */
    private URI siteUrl = URI.create("https://app.infisical.com");

    /** The project's id; without it nothing of Infisical is read. */
    private @Nullable String projectId;

    /** The slug of the project's environment, as in prod. */
    private @Nullable String environment;

    /** How the machine identity logs in. */
    private Authentication authentication = Authentication.UNIVERSAL;

    /** The client id of the machine identity. */
    private @Nullable String clientId;

    /** Where the client secret is kept: file:/path, file:/path#field or env:BYOK_NAME. */
    private @Nullable String clientSecret;

    /** Where an access token is kept that somebody else keeps alive, as a client secret. */
    private @Nullable String token;

    private final Kubernetes kubernetes = new Kubernetes();

    public URI getSiteUrl() {
        return siteUrl;
    }

    public void setSiteUrl(URI siteUrl) {
        this.siteUrl = siteUrl;
    }

    public @Nullable String getProjectId() {
        return projectId;
    }

    public void setProjectId(@Nullable String projectId) {
        this.projectId = projectId;
    }

    public @Nullable String getEnvironment() {
        return environment;
    }

    public void setEnvironment(@Nullable String environment) {
        this.environment = environment;
    }

    public Authentication getAuthentication() {
        return authentication;
    }

    public void setAuthentication(Authentication authentication) {
        this.authentication = authentication;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable String getClientSecret() {
        return clientSecret;
    }

    public void setClientSecret(@Nullable String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public @Nullable String getToken() {
        return token;
    }

    public void setToken(@Nullable String token) {
        this.token = token;
    }

    public Kubernetes getKubernetes() {
        return kubernetes;
    }

    /** The login by the pod's service account. */
    public static class Kubernetes {

        /** The machine identity's id. */
        private @Nullable String identityId;

        /** The service account's token. */
        private String tokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

        public @Nullable String getIdentityId() {
            return identityId;
        }

        public void setIdentityId(@Nullable String identityId) {
            this.identityId = identityId;
        }

        public String getTokenFile() {
            return tokenFile;
        }

        public void setTokenFile(String tokenFile) {
            this.tokenFile = tokenFile;
        }
    }
}
