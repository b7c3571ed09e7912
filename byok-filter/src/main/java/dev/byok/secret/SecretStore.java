package dev.byok.secret;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** The schemes that a host has to do something for, so that their secrets are read. */
public enum SecretStore {
    VAULT(
            "vault",
            "org.springframework.vault.core.VaultOperations",
            "org.springframework.vault:spring-vault-core",
            "byok.secrets.vault.uri"),
    AWS_SM(
            "aws-sm",
            "software.amazon.awssdk.services.secretsmanager.SecretsManagerAsyncClient",
            "software.amazon.awssdk:secretsmanager",
            "byok.secrets.aws.region"),
    AWS_ROLE(
            "aws-role",
            "software.amazon.awssdk.services.sts.StsClient",
            "software.amazon.awssdk:sts",
            "byok.secrets.aws.region"),
    AWS_IDENTITY(
            "aws-identity",
            "software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider",
            "software.amazon.awssdk:auth",
            "byok.secrets.aws.region"),
    GCP_SM(
            "gcp-sm",
            "com.google.cloud.secretmanager.v1.SecretManagerServiceClient",
            "com.google.cloud:google-cloud-secretmanager",
            "byok.secrets.gcp.endpoint"),
    AZURE_KV(
            "azure-kv",
            "com.azure.security.keyvault.secrets.SecretAsyncClient",
            "com.azure:azure-security-keyvault-secrets",
            "byok.secrets.azure.vault-suffix"),
    /** Read by a client of ours. */
    INFISICAL("infisical", null, null, "byok.secrets.infisical.project-id"),
    CIPHER("cipher", "com.google.crypto.tink.Aead", "com.google.crypto.tink:tink", "byok.secrets.cipher.key");

    private final String scheme;
    private final @Nullable String clientClass;
    private final @Nullable String artifact;
    private final String property;

    /**
     * @param clientClass which is there where the library is; null where none is needed
     * @param artifact that library
     * @param property what a host sets so that the scheme is read
     */
    SecretStore(String scheme, @Nullable String clientClass, @Nullable String artifact, String property) {
        this.scheme = scheme;
        this.clientClass = clientClass;
        this.artifact = artifact;
        this.property = property;
    }

    /** Returns the store of a scheme; null for one that nothing has to be done for, or that there is not. */
    public static @Nullable SecretStore of(String scheme) {
        return Arrays.stream(values())
                .filter(store -> store.scheme.equals(scheme))
                .findAny()
                .orElse(null);
    }

    /** Returns whether the library is on the class path, if one is needed. */
    public boolean isPresent() {
        return clientClass == null || ClassUtils.isPresent(clientClass, null);
    }

    /** Returns what a host has to do so that this scheme is read, as a part of a sentence. */
    public String remedy() {
        return isPresent()
                ? "not set up: set " + property
                : "its client library is missing: add " + artifact + " to the gateway's dependencies";
    }
}
