package dev.byok.provider;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A region of AWS's, and where Bedrock is in it (botocore's endpoint rules of bedrock-runtime, 2026-08). Immutable.
 *
 * @param name as in {@code eu-central-1}
 */
public record AwsRegion(String name) {

    private static final Pattern NAME = Pattern.compile("[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-[1-9][0-9]?");

    /** Those of the partitions whose hosts are known here. */
    private static final Pattern HOSTED =
            Pattern.compile("(?:us|us-gov|eu|ap|sa|ca|me|af|il|mx|cn)-[a-z]+-[1-9][0-9]?");

    private static final Pattern ARN = Pattern.compile("arn:aws(?:-[a-z-]+)?:bedrock:([a-z0-9-]+):.*");

    /** Returns the region of this name; null where none could be called so. */
    public static @Nullable AwsRegion of(String name) {
        return NAME.matcher(name).matches() ? new AwsRegion(name) : null;
    }

    /** Returns the region that a model's ARN names; null where it is none, or names none. */
    public static @Nullable AwsRegion ofArn(String model) {
        if (!model.startsWith("arn:")) {
            return null;
        }
        Matcher arn = ARN.matcher(model);
        return arn.matches() ? of(arn.group(1)) : null;
    }

    /** Returns the name that AWS knows a service by in signatures. */
    public static String signingName(ProviderPreset preset) {
        return preset == ProviderPreset.BEDROCK_MANTLE ? "bedrock-mantle" : "bedrock";
    }

    /** Returns where a dialect is spoken; null where that is not known, as of regions that are not everybody's. */
    public @Nullable URI baseUrl(ProviderPreset preset, Dialect dialect) {
        if (!HOSTED.matcher(name).matches()) {
            return null;
        }
        boolean china = name.startsWith("cn-");
        if (preset == ProviderPreset.BEDROCK_MANTLE) {
            String host = "https://bedrock-mantle." + name + (china ? ".api.amazonwebservices.com.cn" : ".api.aws");
            return URI.create(host + (dialect == Dialect.ANTHROPIC_MESSAGES ? "/anthropic/v1" : "/v1"));
        }
        String host = "https://bedrock-runtime." + name + (china ? ".amazonaws.com.cn" : ".amazonaws.com");
        return URI.create(dialect == Dialect.BEDROCK_CONVERSE ? host : host + "/openai/v1");
    }
}
