package dev.byok.autoconfigure;

import com.google.crypto.tink.Aead;
import dev.byok.secret.HostSecret;
import dev.byok.secret.cipher.CipherSecretResolver;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads {@code cipher:} references where the host has Tink. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Aead.class)
class ByokCipherConfiguration {

    @Bean
    CipherSecretResolver byokCipherSecretResolver(ByokSecretsProperties properties) {
        String key = properties.getCipher().getKey();
        return new CipherSecretResolver(
                key == null ? null : HostSecret.of(ByokSecretsProperties.PREFIX + ".cipher.key", key));
    }
}
