package dev.byok.secret.infisical;

import dev.byok.secret.Secret;
import dev.byok.secret.SecretUnavailableException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.client.RestClientException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * How a gateway gets its access token. What it needs for that is read anew each time, since it may be rotated as well. By
 * Infisical's documentation, "Universal Auth", "Kubernetes Auth" and "Token Auth" of machine identities, read 2026-11.
 */
public final class InfisicalLogin {

    private final Mono<Secret> credential;
    private final @Nullable String method;
    private final Function<Secret, Map<String, String>> body;

    /** @param method null where the credential is an access token itself */
    private InfisicalLogin(
            Mono<Secret> credential, @Nullable String method, Function<Secret, Map<String, String>> body) {
        this.credential = credential;
        this.method = method;
        this.body = body;
    }

    /** With an access token that somebody else keeps alive. */
    public static InfisicalLogin token(Mono<Secret> token) {
        return new InfisicalLogin(token, null, none -> Map.of());
    }

    /** By the client id of a machine identity and one of its client secrets. */
    public static InfisicalLogin universal(String clientId, Mono<Secret> clientSecret) {
        return new InfisicalLogin(
                clientSecret,
                "universal-auth",
                secret -> Map.of("clientId", clientId, "clientSecret", secret.apiKey()));
    }

    /**
     * By the pod's service account.
     *
     * @param identityId of the machine identity
     * @param token the service account's
     */
    public static InfisicalLogin kubernetes(String identityId, Mono<Secret> token) {
        return new InfisicalLogin(
                token, "kubernetes-auth", jwt -> Map.of("identityId", identityId, "jwt", jwt.apiKey()));
    }

    /** Returns whether its tokens are of its own making. */
    boolean makesTokens() {
        return method != null;
    }

    /** Reads what is needed, on the calling thread, which may block. */
    Secret credential() {
        try {
            return Objects.requireNonNull(credential.block());
        } catch (SecretUnavailableException e) {
            throw LoginFailedException.failed(
                    "what opens Infisical, " + e.reference() + ", cannot be read: " + e.reason());
        }
    }

    /** Logs in with it, on the calling thread. */
    AccessToken with(Secret secret, InfisicalApi api) {
        if (method == null) {
            return AccessToken.of(secret, 0);
        }
        try {
            return token(api.post("/api/v1/auth/" + method + "/login", body.apply(secret)));
        } catch (RestClientException e) {
            throw InfisicalFailure.ofLogin(e);
        }
    }

    private static AccessToken token(InfisicalAnswer answer) {
        JsonNode value = answer.json().path("accessToken");
        if (!answer.isSuccess() || !value.isString()) {
            throw InfisicalFailure.ofLogin(answer);
        }
        try {
            return AccessToken.of(
                    Secret.of(value.stringValue()),
                    answer.json().path("expiresIn").asLong(0));
        } catch (IllegalArgumentException e) {
            throw InfisicalFailure.ofLogin(answer);
        }
    }
}
