package dev.byok.secret.gcp;

import com.google.api.client.http.HttpResponseException;
import com.google.api.gax.rpc.ApiException;
import com.google.auth.Retryable;
import dev.byok.secret.Causes;
import java.io.IOException;

/**
 * What a failure of Google means, in words of our own. The codes are those of {@code google.rpc.Code}, which the client
 * derives from the HTTP status.
 */
final class GcpFailure {

    static final String NO_CREDENTIALS = "the gateway has no Google credentials: give it a service account, or set"
            + " GOOGLE_APPLICATION_CREDENTIALS";

    private GcpFailure() {}

    static String reason(ApiException failure, String version) {
        if (Causes.find(failure, Retryable.class) != null) {
            return "Google gives the gateway no token: its credentials are wrong, or the token's source cannot be reached";
        }
        return isUnreachable(failure)
                ? "Google Secret Manager cannot be reached: check the network and byok.secrets.gcp.endpoint"
                : answered(failure, version);
    }

    /** The client tells of a call that never got an answer by an answer of its own, with status 400. */
    private static boolean isUnreachable(ApiException failure) {
        return Causes.find(failure, IOException.class) != null
                && Causes.find(failure, HttpResponseException.class) == null;
    }

    private static String answered(ApiException failure, String version) {
        return switch (failure.getStatusCode().getCode()) {
            case NOT_FOUND -> "Google has no such secret, or no version " + version + " of it";
            case PERMISSION_DENIED ->
                "access denied, or there is no such project: the gateway's Google identity needs"
                        + " roles/secretmanager.secretAccessor on it, and the project the Secret Manager API";
            case FAILED_PRECONDITION, INVALID_ARGUMENT ->
                "version " + version + " cannot be read: it is disabled or destroyed; enable it or name another";
            case UNAUTHENTICATED -> "Google does not accept the gateway's own credentials";
            case RESOURCE_EXHAUSTED -> "Google Secret Manager is asked too often (quota of the project)";
            case DEADLINE_EXCEEDED, CANCELLED -> "Google Secret Manager did not answer in time";
            default ->
                "Google Secret Manager failed with " + failure.getStatusCode().getCode();
        };
    }
}
