package dev.byok.aws;

import dev.byok.secret.Secret;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An access key of AWS's, for good or for a session. Cannot print itself. Immutable. */
public final class AwsCredentials {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** As OpenRouter takes them, and as AWS's own tools write them. */
    private static final Map<String, String> NAMES = Map.of(
            "accessKeyId", "accessKeyId",
            "AccessKeyId", "accessKeyId",
            "aws_access_key_id", "accessKeyId",
            "secretAccessKey", "secretAccessKey",
            "SecretAccessKey", "secretAccessKey",
            "aws_secret_access_key", "secretAccessKey",
            "sessionToken", "sessionToken",
            "SessionToken", "sessionToken",
            "aws_session_token", "sessionToken",
            "region", "region");

    private static final Set<String> OF_NO_ACCOUNT = Set.of("Version", "Expiration", "Code", "Type", "LastUpdated");

    private final String accessKeyId;
    private final String secretAccessKey;
    private final @Nullable String sessionToken;
    private final @Nullable String region;

    private AwsCredentials(
            String accessKeyId, String secretAccessKey, @Nullable String sessionToken, @Nullable String region) {
        this.accessKeyId = accessKeyId;
        this.secretAccessKey = secretAccessKey;
        this.sessionToken = sessionToken;
        this.region = region;
    }

    /** Credentials for any region. */
    public static AwsCredentials of(String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
        return new AwsCredentials(accessKeyId, secretAccessKey, sessionToken, null);
    }

    /** Returns whether a secret is meant to hold credentials, rather than an API key of Bedrock's. */
    public static boolean isIn(Secret secret) {
        return secret.apiKey().stripLeading().startsWith("{");
    }

    /**
     * Reads {@code {"accessKeyId":…,"secretAccessKey":…}}, with {@code sessionToken} and {@code region} where there are any.
     *
     * @throws IllegalArgumentException where it says something else; the message tells what, as a part of a sentence, and
     *     never holds a value
     */
    public static AwsCredentials in(Secret secret) {
        JsonNode object = object(secret.apiKey());
        String[] found = new String[4];
        List<String> order = List.of("accessKeyId", "secretAccessKey", "sessionToken", "region");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = NAMES.get(member.getKey());
            if (name != null) {
                found[order.indexOf(name)] = text(name, member.getValue());
            } else if (!OF_NO_ACCOUNT.contains(member.getKey())) {
                throw new IllegalArgumentException(
                        "AWS credentials with a member that is not known: expected accessKeyId,"
                                + " secretAccessKey, sessionToken and region");
            }
        }
        return new AwsCredentials(
                required("accessKeyId", found[0]), required("secretAccessKey", found[1]), found[2], found[3]);
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

    String accessKeyId() {
        return accessKeyId;
    }

    String secretAccessKey() {
        return secretAccessKey;
    }

    @Nullable
    String sessionToken() {
        return sessionToken;
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
        return Objects.hash(accessKeyId, secretAccessKey, sessionToken, region);
    }

    @Override
    public String toString() {
        return "AwsCredentials[***]";
    }
}
