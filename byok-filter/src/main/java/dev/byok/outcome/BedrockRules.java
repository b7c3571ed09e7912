package dev.byok.outcome;

import static dev.byok.outcome.ClassificationRule.rule;

import java.util.List;

/**
 * Amazon Bedrock's own rows (docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html, and the errors
 * common to all of AWS, 2026-11). An error has its name in a header, in the body, or as the name of a stream's exception.
 */
final class BedrockRules {

    static final List<ClassificationRule> ALL = List.of(
            rule(
                    a -> a.isException(
                            "ExpiredTokenException",
                            "ExpiredToken",
                            "UnrecognizedClientException",
                            "InvalidSignatureException",
                            "SignatureDoesNotMatch",
                            "IncompleteSignatureException",
                            "InvalidClientTokenId",
                            "MissingAuthenticationTokenException",
                            "MissingAuthenticationToken"),
                    OutcomeClass.CREDENTIAL_REJECTED),
            rule(
                    a -> a.isStatus(403)
                            && a.begins("authentication failed", "invalid api key format", "bearer token has expired"),
                    OutcomeClass.CREDENTIAL_REJECTED),
            // An agreement with the marketplace is on its way: the next try may find it there.
            rule(a -> a.isException("MPAgreementBeingCreated"), OutcomeClass.OVERLOADED),
            // Requests and tokens are counted per model (docs.aws.amazon.com/bedrock/latest/userguide/quotas.html).
            // When a day
            // begins anew nobody says.
            rule(
                    a -> a.isStatus(429) && a.says("too many tokens per day", "tokens per day"),
                    OutcomeClass.QUOTA_EXHAUSTED,
                    SubClass.MODEL_LIMIT),
            rule(a -> a.isException("ModelNotReadyException"), OutcomeClass.OVERLOADED),
            rule(a -> a.isException("ThrottlingException"), OutcomeClass.RATE_LIMITED, SubClass.MODEL_LIMIT),
            rule(a -> a.isException("ServiceQuotaExceededException"), OutcomeClass.RATE_LIMITED),
            rule(
                    a -> a.isException("ValidationException")
                            && a.says(
                                    "input is too long",
                                    "too many total text bytes",
                                    "maximum context",
                                    "prompt is too long",
                                    "too many input tokens",
                                    "input tokens exceeded",
                                    "exceed context limit"),
                    OutcomeClass.CONTEXT_LENGTH),
            rule(
                    a -> a.isException("ValidationException")
                            && a.says(
                                    "support counting tokens",
                                    "model identifier is invalid",
                                    "on-demand throughput isn't supported",
                                    "on-demand throughput isn’t supported"),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isException("AccessDeniedException"), OutcomeClass.PERMISSION),
            rule(a -> a.isException("ResourceNotFoundException"), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isException("ModelTimeoutException"), OutcomeClass.OVERLOADED, SubClass.TIMEOUT),
            rule(
                    a -> a.isException(
                            "ModelErrorException",
                            "ModelStreamErrorException",
                            "InternalServerException",
                            "ServiceUnavailableException"),
                    OutcomeClass.OVERLOADED,
                    SubClass.SERVER_ERROR));

    private BedrockRules() {}
}
