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

    private static final String ONLY = "only with preset bedrock or bedrock-mantle";

    /** Where requests go, and the region for which they are signed. */
    record Place(URI baseUrl, AwsRegion region) {}

    private AwsPlaceReader() {}

    static @Nullable Place read(Section section, ProviderPreset preset, Dialect dialect, boolean allowPrivateNetwork) {
        section.require(REGION);
        boolean converse = dialect == Dialect.BEDROCK_CONVERSE;
        if (preset == ProviderPreset.BEDROCK_MANTLE ? converse : dialect == Dialect.ANTHROPIC_MESSAGES) {
            section.problem(
                    converse
                            ? "dialect bedrock-converse is spoken by preset bedrock"
                            : "dialect anthropic-messages is spoken by preset bedrock-mantle");
        }
        Value value = section.get(REGION);
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
        Value written = section.get("auth");
        if (written != null && auth == AuthScheme.AWS) {
            written.problem(ONLY);
        }
        Value spoken = section.get("dialect");
        if (spoken != null && dialect == Dialect.BEDROCK_CONVERSE) {
            spoken.problem("only with preset bedrock");
        }
    }
}
