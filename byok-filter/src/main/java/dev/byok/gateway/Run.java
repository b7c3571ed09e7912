package dev.byok.gateway;

import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.web.server.ServerWebExchange;

/** One passage of a request through the attempt loop: its state, the host's exchange, and the rest of the host's chain. */
record Run(ByokExchange call, ServerWebExchange exchange, GatewayFilterChain chain) {}
