/**
 * Secrets kept in AWS Secrets Manager, read by the AWS SDK. Start at {@link dev.byok.secret.aws.AwsSecretResolver}.
 */
@NullMarked
package dev.byok.secret.aws;

import org.jspecify.annotations.NullMarked;
