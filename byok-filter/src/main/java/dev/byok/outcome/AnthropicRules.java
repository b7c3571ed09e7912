package dev.byok.outcome;

import static dev.byok.outcome.ClassificationRule.rule;

import java.util.List;
import java.util.stream.Stream;

/** Anthropic's own rows (platform.claude.com/docs/en/api/errors, and its pages on rate and spend limits, 2026-11). */
final class AnthropicRules {

    /** Those that hold wherever Anthropic's API is spoken. */
    static final List<ClassificationRule> ELSEWHERE = List.of(
            rule(a -> a.isStatus(402), OutcomeClass.QUOTA_EXHAUSTED),
            rule(
                    a -> a.isStatus(400)
                            && a.begins(
                                    "you have reached your specified api usage limits",
                                    "you have reached your specified workspace api usage limits",
                                    "your credit balance is too low"),
                    OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(404) && a.named("not_found_error"), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND),
            rule(
                    a -> a.isStatus(413) && a.named("request_too_large"),
                    OutcomeClass.CONTEXT_LENGTH,
                    SubClass.REQUEST_TOO_LARGE),
            rule(a -> a.isStatus(409), OutcomeClass.OVERLOADED, SubClass.SERVER_ERROR),
            rule(
                    a -> a.isStatus(429) && "enforced_spend_limit_reached".equals(a.field("error.details.error_code")),
                    OutcomeClass.QUOTA_EXHAUSTED,
                    SubClass.MONTHLY));

    // Too many requests come with the time to wait; what no waiting helps against comes without. Errors in a stream
    // have no
    // headers to tell by; what does not speak as Anthropic does may be somebody in between.
    private static final ClassificationRule SPENT = rule(
            a -> a.isStatus(429) && a.named("rate_limit_error") && !a.inBand() && !a.hasHeader("retry-after"),
            OutcomeClass.QUOTA_EXHAUSTED);

    static final List<ClassificationRule> ALL =
            Stream.concat(ELSEWHERE.stream(), Stream.of(SPENT)).toList();

    private AnthropicRules() {}
}
