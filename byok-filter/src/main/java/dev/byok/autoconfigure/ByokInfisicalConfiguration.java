package dev.byok.autoconfigure;

import static dev.byok.autoconfigure.StoreSettings.needed;
import static dev.byok.autoconfigure.StoreSettings.neededToLogIn;

import dev.byok.autoconfigure.ByokInfisicalProperties.Kubernetes;
import dev.byok.secret.HostSecret;
import dev.byok.secret.Secret;
import dev.byok.secret.infisical.InfisicalApi;
import dev.byok.secret.infisical.InfisicalApi.Address;
import dev.byok.secret.infisical.InfisicalLogin;
import dev.byok.secret.infisical.InfisicalSecretResolver;
import dev.byok.secret.infisical.InfisicalSession;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

/** Reads {@code infisical:} references where the host names a project. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(ByokInfisicalConfiguration.PREFIX + ".project-id")
class ByokInfisicalConfiguration {

    static final String PREFIX = ByokSecretsProperties.PREFIX + ".infisical";

    @Bean(destroyMethod = "close")
    InfisicalSecretResolver byokInfisicalSecretResolver(
            ByokSecretsProperties properties, ObjectProvider<SslBundles> bundles) {
        ByokInfisicalProperties infisical = properties.getInfisical();
        InfisicalApi api = new InfisicalApi(new Address(
                site(infisical.getSiteUrl()),
                infisical.getConnectTimeout(),
                infisical.getReadTimeout(),
                StoreSettings.ssl(infisical.getSslBundle(), bundles)));
        return new InfisicalSecretResolver(
                api,
                new InfisicalSession(api, login(infisical)),
                needed(PREFIX + ".project-id", infisical.getProjectId(), "expected a project's id"),
                needed(
                        PREFIX + ".environment",
                        infisical.getEnvironment(),
                        "expected the slug of an environment, as in prod"));
    }

    private static URI site(URI url) {
        boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null || url.getRawQuery() != null) {
            throw new IllegalArgumentException(
                    PREFIX + ".site-url: expected a URL such as https://app.infisical.com, without user or query");
        }
        return url;
    }

    private static InfisicalLogin login(ByokInfisicalProperties infisical) {
        return switch (infisical.getAuthentication()) {
            case UNIVERSAL ->
                InfisicalLogin.universal(
                        neededToLogIn(PREFIX + ".client-id", infisical.getClientId()),
                        kept("client-secret", infisical.getClientSecret()));
            case KUBERNETES -> kubernetes(infisical.getKubernetes());
            case TOKEN -> InfisicalLogin.token(kept("token", infisical.getToken()));
        };
    }

    private static InfisicalLogin kubernetes(Kubernetes kubernetes) {
        return InfisicalLogin.kubernetes(
                neededToLogIn(PREFIX + ".kubernetes.identity-id", kubernetes.getIdentityId()),
                kept("kubernetes.token-file", "file:" + kubernetes.getTokenFile()));
    }

    private static Mono<Secret> kept(String name, @Nullable String place) {
        return HostSecret.of(PREFIX + "." + name, neededToLogIn(PREFIX + "." + name, place));
    }
}
