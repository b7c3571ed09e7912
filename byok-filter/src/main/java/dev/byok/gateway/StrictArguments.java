package dev.byok.gateway;

import org.springframework.cloud.gateway.support.ShortcutConfigurable;

/**
 * A filter's or predicate's factory that has no other arguments than those of its {@link #shortcutFieldOrder()}. The host
 * would ignore a misspelt one, or take it for an item of a list; {@link RouteGuard} refuses the route instead.
 */
public interface StrictArguments extends ShortcutConfigurable {}
