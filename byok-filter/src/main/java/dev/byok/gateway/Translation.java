package dev.byok.gateway;

import dev.byok.dialect.TranslatedRequest;
import dev.byok.dialect.UpstreamDialect;
import dev.byok.plan.Carriage;
import dev.byok.policy.Endpoint;
import dev.byok.provider.Dialect;
import dev.byok.request.BodySplice;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request in the dialects that endpoints of its models speak and its caller does not. Each is made once, for the plan:
 * what it has found to be sayable is what is sent. Immutable.
 */
final class Translation implements Carriage {

    private final ApiOperation operation;
    private final Map<Dialect, TranslatedRequest> requests = new EnumMap<>(Dialect.class);

    private Translation(ApiOperation operation) {
        this.operation = operation;
    }

    /**
     * Returns the translation of a request whose body has been read.
     *
     * @param mostTokens what an answer may have at most; null where nobody limits that
     * @throws dev.byok.request.BodyRefusedException where there is no room for it beside the bodies of all requests
     */
    static Translation of(ByokExchange call, Set<Dialect> dialects, @Nullable Integer mostTokens) {
        Translation translation = new Translation(call.operation());
        Map<Dialect, UpstreamDialect> spoken = new EnumMap<>(Dialect.class);
        for (Dialect dialect : dialects) {
            UpstreamDialect upstream = UpstreamDialects.of(dialect, call.operation());
            if (upstream != null) {
                spoken.put(dialect, upstream);
            }
        }
        if (!spoken.isEmpty()) {
            call.holdBeside((long) spoken.size() * call.facts().length());
            byte[] body = told(call);
            spoken.forEach(
                    (dialect, upstream) -> translation.requests.put(dialect, upstream.request(body, mostTokens)));
        }
        return translation;
    }

    private static byte[] told(ByokExchange call) {
        ByteBuf told = BodySplice.splice(
                call.requestBytes(), call.facts(), call.facts().model(), false);
        try {
            return ByteBufUtil.getBytes(told);
        } finally {
            told.release();
        }
    }

    /** What a dialect has no word for at all is named as the operation. */
    @Override
    public @Nullable String obstacle(Endpoint endpoint) {
        Dialect dialect = endpoint.provider().dialect();
        if (dialect == Dialect.OPENAI_CHAT) {
            return null;
        }
        TranslatedRequest request = requests.get(dialect);
        return request == null ? operation.path().substring(1) : request.obstacle(endpoint.upstreamModel());
    }

    /** Returns the body for an endpoint that there is no obstacle to; owned by whoever called. */
    ByteBuf body(Endpoint endpoint) {
        TranslatedRequest request = requests.get(endpoint.provider().dialect());
        if (request == null) {
            throw new IllegalStateException(
                    "not translated: " + endpoint.provider().dialect().text());
        }
        return request.body(ByteBufAllocator.DEFAULT, endpoint.upstreamModel());
    }

    /** Returns whether an endpoint's answer is wanted with its numbers in base64. */
    boolean base64(Endpoint endpoint) {
        TranslatedRequest request = requests.get(endpoint.provider().dialect());
        return request != null && request.base64();
    }
}
