package dev.byok.secret;

import static org.assertj.core.api.Assertions.catchThrowable;

import dev.byok.autoconfigure.ByokSecretsConfiguration;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.document.PolicyCompiler;
import dev.byok.policy.document.PolicyFiles;
import dev.byok.policy.document.SamplePolicy;
import dev.byok.policy.source.PolicyHolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.scheduler.Schedulers;

/** Secrets as a gateway reads them: set up by its own configuration, and asked for by a thread that must not block. */
public final class GatewaySecrets {

    private static final Duration LONG = Duration.ofSeconds(30);

    private GatewaySecrets() {}

    public static ApplicationContextRunner gateway() {
        return new ApplicationContextRunner()
                .withUserConfiguration(ByokSecretsConfiguration.class)
                .withBean(PolicyHolder.class);
    }

    public static Secret read(BeanFactory gateway, SecretReference reference) {
        Secret secret = gateway.getBean(Secrets.class)
                .get(reference)
                .subscribeOn(Schedulers.parallel())
                .block(LONG);
        if (secret == null) {
            throw new AssertionError("neither a value nor an error for " + reference);
        }
        return secret;
    }

    public static Throwable failure(BeanFactory gateway, SecretReference reference) {
        return catchThrowable(() -> read(gateway, reference));
    }

    /** Returns what a policy's key refers to that is written so, where its workspace is granted as much. */
    public static SecretReference ofPolicy(String reference, String granted) {
        Map<String, String> files = SamplePolicy.edited(
                "workspaces/acme.yml", "\"file:/run/secrets/acme/openai#main\"", "\"" + reference + "\"");
        files.computeIfPresent(
                "policy.yml",
                (file, text) -> text.replace("\"env:BYOK_ACME_*\"", "\"env:BYOK_ACME_*\", \"" + granted + "\""));
        return PolicyCompiler.compile(new PolicyFiles("v1", files)).workspaces().values().stream()
                .flatMap(workspace -> workspace.keys().values().stream())
                .flatMap(keys -> keys.stream())
                .filter(key -> key.name().equals("acme-openai-main"))
                .map(ProviderKey::secret)
                .findAny()
                .orElseThrow();
    }

    /** Returns an address where nobody listens. */
    public static String nobody() throws IOException {
        try (ServerSocket closed = new ServerSocket(0)) {
            return "http://127.0.0.1:" + closed.getLocalPort();
        }
    }
}
