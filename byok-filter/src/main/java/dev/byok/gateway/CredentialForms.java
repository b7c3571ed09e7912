package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR;

import dev.byok.aws.AwsCredentials;
import dev.byok.aws.SigV4;
import dev.byok.plan.Attempt;
import dev.byok.policy.Provider;
import dev.byok.provider.AwsRegion;
import dev.byok.provider.ProviderPreset;
import dev.byok.secret.Secret;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** What a secret's value may be, beside a key that travels as it is. */
final class CredentialForms {

    /** The role has been taken when the secret was read, where the gateway can. */
    private static final String UNTAKEN_ROLE = "AWS credentials that name a role, which the gateway cannot take without"
            + " software.amazon.awssdk:sts among its dependencies";

    private CredentialForms() {}

    /**
     * What is wrong with a secret that has parts.
     *
     * @param text a part of a sentence that does not repeat it
     * @param hereOnly whether it may be right for other models and endpoints
     */
    record Flaw(String text, boolean hereOnly) {}

    /** Returns what is wrong with a secret that has parts; null for nothing. */
    static @Nullable Flaw flaw(Attempt attempt, Secret secret) {
        Provider provider = attempt.endpoint().provider();
        boolean list = isList(provider, secret);
        if (!list && !provider.auth().signs(secret)) {
            return null;
        }
        try {
            if (list) {
                listed(attempt, secret);
                return null;
            }
            AwsCredentials keys = AwsCredentials.in(secret);
            if (keys.role() != null) {
                return new Flaw(UNTAKEN_ROLE, false);
            }
            String region = keys.region();
            AwsRegion ofProvider = provider.awsRegion();
            return region == null || ofProvider == null || region.equals(ofProvider.name())
                    ? null
                    : new Flaw(
                            "AWS credentials for another region than " + ofProvider.name() + ", where the provider is",
                            true);
        } catch (AzureKeyList.NotListedException e) {
            return new Flaw(String.valueOf(e.getMessage()), true);
        } catch (IllegalArgumentException e) {
            return new Flaw(String.valueOf(e.getMessage()), false);
        }
    }

    /** Sets the headers by which a request shows its credential; the last thing that is done to it. */
    static void authorize(Attempt attempt, Secret secret, ServerWebExchange exchange, HttpHeaders headers) {
        Provider provider = attempt.endpoint().provider();
        if (provider.auth().signs(secret)) {
            sign(provider, secret, exchange, headers);
        } else {
            Secret key = isList(provider, secret) ? listed(attempt, secret) : secret;
            provider.auth().authorize(key, headers::set);
        }
    }

    private static boolean isList(Provider provider, Secret secret) {
        ProviderPreset preset = provider.preset();
        return (preset == ProviderPreset.AZURE_OPENAI || preset == ProviderPreset.AZURE_ANTHROPIC)
                && AzureKeyList.isIn(secret);
    }

    private static Secret listed(Attempt attempt, Secret secret) {
        String host = attempt.endpoint().provider().baseUrl().getHost();
        return AzureKeyList.key(secret, host, attempt.model().slug());
    }

    private static void sign(Provider provider, Secret secret, ServerWebExchange exchange, HttpHeaders headers) {
        AwsRegion region = provider.awsRegion();
        UpstreamRequest request = UpstreamRequest.within(exchange.getRequest());
        URI url = exchange.getAttribute(GATEWAY_REQUEST_URL_ATTR);
        if (region == null || request == null || url == null) {
            throw new IllegalStateException("nothing to sign");
        }
        Map<String, List<String>> signed = Map.of(
                "host", List.of(host(url)),
                "content-type", List.of(String.valueOf(headers.getFirst(HttpHeaders.CONTENT_TYPE))));
        SigV4.Request said = new SigV4.Request(
                exchange.getRequest().getMethod().name(),
                url.getRawPath(),
                url.getRawQuery(),
                signed,
                SigV4.sha256(request.body().nioBuffers()));
        new SigV4(AwsCredentials.in(secret), region.name(), AwsRegion.signingName(provider.preset()))
                .sign(said, Instant.now(), headers::set);
    }

    /** As the transport writes it. */
    private static String host(URI url) {
        int port = url.getPort();
        return port < 0 || port == 80 || port == 443 ? url.getHost() : url.getHost() + ":" + port;
    }
}
