package dev.byok.secret.infisical;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What Infisical has answered. Statuses and names of errors by its documentation ("API Reference, Errors") and by the error
 * handler of its server, read 2026-11.
 *
 * @param json nothing where it is none
 */
record InfisicalAnswer(int status, JsonNode json) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static InfisicalAnswer of(int status, byte[] body) {
        try {
            return new InfisicalAnswer(status, JSON.readTree(body));
        } catch (JacksonException e) {
            // Its message may quote the body.
            return new InfisicalAnswer(status, MissingNode.getInstance());
        }
    }

    boolean isSuccess() {
        return status == 200;
    }

    /** Returns whether the access token is good no longer: gone or revoked (401), or expired (403, with a name of its own). */
    boolean isTokenRejected() {
        return status == 401
                || (status == 403 && json.path("error").asString("").equals("TokenError"));
    }

    /** Does not print what was answered. */
    @Override
    public String toString() {
        return "InfisicalAnswer[" + status + "]";
    }
}
