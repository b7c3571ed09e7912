/**
 * The only package that knows Spring Cloud Gateway and Netty. A request enters at {@link
 * dev.byok.gateway.ByokRoutingGlobalFilter}, is taken in by {@link dev.byok.gateway.Intake}, tried by {@link
 * dev.byok.gateway.AttemptLoop}, and its answer leaves through {@link dev.byok.gateway.ByokGatewayFilter}.
 */
@NullMarked
package dev.byok.gateway;

import org.jspecify.annotations.NullMarked;
