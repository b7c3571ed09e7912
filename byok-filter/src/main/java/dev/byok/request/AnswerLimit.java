package dev.byok.request;

/**
 * How long an answer may be where the request does not say it itself.
 *
 * @param field which says so to the provider
 * @param tokens positive
 */
public record AnswerLimit(String field, int tokens) {}
