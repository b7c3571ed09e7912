package dev.byok.secret.infisical;

import dev.byok.secret.Causes;
import java.net.http.HttpTimeoutException;
import org.springframework.web.client.RestClientException;

/** What a failure means, in words of our own: what Infisical says of one may quote what it was asked, or hold. */
final class InfisicalFailure {

    private static final String NO_API = "what answers at byok.secrets.infisical.site-url is not Infisical's API";

    private static final String LOGIN_FAILED = "the login to Infisical failed: ";

    private InfisicalFailure() {}

    /** Why no answer came. */
    static String of(RestClientException failure) {
        return Causes.find(failure, HttpTimeoutException.class) != null
                ? "Infisical did not answer in time"
                : "Infisical cannot be reached: check byok.secrets.infisical.site-url and the network";
    }

    /** What an answer without a secret means. */
    static String of(InfisicalAnswer answer) {
        if (answer.isTokenRejected()) {
            return "Infisical does not take the gateway's access token (" + answer.status() + ")";
        }
        return switch (answer.status()) {
            case 200 -> NO_API;
            case 403 ->
                "access denied (403): the gateway's machine identity must be allowed to read secrets of this folder, in the"
                        + " project and the environment that are set";
            case 404 ->
                "there is no such secret (404), or no such folder, or not the project or environment that is set";
            case 429 -> "Infisical is asked too often (429)";
            default -> "Infisical answered " + answer.status();
        };
    }

    static LoginFailedException ofLogin(RestClientException failure) {
        return LoginFailedException.failed(LOGIN_FAILED + of(failure));
    }

    /** What an answer without an access token means. */
    static LoginFailedException ofLogin(InfisicalAnswer answer) {
        return switch (answer.status()) {
            case 200 -> LoginFailedException.failed(LOGIN_FAILED + NO_API);
            case 400, 401, 403, 404, 422 ->
                LoginFailedException.refused("the login to Infisical was refused (" + answer.status()
                        + "): what the gateway logs in with is wrong, has expired or is locked for some minutes");
            default -> LoginFailedException.failed(LOGIN_FAILED + of(answer));
        };
    }
}
