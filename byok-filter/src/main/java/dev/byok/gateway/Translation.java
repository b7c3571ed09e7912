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
     * @throws dev.byok.request.BodyRefusedException where there is no room for it beside the bodies of all requests
     */
    static Translation of(ByokExchange call, Set<Dialect> dialects) {
        Translation translation = new Translation(call.operation());
        if (call.operation() == ApiOperation.CHAT_COMPLETIONS) {
            call.holdBeside((long) dialects.size() * call.facts().length());
            byte[] body = told(call);
            for (Dialect dialect : dialects) {
                UpstreamDialect upstream = UpstreamDialects.of(dialect);
                if (upstream != null) {
                    translation.requests.put(dialect, upstream.request(body));
                }
            }
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

    /** Other operations than chat completions are OpenAI's alone: then it is the operation that is named. */
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
}
