/**
 * Route predicates on who calls. None of them reads the body: {@link dev.byok.caller.Callers} finds the caller from the
 * headers or the host's principal, once for all predicates of a request and the filter {@code Byok} behind them. Each is
 * one name of the caller; what they share is {@link dev.byok.predicate.AbstractCallerRoutePredicateFactory}.
 */
@NullMarked
package dev.byok.predicate;

import org.jspecify.annotations.NullMarked;
