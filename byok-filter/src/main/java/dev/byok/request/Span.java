package dev.byok.request;

/**
 * Bytes of a body, counted from its first readable byte.
 *
 * @param from first byte
 * @param to first byte after; the same as {@code from} where something can be inserted
 */
record Span(int from, int to) {}
