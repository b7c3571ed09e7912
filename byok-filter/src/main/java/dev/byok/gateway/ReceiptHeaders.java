package dev.byok.gateway;

import dev.byok.failover.Failover;
import dev.byok.plan.Attempt;
import dev.byok.policy.PolicySnapshot;
import org.springframework.http.HttpHeaders;

/** The {@code x-byok-*} headers of an answer, readable for browsers where the host allows their origin. */
final class ReceiptHeaders {

    static final String GENERATION = "x-byok-generation-id";
    static final String PROVIDER = "x-byok-provider";
    static final String MODEL = "x-byok-model";
    static final String KEY = "x-byok-key";
    static final String TIER = "x-byok-tier";
    static final String ATTEMPTS = "x-byok-attempts";
    static final String POLICY = "x-byok-policy";
    static final String UPSTREAM_ID = "x-byok-upstream-id";

    static final String EXPOSED =
            String.join(", ", GENERATION, PROVIDER, MODEL, KEY, TIER, ATTEMPTS, POLICY, UPSTREAM_ID);

    /** Where Anthropic's clients look for a request's id. */
    static final String REQUEST_ID = "request-id";

    private ReceiptHeaders() {}

    /** Writes what is known of any answer. */
    static void write(ByokExchange call, HttpHeaders headers) {
        headers.set(GENERATION, call.generation().id());
        if (InboundDialects.of(call.operationOrNull()) != null) {
            headers.set(REQUEST_ID, call.generation().id());
        }
        PolicySnapshot policy = call.policyOrNull();
        if (policy != null) {
            headers.set(POLICY, policy.version());
        }
        Failover failover = call.failoverOrNull();
        if (failover != null) {
            headers.set(ATTEMPTS, String.valueOf(failover.records().size()));
        }
        if (headers.containsHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN)) {
            headers.add(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
    }

    /** Writes also who served it. */
    static void write(ByokExchange call, HttpHeaders headers, Attempt served) {
        write(call, headers);
        headers.set(PROVIDER, served.endpoint().provider().name());
        headers.set(MODEL, served.model().slug());
        headers.set(TIER, served.tier().name());
        if (call.showsKeyNames()) {
            headers.set(KEY, served.key().name());
        }
    }
}
