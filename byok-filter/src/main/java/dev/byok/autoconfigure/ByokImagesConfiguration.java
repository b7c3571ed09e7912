package dev.byok.autoconfigure;

import dev.byok.image.ImageFetcher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who fetches images, where the policy lets anybody. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ByokImagesProperties.class)
class ByokImagesConfiguration {

    @Bean
    ImageFetcher byokImageFetcher(ByokImagesProperties properties, ObjectProvider<SslBundles> bundles) {
        String bundle = properties.getSslBundle();
        return new ImageFetcher(
                bundle == null
                        ? null
                        : bundles.getObject().getBundle(bundle).getManagers().getTrustManagerFactory());
    }
}
