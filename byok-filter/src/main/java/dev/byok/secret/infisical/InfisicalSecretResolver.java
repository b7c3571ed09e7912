package dev.byok.secret.infisical;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.byok.secret.BlockingRead;
import dev.byok.secret.Secret;
import dev.byok.secret.SecretContent;
import dev.byok.secret.SecretReference;
import dev.byok.secret.SecretResolver;
import dev.byok.secret.SecretUnavailableException;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.web.client.RestClientException;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Reads {@code infisical:folder/folder#NAME}: the shared secret of this name in a folder of one project and environment.
 *
 * <p>By {@code GET /api/v3/secrets/raw/NAME} (Infisical's API reference, "Retrieve", and the routes of its server, read
 * 2026-11). Version 3 is what Infisical's own client for Java speaks. Its reference prefers version 4 by now, which older
 * installations have not, while newer ones and the cloud keep serving version 3.
 *
 * <p>It asks for the value as it is stored. Were references in it to other secrets, or imports from other folders, followed,
 * whoever may write to one folder could have the gateway read another, past the grants of the policy.
 */
public final class InfisicalSecretResolver implements SecretResolver, AutoCloseable {

    private static final String SECRET = "/api/v3/secrets/raw/{name}?workspaceId={project}&environment={environment}"
            + "&secretPath={path}&type=shared&expandSecretReferences=false&include_imports=false";

    /** As in {@code ${prod.acme.KEY}} (Infisical's documentation, "Secret Referencing"). */
    private static final Pattern TO_ANOTHER = Pattern.compile("\\$\\{[A-Za-z0-9_.-]+}");

    private final InfisicalApi api;
    private final InfisicalSession session;
    private final String project;
    private final String environment;

    /**
     * @param session closed with this
     * @param project its id
     * @param environment its slug, as in {@code prod}
     */
    public InfisicalSecretResolver(InfisicalApi api, InfisicalSession session, String project, String environment) {
        this.api = api;
        this.session = session;
        this.project = project;
        this.environment = environment;
    }

    @Override
    public String scheme() {
        return "infisical";
    }

    @Override
    public Mono<Secret> resolve(SecretReference reference) {
        return BlockingRead.of(() -> read(reference));
    }

    @Override
    public void close() {
        session.close();
    }

    private Secret read(SecretReference reference) {
        String name = reference.field();
        if (name == null) {
            throw new SecretUnavailableException(reference, "no name of a secret stands after the #");
        }
        try {
            return value(reference, answer("/" + reference.location(), name));
        } catch (LoginFailedException e) {
            throw new SecretUnavailableException(reference, String.valueOf(e.getMessage()));
        } catch (RestClientException e) {
            throw new SecretUnavailableException(reference, InfisicalFailure.of(e));
        }
    }

    /** A token that is no longer taken is replaced once. */
    private InfisicalAnswer answer(String path, String name) {
        Map<String, String> variables =
                Map.of("name", name, "project", project, "environment", environment, "path", path);
        Secret token = session.token();
        InfisicalAnswer answer = api.get(SECRET, variables, token);
        if (!answer.isTokenRejected()) {
            return answer;
        }
        Secret next = session.tokenInsteadOf(token);
        return next.equals(token) ? answer : api.get(SECRET, variables, next);
    }

    private static Secret value(SecretReference reference, InfisicalAnswer answer) {
        JsonNode secret = answer.json().path("secret");
        JsonNode value = secret.path("secretValue");
        if (!answer.isSuccess() || !value.isString()) {
            throw new SecretUnavailableException(reference, InfisicalFailure.of(answer));
        }
        if (secret.path("secretValueHidden").asBoolean(false)) {
            throw new SecretUnavailableException(
                    reference,
                    "its value is hidden from the gateway's machine identity, which may only see that it exists");
        }
        if (TO_ANOTHER.matcher(value.stringValue()).find()) {
            throw new SecretUnavailableException(
                    reference, "its value refers to another secret, and such references are not followed");
        }
        return SecretContent.whole(reference, value.stringValue().getBytes(UTF_8));
    }
}
