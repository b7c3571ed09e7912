package dev.byok.gateway;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ORIGINAL_REQUEST_URL_ATTR;

import dev.byok.idempotency.Fingerprint;
import dev.byok.idempotency.Hashes;
import dev.byok.idempotency.IdempotencyKey;
import dev.byok.policy.Caller;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/** What a request's {@code Idempotency-Key} says, and what it stands for. */
final class IdempotencyHeader {

    static final String NAME = "idempotency-key";

    static final int LONGEST = 255;

    private static final String OURS = "x-byok-";

    /** Which a provider may answer otherwise for. */
    private static final Set<String> TRAVELLING =
            Set.of(UpstreamRequest.OPENAI_BETA, UpstreamRequest.ANTHROPIC_BETA, UpstreamRequest.ANTHROPIC_VERSION);

    private IdempotencyHeader() {}

    /**
     * Reads the key; to be called where the header is there.
     *
     * @throws RefusedException if it is there twice, empty, too long, or holds what does not print
     */
    static IdempotencyKey key(HttpHeaders headers, Caller caller) {
        List<String> values = headers.getOrEmpty(NAME);
        if (values.size() != 1) {
            throw new RefusedException(IdempotencyRefusals.badKey("expected once"));
        }
        String value = values.get(0).trim();
        if (value.isEmpty() || value.length() > LONGEST) {
            throw new RefusedException(
                    IdempotencyRefusals.badKey("expected 1 to " + LONGEST + " characters, not " + value.length()));
        }
        if (!value.chars().allMatch(character -> character >= ' ' && character <= '~')) {
            throw new RefusedException(IdempotencyRefusals.badKey("expected printable ASCII characters only"));
        }
        return Hashes.key(caller.workspace(), caller.name(), value);
    }

    /** Returns what else must be the same for the same answer: where it was sent, our own headers and those that travel, and the body. */
    static Fingerprint fingerprint(ByokExchange call, ServerWebExchange exchange) {
        List<String> about = new ArrayList<>();
        about.add(call.operation().name());
        about.add(path(exchange));
        HttpHeaders headers = exchange.getRequest().getHeaders();
        for (String name : ours(headers)) {
            about.add(name);
            about.add(String.join(",", headers.getOrEmpty(name)));
        }
        return Hashes.fingerprint(about, call.requestBytes().nioBuffers());
    }

    /** As the caller sent it, however the host has rewritten it since. */
    private static String path(ServerWebExchange exchange) {
        Set<URI> originals = exchange.getAttributeOrDefault(GATEWAY_ORIGINAL_REQUEST_URL_ATTR, Set.of());
        URI uri = originals.isEmpty()
                ? exchange.getRequest().getURI()
                : originals.iterator().next();
        return String.valueOf(uri.getRawPath());
    }

    private static Set<String> ours(HttpHeaders headers) {
        Set<String> names = new TreeSet<>();
        for (String name : headers.headerNames()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(OURS) || TRAVELLING.contains(lower)) {
                names.add(lower);
            }
        }
        return names;
    }
}
