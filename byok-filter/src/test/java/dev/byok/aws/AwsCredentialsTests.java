package dev.byok.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.byok.secret.Secret;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** AWS credentials in a secret's value, in whichever form. */
class AwsCredentialsTests {

    private static final String ROLE = "arn:aws:iam::123456789012:role/acme/byok";
    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+canary";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\"} | A S null null",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"region\":\"us-east-1\",\"sessionToken\":null} | A S null us-east-1",
                "{\"Version\":1,\"AccessKeyId\":\"A\",\"SecretAccessKey\":\"S\",\"SessionToken\":\"T\",\"Expiration\":\"2026-01-01T00:00:00Z\"} | A S T null",
                "{\"aws_access_key_id\":\"A\",\"aws_secret_access_key\":\"S\",\"aws_session_token\":\"T\"} | A S T null"
            })
    void areReadInTheFormsThatToolsWrite(String json, String expected) {
        AwsCredentials credentials = AwsCredentials.in(Secret.of(json));

        assertThat(credentials.accessKeyId() + " " + credentials.secretAccessKey() + " " + credentials.sessionToken()
                        + " " + credentials.region())
                .isEqualTo(expected);
        assertThat(AwsCredentials.in(credentials.toSecret())).isEqualTo(credentials);
        assertThat(credentials).hasToString("AwsCredentials[***]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "{\"accessKeyId\":\"" + KEY + "\"} | AWS credentials without secretAccessKey",
                "{\"secretAccessKey\":\"" + KEY + "\"} | AWS credentials without accessKeyId",
                "{\"accessKeyId\":7,\"secretAccessKey\":\"" + KEY
                        + "\"} | AWS credentials whose accessKeyId is no text",
                "{\"accessKeyId\":\" \",\"secretAccessKey\":\"" + KEY
                        + "\"} | AWS credentials whose accessKeyId is no text",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"" + KEY
                        + "\":1} | AWS credentials with a member that is not known: expected accessKeyId, secretAccessKey, sessionToken, region, roleArn and externalId",
                "{\"accessKeyId\":\"A\\n\",\"secretAccessKey\":\"" + KEY
                        + "\"} | AWS credentials whose accessKeyId holds what no credential does, as a blank",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"externalId\":\"" + KEY
                        + "\"} | AWS credentials with an externalId, but no roleArn",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"roleArn\":\"" + KEY
                        + "\"} | AWS credentials whose roleArn is not as arn:aws:iam::ACCOUNT:role/NAME, with an account of 12 digits",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"roleArn\":\"" + ROLE + "\",\"externalId\":\"" + KEY
                        + "!\"} | AWS credentials whose externalId holds other than letters, digits and _ + = , . @ : / - (2 to 1224)",
                "{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\",\"roleArn\":\"" + ROLE + "\",\"region\":\"" + KEY
                        + "\"} | AWS credentials whose region is not as eu-central-1",
                "{\"roleArn\":\"" + ROLE + "\"} | AWS credentials without accessKeyId",
                "{\"accessKeyId\":\"" + KEY + " | not a JSON object, although it begins like one"
            })
    void tellWhatIsMissingAndNeverAValue(String json, String message) {
        assertThatThrownBy(() -> AwsCredentials.in(Secret.of(json)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0000',
            value = {
                "\"roleArn\":\"" + ROLE + "\" | Role[" + ROLE + "] null",
                "\"role_arn\":\"" + ROLE + "\",\"external_id\":\"acme-7\" | Role[" + ROLE + "] acme-7",
                "\"RoleArn\":\"" + ROLE + "\",\"ExternalId\":\"acme-7\",\"region\":\"eu-central-1\" | Role[" + ROLE
                        + "] acme-7",
                "\"roleArn\":null | null null"
            })
    void nameTheRoleThatIsTakenWithThem(String members, String expected) {
        AwsCredentials credentials =
                AwsCredentials.in(Secret.of("{\"accessKeyId\":\"A\",\"secretAccessKey\":\"S\"," + members + "}"));
        AwsCredentials.Role role = credentials.role();

        assertThat(role + " " + (role == null ? null : role.externalId())).isEqualTo(expected);
        assertThat(AwsCredentials.in(credentials.toSecret())).isEqualTo(credentials);
    }

    @Test
    void nothingOfThemIsLeftInATextThatQuotesThem() {
        Secret secret = AwsCredentials.of("AKIDEXAMPLEEXAMPLE", KEY, "IQoJb3JpZ2luX2VjEXAMPLE")
                .toSecret();

        assertThat(secret.redact("by AKIDEXAMPLEEXAMPLE with " + KEY + " and IQoJb3JpZ2luX2VjEXAMPLE."))
                .isEqualTo("by [redacted] with [redacted] and [redacted].");
        assertThat(secret.occursIn("x" + KEY)).isTrue();
        assertThat(secret.occursIn("request 7")).isFalse();
    }
}
