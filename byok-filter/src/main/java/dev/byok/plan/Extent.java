package dev.byok.plan;

/**
 * How far a request reaches.
 *
 * @param ownModels how many of its models it names itself: the first ones; those behind them its profile falls back to
 */
public record Extent(int ownModels) {}
