package dev.byok.policy.document;

import dev.byok.policy.DataPolicy;
import dev.byok.policy.Provider;
import dev.byok.policy.Provider.AuthScheme;
import dev.byok.policy.Timeouts;
import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import java.net.URI;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads {@code providers} of providers.yml. */
final class ProvidersReader {

    static final Fields ROOT = Fields.of("providers", "shared-capacity");

    private static final Fields FIELDS = Fields.of(
                    "preset",
                    "base-url",
                    "dialect",
                    "auth",
                    "allow-private-network",
                    "timeouts",
                    "region",
                    "data-policy",
                    AzureReader.RESOURCE,
                    AzureReader.DEPLOYMENTS,
                    AzureReader.API_VERSION,
                    AwsPlaceReader.REGION)
            .without("project", "location");
    private static final Fields DATA_POLICY = Fields.of("zdr", "trains");

    /** Kinds of providers that the format knows and this version does not. */
    private static final Set<String> PRESETS_TO_COME =
            Set.of("gemini", "vertex", "azure-inference", "cohere", "perplexity", "firecrawl");

    private static final String[] DIALECTS_TO_COME = {"openai-responses", "gemini-generate-content", "cohere-v2"};

    private ProvidersReader() {}

    static Declared<Provider> read(Section root) {
        Declared<Provider> providers = new Declared<>("provider");
        root.require("providers").entries("providers").forEach((name, value) -> {
            Section section = value.section();
            providers.add(name, section == null || !value.isName(name) ? null : provider(name, section));
        });
        return providers;
    }

    private static @Nullable Provider provider(String name, Section section) {
        section.only(FIELDS);
        boolean allowPrivateNetwork = section.flag("allow-private-network", false);
        ProviderPreset preset = preset(name, section);
        Dialect dialect = dialect(preset, section);
        AuthScheme auth = auth(preset, dialect, section);
        Timeouts timeouts = TimeoutsReader.read(section);
        DataPolicy dataPolicy = dataPolicy(section);
        if (preset == ProviderPreset.AZURE_OPENAI) {
            AzureReader.Place place = AzureReader.read(section, allowPrivateNetwork);
            return place == null
                    ? null
                    : new Provider(
                            name,
                            preset,
                            place.baseUrl(),
                            auth,
                            timeouts,
                            section.location(),
                            place.deployments(),
                            dataPolicy,
                            dialect);
        }
        if (preset == ProviderPreset.AZURE_ANTHROPIC) {
            URI baseUrl = AzureReader.foundry(section, allowPrivateNetwork);
            return baseUrl == null
                    ? null
                    : new Provider(
                            name, preset, baseUrl, auth, timeouts, section.location(), Set.of(), dataPolicy, dialect);
        }
        AzureReader.refuse(section);
        if (preset == ProviderPreset.BEDROCK || preset == ProviderPreset.BEDROCK_MANTLE) {
            AwsPlaceReader.Place place = AwsPlaceReader.read(section, preset, dialect, allowPrivateNetwork);
            return place == null
                    ? null
                    : new Provider(
                            name,
                            preset,
                            place.baseUrl(),
                            auth,
                            timeouts,
                            section.location(),
                            Set.of(),
                            dataPolicy,
                            dialect,
                            place.region());
        }
        AwsPlaceReader.refuse(section, auth, dialect);
        URI baseUrl = preset == null ? null : baseUrl(preset, section, allowPrivateNetwork);
        return preset == null || baseUrl == null
                ? null
                : new Provider(
                        name, preset, baseUrl, auth, timeouts, section.location(), Set.of(), dataPolicy, dialect);
    }

    /** Many offer more than one, each below a URL of its own. */
    private static Dialect dialect(@Nullable ProviderPreset preset, Section section) {
        String written = section.word(
                "dialect", Arrays.stream(Dialect.values()).map(Dialect::text).toList(), DIALECTS_TO_COME);
        Dialect said = written == null ? null : Dialect.byText(written);
        if (said != null) {
            return said;
        }
        return preset == null ? Dialect.OPENAI_CHAT : preset.dialect();
    }

    /** What is not said is not promised. */
    private static DataPolicy dataPolicy(Section section) {
        String region = Regions.read(section, "region");
        Section said = section.section("data-policy");
        if (said == null) {
            return region == null ? DataPolicy.UNKNOWN : new DataPolicy(false, true, region);
        }
        said.only(DATA_POLICY);
        return new DataPolicy(said.flag("zdr", false), said.flag("trains", true), region);
    }

    private static AuthScheme auth(@Nullable ProviderPreset preset, Dialect dialect, Section section) {
        String written = section.word(
                "auth", Arrays.stream(AuthScheme.values()).map(AuthScheme::text).toList());
        boolean asOthers = preset == null || preset.auth().equals(AuthScheme.BEARER.text());
        if (written == null && asOthers && dialect == Dialect.ANTHROPIC_MESSAGES) {
            return AuthScheme.X_API_KEY; // whoever else speaks it takes keys as Anthropic does
        }
        AuthScheme scheme =
                AuthScheme.byText(written != null || preset == null ? String.valueOf(written) : preset.auth());
        return scheme == null ? AuthScheme.BEARER : scheme;
    }

    private static @Nullable ProviderPreset preset(String name, Section section) {
        Value written = section.get("preset");
        if (written != null) {
            String text = written.text();
            return text == null ? null : presetWritten(text, written);
        }
        ProviderPreset implied = ProviderPreset.byName(name);
        if (implied == null && PRESETS_TO_COME.contains(name)) {
            section.problem(Problems.NOT_SUPPORTED);
            return null;
        }
        if (implied == null && !section.has("base-url")) {
            section.problem("expected a preset or a base-url" + Suggestion.of(name, presetNames()));
            return null;
        }
        return implied == null ? ProviderPreset.COMPATIBLE : implied;
    }

    private static @Nullable ProviderPreset presetWritten(String text, Value written) {
        ProviderPreset preset = ProviderPreset.byName(text);
        if (preset == null) {
            Set<String> known = presetNames();
            boolean toCome = PRESETS_TO_COME.contains(text);
            written.problem(toCome ? Problems.NOT_SUPPORTED : "unknown preset" + Suggestion.of(text, known));
        }
        return preset;
    }

    private static @Nullable URI baseUrl(ProviderPreset preset, Section section, boolean allowPrivateNetwork) {
        Value written = section.get("base-url");
        if (written != null) {
            return BaseUrlReader.read(written, allowPrivateNetwork);
        }
        String builtIn = preset.baseUrl();
        if (builtIn == null) {
            section.require("base-url");
            return null;
        }
        URI uri = URI.create(builtIn);
        String objection = BaseUrlReader.objection(uri, allowPrivateNetwork);
        if (objection != null) {
            section.problem("the preset's " + builtIn + ": " + objection);
        }
        return uri;
    }

    private static Set<String> presetNames() {
        Set<String> names = new TreeSet<>();
        Arrays.stream(ProviderPreset.values()).map(ProviderPreset::presetName).forEach(names::add);
        return names;
    }
}
