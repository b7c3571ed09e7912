package dev.byok.secret.azure;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import dev.byok.secret.Causes;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What a failure of Azure means, in words of our own. The codes are those of {@code error.innererror.code} in a vault's
 * answers (Azure Key Vault REST API error codes).
 */
final class AzureFailure {

    private static final String NO_TOKEN =
            "the gateway gets no Azure token: give it a managed or a workload identity, or"
                    + " AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET; it needs com.azure:azure-identity, or a bean of"
                    + " type TokenCredential";

    private static final Map<String, String> FORBIDDEN = Map.of(
            "SecretDisabled",
            "it is disabled: enable it or name another",
            "SecretNotYetValid",
            "it is not valid yet: see its activation date",
            "ForbiddenByFirewall",
            "access denied by the vault's firewall: allow the gateway's network",
            "ForbiddenByConnection",
            "access denied by the vault's firewall: allow the gateway's network");

    private AzureFailure() {}

    /** @param host the vault's */
    static String reason(Throwable failure, String host) {
        if (failure instanceof HttpResponseException answer && answer.getResponse() != null) {
            return answered(answer, host);
        }
        if (failure instanceof ClientAuthenticationException) {
            return NO_TOKEN;
        }
        if (failure instanceof TimeoutException || Causes.find(failure, HttpTimeoutException.class) != null) {
            return host + " did not answer in time";
        }
        return Causes.find(failure, IOException.class) == null
                ? "reading from " + host + " failed with " + failure.getClass().getSimpleName()
                : host + " cannot be reached: check the vault's name and the network";
    }

    private static String answered(HttpResponseException answer, String host) {
        int status = answer.getResponse().getStatusCode();
        return switch (status) {
            case 401 -> host + " does not accept the gateway's Azure identity: it belongs to another tenant";
            case 403 ->
                FORBIDDEN.getOrDefault(
                        innerCode(answer.getValue()),
                        "access denied: the gateway's Azure identity needs the role Key Vault Secrets User on " + host
                                + ", or an access policy with the permission Get");
            case 404 -> host + " has no such secret";
            case 429 -> host + " is asked too often (throttled)";
            default -> host + " answered with HTTP status " + status;
        };
    }

    private static String innerCode(@Nullable Object body) {
        return text(member(member(member(body, "error"), "innererror"), "code"));
    }

    private static @Nullable Object member(@Nullable Object parent, String name) {
        return parent instanceof Map<?, ?> map ? map.get(name) : null;
    }

    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "";
    }
}
