package dev.byok.policy.document;

import dev.byok.policy.Provider.AuthScheme;
import dev.byok.provider.AwsRegion;
import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Reads where Amazon Bedrock is: in a region of AWS's, from which its host follows, or at a {@code base-url} in front of one.
 * Not the {@code region} of other fields, which is a word of the policy's own.
 */
final class AwsPlaceReader {

    static final String REGION = "aws-region";

    private static final String CONVERSE = "dialect bedrock-converse is spoken by preset bedrock";

    private static final String ONLY = "only with preset bedrock or bedrock-mantle";

    /** Where requests go, and the region for which they are signed. */
    record Place(URI baseUrl, AwsRegion region) {}

    private AwsPlaceReader() {}

    static @Nullable Place read(Section section, ProviderPreset preset, Dialect dialect, boolean allowPrivateNetwork) {
        Value value = section.get(REGION);
        if (value == null) {
            section.problem("expected an aws-region such as eu-central-1");
        }
        if (preset == ProviderPreset.BEDROCK_MANTLE && dialect == Dialect.BEDROCK_CONVERSE) {
            section.problem(CONVERSE);
        } else if (preset == ProviderPreset.BEDROCK && dialect == Dialect.ANTHROPIC_MESSAGES) {
            section.problem("dialect anthropic-messages is spoken by preset bedrock-mantle");
        }
        String name = value == null ? null : value.text();
        AwsRegion region = name == null ? null : AwsRegion.of(name);
        if (value != null && name != null && region == null) {
            value.problem("expected a region of AWS's, such as eu-central-1");
        }
        Value written = section.get("base-url");
        if (written != null) {
            URI url = BaseUrlReader.read(written, allowPrivateNetwork);
            return url == null || region == null ? null : new Place(url, region);
        }
        URI url = region == null ? null : region.baseUrl(preset, dialect);
        if (value != null && region != null && url == null) {
            value.problem("its host is not known here: give a base-url beside it");
        }
        return url == null || region == null ? null : new Place(url, region);
    }

    /** Reports what only these presets have at a provider of another one. */
    static void refuse(Section section, AuthScheme auth, Dialect dialect) {
        Value region = section.get(REGION);
        if (region != null) {
            region.silentProblem(ONLY);
        }
        if (auth == AuthScheme.AWS) {
            section.problem("auth aws is for preset bedrock or bedrock-mantle");
        }
        if (dialect == Dialect.BEDROCK_CONVERSE) {
            section.problem(CONVERSE);
        }
    }
}
