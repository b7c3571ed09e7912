package dev.byok.aws;

import dev.byok.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An access key of AWS's, for good or for a session, with the role that is to be taken with it if there is one. Cannot print
 * itself. Immutable.
 */
public final class AwsCredentials {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** As OpenRouter takes them, and as AWS's own tools write them. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("accessKeyId", "accessKeyId"),
            Map.entry("AccessKeyId", "accessKeyId"),
            Map.entry("aws_access_key_id", "accessKeyId"),
            Map.entry("secretAccessKey", "secretAccessKey"),
            Map.entry("SecretAccessKey", "secretAccessKey"),
            Map.entry("aws_secret_access_key", "secretAccessKey"),
            Map.entry("sessionToken", "sessionToken"),
            Map.entry("SessionToken", "sessionToken"),
            Map.entry("aws_session_token", "sessionToken"),
            Map.entry("region", "region"),
            Map.entry("roleArn", "roleArn"),
            Map.entry("RoleArn", "roleArn"),
            Map.entry("role_arn", "roleArn"),
            Map.entry("externalId", "externalId"),
            Map.entry("ExternalId", "externalId"),
            Map.entry("external_id", "externalId"));

    private static final Set<String> OF_NO_ACCOUNT = Set.of("Version", "Expiration", "Code", "Type", "LastUpdated");

    private static final List<String> ORDER =
            List.of("accessKeyId", "secretAccessKey", "sessionToken", "region", "roleArn", "externalId");

    private static final Pattern REGION = Pattern.compile("[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[1-9][0-9]?");

    /**
     * A role of AWS's.
     *
     * @param externalId what its trust policy asks for; null where it does not
     */
    public record Role(String arn, @Nullable String externalId) {

        private static final Pattern ARN =
                Pattern.compile("arn:aws(?:-[a-z]+)*:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]{1,512}");
        private static final Pattern EXTERNAL_ID = Pattern.compile("[A-Za-z0-9_+=,.@:/-]{2,1224}");

        private static @Nullable Role of(@Nullable String arn, @Nullable String externalId) {
            if (arn == null) {
                if (externalId != null) {
                    throw new IllegalArgumentException("AWS credentials with an externalId, but no roleArn");
                }
                return null;
            }
            if (!ARN.matcher(arn).matches()) {
                throw new IllegalArgumentException(
                        "AWS credentials whose roleArn is not as arn:aws:iam::ACCOUNT:role/NAME, with an account of 12"
                                + " digits");
            }
            if (externalId != null && !EXTERNAL_ID.matcher(externalId).matches()) {
                throw new IllegalArgumentException(
                        "AWS credentials whose externalId holds other than letters, digits and"
                                + " _ + = , . @ : / - (2 to 1224)");
            }
            return new Role(arn, externalId);
        }

        @Override
        public String toString() {
            return "Role[" + arn + "]";
        }
    }

    private final String accessKeyId;
    private final String secretAccessKey;
    private final @Nullable String sessionToken;
    private final @Nullable String region;
    private final @Nullable Role role;

    private AwsCredentials(
            String accessKeyId,
            String secretAccessKey,
            @Nullable String sessionToken,
            @Nullable String region,
            @Nullable Role role) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.sessionToken = sessionToken;
        this.region = region;
        this.role = role;
    }

    /** Credentials for any region. */
    public static AwsCredentials of(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
        return new AwsCredentials(accessKeyId, secretAccessKey, sessionToken, null, null);
    }

    /** Returns these for one region alone. */
    public AwsCredentials onlyIn(@Nullable String onlyRegion) {
        return new AwsCredentials(accessKeyId, secretAccessKey, sessionToken, onlyRegion, role);
    }

    /** Returns whether a secret is meant to hold credentials, rather than an API key of Bedrock's. */
    public static boolean isIn(Secret secret) {
        return secret.apiKey().stripLeading().startsWith("{");
    }

    /**
     * Reads {@code {"accessKeyId":…,"secretAccessKey":…}}, with {@code sessionToken}, {@code region}, {@code roleArn} and
     * {@code externalId} where there are any.
     *
     * @throws IllegalArgumentException where it says something else; the message tells what, as a part of a sentence, and
     *     never holds a value
     */
    public static AwsCredentials in(Secret secret) {
        JsonNode object = object(secret.apiKey());
        String[] found = new String[ORDER.size()];
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = NAMES.get(member.getKey());
            if (name != null) {
                found[ORDER.indexOf(name)] = text(name, member.getValue());
            } else if (!OF_NO_ACCOUNT.contains(member.getKey())) {
                throw new IllegalArgumentException(
                        "AWS credentials with a member that is not known: expected accessKeyId,"
                                + " secretAccessKey, sessionToken, region, roleArn and externalId");
            }
        }
        Role role = Role.of(found[4], found[5]);
        if (role != null && found[3] != null && !REGION.matcher(found[3]).matches()) {
            throw new IllegalArgumentException("AWS credentials whose region is not as eu-central-1");
        }
        return new AwsCredentials(
                required("accessKeyId", found[0]), required("secretAccessKey", found[1]), found[2], found[3], role);
    }

    private static JsonNode object(String json) {
        try {
            JsonNode node = JSON.readTree(json);
            if (node.isObject()) {
                return node;
            }
        } catch (JacksonException e) {
            // Its message may quote the content.
            throw new IllegalArgumentException("not a JSON object, although it begins like one");
        }
        throw new IllegalArgumentException("JSON, but no object");
    }

    private static @Nullable String text(String name, JsonNode value) {
        if (value.isNull()) {
            return null;
        }
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new IllegalArgumentException("AWS credentials whose " + name + " is no text");
        }
        if (!value.stringValue().chars().allMatch(c -> c > ' ' && c <= '~')) {
            throw new IllegalArgumentException(
                    "AWS credentials whose " + name + " holds what no credential does, as a blank");
        }
        return value.stringValue();
    }

    private static String required(String name, @Nullable String value) {
        if (value == null) {
            throw new IllegalArgumentException("AWS credentials without " + name);
        }
        return value;
    }

    public String accessKeyId() {
        return accessKeyId;
    }

    public String secretAccessKey() {
        return secretAccessKey;
    }

    public @Nullable String sessionToken() {
        return sessionToken;
    }

    /** Returns the role that is to be taken with them, and whose credentials sign; null where they sign themselves. */
    public @Nullable Role role() {
        return role;
    }

    /** Returns the only region that they are meant for; null where they do not say. */
    public @Nullable String region() {
        return region;
    }

    /** Returns them as a secret that {@link #in} reads. */
    public Secret toSecret() {
        StringBuilder json = new StringBuilder(256);
        json.append("{\"accessKeyId\":").append(quoted(accessKeyId));
        json.append(",\"secretAccessKey\":").append(quoted(secretAccessKey));
        if (sessionToken != null) {
            json.append(",\"sessionToken\":").append(quoted(sessionToken));
        }
        if (region != null) {
            json.append(",\"region\":").append(quoted(region));
        }
        if (role != null) {
            json.append(",\"roleArn\":").append(quoted(role.arn()));
            if (role.externalId() != null) {
                json.append(",\"externalId\":").append(quoted(role.externalId()));
            }
        }
        return Secret.of(json.append('}').toString());
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AwsCredentials credentials && toSecret().equals(credentials.toSecret());
    }

    @Override
    public int hashCode() {
        return Objects.hash(accessKeyId, secretAccessKey, sessionToken, region, role);
    }

    @Override
    public String toString() {
        return "AwsCredentials[***]";
    }
}
