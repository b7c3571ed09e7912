package dev.byok.secret.vault;

import dev.byok.secret.Causes;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretUnavailableException;
import org.springframework.vault.authentication.VaultLoginException;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientResponseException;

/**
 * What the client's exceptions mean, in words of our own: theirs may quote what Vault said. Statuses by Vault's HTTP API
 * documentation, 2026-11.
 */
final class VaultFailure {

    private VaultFailure() {}

    static SecretUnavailableException of(SecretReference reference, RuntimeException failure) {
        if (failure instanceof SecretUnavailableException unavailable) {
            return new SecretUnavailableException(reference, unavailable.reason());
        }
        String reason = reason(failure);
        boolean login = Causes.find(failure, VaultLoginException.class) != null;
        return new SecretUnavailableException(reference, login ? "the login to Vault failed: " + reason : reason);
    }

    static boolean isForbidden(RuntimeException failure) {
        RestClientResponseException response = Causes.find(failure, RestClientResponseException.class);
        return response != null
                && response.getStatusCode().value() == 403
                && Causes.find(failure, VaultLoginException.class) == null;
    }

    private static String reason(RuntimeException failure) {
        RestClientResponseException response = Causes.find(failure, RestClientResponseException.class);
        if (response != null) {
            return reason(response.getStatusCode().value());
        }
        return Causes.find(failure, ResourceAccessException.class) != null
                ? "Vault cannot be reached"
                : "reading failed with " + failure.getClass().getSimpleName();
    }

    private static String reason(int status) {
        return switch (status) {
            case 403 -> "Vault refused it (403): no policy of the gateway's token grants it, or there is no such mount";
            case 429 -> "Vault stands by or limits the rate (429)";
            case 503 -> "Vault is sealed or down for maintenance (503)";
            default -> "Vault answered " + status;
        };
    }
}
