package dev.byok.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Which Azure cloud the vaults are in. */
@ConfigurationProperties(ByokProperties.PREFIX + ".secrets.azure")
public class AzureSecretsProperties {

    /** What stands after a vault's name in its host: vault.azure.cn in China, vault.usgovcloudapi.net for the US government. */
    private String vaultSuffix = "vault.azure.net";

    /** Who gives tokens, as a URL, where it is not the public cloud's; unused where the host has a TokenCredential. */
    private @Nullable String authorityHost;

    public String getVaultSuffix() {
        return vaultSuffix;
    }

    public void setVaultSuffix(String vaultSuffix) {
        this.vaultSuffix = vaultSuffix;
    }

    public @Nullable String getAuthorityHost() {
        return authorityHost;
    }

    public void setAuthorityHost(@Nullable String authorityHost) {
        this.authorityHost = authorityHost;
    }
}
