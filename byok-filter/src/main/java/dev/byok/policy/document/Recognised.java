package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * By what the callers of one workspace are recognised. Filled while they are read.
 *
 * @param callersByPrincipal those whom the host recognises
 */
record Recognised(List<GatewayKeys.Entry> gatewayKeys, Map<String, Caller> callersByPrincipal) {

    static Recognised nobody() {
        return new Recognised(new ArrayList<>(), new LinkedHashMap<>());
    }
}
