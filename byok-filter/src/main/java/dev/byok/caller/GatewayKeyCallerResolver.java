package dev.byok.caller;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * Finds the caller by its gateway key, from {@code Authorization: Bearer} or {@code x-api-key}. A token of another kind
 * is left to the host's own security.
 */
public final class GatewayKeyCallerResolver implements ImmediateCallerResolver, Ordered {

    public static final int ORDER = 0;

    private static final String BEARER = "Bearer ";
    private static final String API_KEY = "x-api-key";

    private final Clock clock;

    public GatewayKeyCallerResolver(Clock clock) {
        this.clock = clock;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public @Nullable Caller find(ServerWebExchange exchange, PolicySnapshot policy) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        String bearer = gatewayKey(bearerToken(headers.getFirst(HttpHeaders.AUTHORIZATION)));
        String apiKey = gatewayKey(headers.getFirst(API_KEY));
        String token = bearer != null ? bearer : apiKey;
        if (token == null) {
            return null;
        }
        if (bearer != null && apiKey != null && !apiKey.equals(bearer)) {
            throw new UnknownCallerException("two different gateway keys were sent");
        }
        Caller caller = find(token, policy);
        if (caller == null) {
            throw new UnknownCallerException("the gateway key is not valid");
        }
        return caller;
    }

    private @Nullable Caller find(String token, PolicySnapshot policy) {
        if (!GatewayKeyFormat.isWellFormed(token)) {
            return null;
        }
        GatewayKeys.Entry entry = policy.gatewayKeys().find(GatewayKeyFormat.sha256(token));
        if (entry == null || !entry.caller().enabled()) {
            return null;
        }
        return entry.expires() == null || clock.instant().isBefore(entry.expires()) ? entry.caller() : null;
    }

    private static @Nullable String bearerToken(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).trim()
                : null;
    }

    private static @Nullable String gatewayKey(@Nullable String token) {
        return token != null && token.startsWith(GatewayKeyFormat.PREFIX) ? token : null;
    }
}
