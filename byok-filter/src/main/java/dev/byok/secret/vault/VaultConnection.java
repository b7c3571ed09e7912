package dev.byok.secret.vault;

import dev.byok.secret.StoreRequests;
import java.net.URI;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.vault.authentication.LifecycleAwareSessionManager;
import org.springframework.vault.client.RestTemplateBuilder;
import org.springframework.vault.client.VaultEndpoint;
import org.springframework.vault.client.VaultHttpHeaders;
import org.springframework.vault.core.VaultOperations;
import org.springframework.vault.core.VaultTemplate;
import org.springframework.vault.support.VaultToken;
import org.springframework.web.client.RestOperations;

/**
 * Our own way to Vault. Logs in with the first reading, renews its token before that expires, and revokes what it logged in
 * with when it is closed; a token it was given is left as it is.
 */
public final class VaultConnection implements VaultAccess, AutoCloseable {

    private final ThreadPoolTaskScheduler renewals = new ThreadPoolTaskScheduler();
    private final LifecycleAwareSessionManager session;
    private final TokenCheck tokenCheck;
    private final VaultTemplate template;

    /**
     * Where Vault is.
     *
     * @param namespace null where there are none
     * @param ssl null for the JVM's own
     */
    public record Address(
            URI uri,
            @Nullable String namespace,
            Duration connectTimeout,
            Duration readTimeout,
            @Nullable SSLContext ssl) {}

    public VaultConnection(Address address, VaultLogin login) {
        VaultEndpoint vault = VaultEndpoint.from(address.uri());
        ClientHttpRequestFactory requests =
                StoreRequests.within(address.connectTimeout(), address.readTimeout(), address.ssl());
        RestOperations logins = new QuietTemplate(vault, address.namespace(), requests);
        renewals.setThreadNamePrefix("byok-vault-");
        renewals.setDaemon(true);
        renewals.initialize();
        session = new LifecycleAwareSessionManager(login.by(logins), renewals, logins);
        tokenCheck = new TokenCheck(session::getSessionToken, session::renewToken, System::nanoTime);
        RestTemplateBuilder readings =
                RestTemplateBuilder.builder().endpoint(vault).requestFactory(requests);
        template = new VaultTemplate(
                address.namespace() == null
                        ? readings
                        : readings.defaultHeader(VaultHttpHeaders.VAULT_NAMESPACE, address.namespace()),
                session);
    }

    @Override
    public VaultOperations operations() {
        return template;
    }

    @Override
    public VaultToken token() {
        return session.getSessionToken();
    }

    @Override
    public boolean isReplaced(VaultToken refused) {
        return tokenCheck.isReplaced(refused);
    }

    @Override
    public void close() {
        session.destroy();
        renewals.shutdown();
    }
}
