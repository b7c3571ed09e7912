package dev.byok.dialect;

/**
 * What an answer needs to know of its request.
 *
 * @param created when it was asked for, in seconds since 1970
 * @param usage whether a stream's caller asked for its usage
 */
public record AnswerForm(long created, boolean usage) {}
