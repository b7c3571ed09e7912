package dev.byok.secret.aws;

import dev.byok.secret.Causes;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/**
 * What a failure of AWS means, in words of our own. The codes are those of {@code GetSecretValue} and of the errors common
 * to all actions (AWS Secrets Manager API Reference).
 */
final class AwsFailure {

    private static final Map<String, String> REASONS = Map.of(
            "AccessDeniedException",
            "access denied: the gateway's AWS identity needs secretsmanager:GetSecretValue on it, and kms:Decrypt on a key"
                    + " of the account's own",
            "DecryptionFailure",
            "AWS cannot decrypt it: its KMS key must be enabled, and the gateway's identity needs kms:Decrypt on it",
            "InvalidRequestException",
            "it is marked for deletion: restore it or name another",
            "InvalidParameterException",
            "not a name that AWS Secrets Manager takes",
            "ValidationException",
            "not a name that AWS Secrets Manager takes");

    private static final Set<String> UNKNOWN_IDENTITY = Set.of(
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "ExpiredTokenException",
            "ExpiredToken");

    private AwsFailure() {}

    static String reason(SdkException failure, Region region) {
        if (failure instanceof AwsServiceException answer) {
            return answered(answer, region);
        }
        if (failure instanceof ApiCallTimeoutException || failure instanceof ApiCallAttemptTimeoutException) {
            return "AWS Secrets Manager in " + region.id() + " did not answer in time";
        }
        return Causes.find(failure, IOException.class) == null
                ? "the gateway has no AWS credentials: give it a role, or those of the AWS SDK's default chain"
                : "AWS Secrets Manager in " + region.id() + " cannot be reached: check the region and the network";
    }

    private static String answered(AwsServiceException answer, Region region) {
        AwsErrorDetails details = answer.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        if (code.equals("ResourceNotFoundException")) {
            return "AWS Secrets Manager in " + region.id() + " has no such secret, or no current value of it";
        }
        if (answer.isThrottlingException()) {
            return "AWS Secrets Manager is asked too often (throttled)";
        }
        if (answer.isClockSkewException()) {
            return "AWS refuses the time of the request: check this machine's clock";
        }
        if (UNKNOWN_IDENTITY.contains(code)) {
            return "AWS does not accept the gateway's own credentials: they are wrong or have expired";
        }
        return REASONS.getOrDefault(code, "AWS answered with HTTP status " + answer.statusCode());
    }
}
