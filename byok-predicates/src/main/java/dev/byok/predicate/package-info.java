/**
 * Route predicates on who calls and on what the body says. {@link dev.byok.caller.Callers} finds the caller from the headers
 * or the host's principal, and {@link dev.byok.gateway.RequestBodies} reads the body of a known caller: each once for all
 * predicates of a request and the filter {@code Byok} behind them. Start at {@link
 * dev.byok.predicate.AbstractCallerRoutePredicateFactory} and {@link dev.byok.predicate.ByokModelRoutePredicateFactory}.
 */
@NullMarked
package dev.byok.predicate;

import org.jspecify.annotations.NullMarked;
