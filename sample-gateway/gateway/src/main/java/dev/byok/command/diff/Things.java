package dev.byok.command.diff;

import dev.byok.policy.Caller;
import dev.byok.policy.Capability;
import dev.byok.policy.DataClass;
import dev.byok.policy.Endpoint;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.ImageSources;
import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.Quantizations;
import dev.byok.policy.SecretSources;
import dev.byok.policy.Workspace;
import dev.byok.price.Price;
import dev.byok.provider.Dialect;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Everything that a policy declares, as far as requests can tell, with what it says of it. */
final class Things {

    /** In the order in which people want to hear of them. */
    static final List<String> KINDS = List.of(
            "manifest", "workspace", "environment", "caller", "key", "model", "provider", "profile", "data class");

    private static final int HASH_BYTES_SHOWN = 4;

    private final List<Thing> things = new ArrayList<>();

    private Things() {}

    static List<Thing> of(PolicySnapshot policy) {
        Things things = new Things();
        Map<String, Caller> callers = CallerPair.callers(policy);
        things.add(policy.secretSources());
        things.add(policy.images());
        policy.workspaces().values().forEach(things::add);
        Map<Caller, List<String>> recognised = recognisedBy(policy);
        callers.values().forEach(caller -> things.add(caller, recognised.getOrDefault(caller, List.of())));
        policy.workspaces().values().forEach(workspace -> workspace.keys().values().stream()
                .flatMap(List::stream)
                .forEach(key -> things.add(workspace.name(), key)));
        policy.sharedKeys().values().stream().flatMap(List::stream).forEach(key -> things.add("operator", key));
        policy.models().values().forEach(things::add);
        policy.providers().values().forEach(things::add);
        callers.values().stream().map(Caller::profile).distinct().forEach(things::add);
        policy.dataClasses().values().stream()
                .sorted(Comparator.comparingInt(DataClass::rank))
                .forEach(things::add);
        return things.things;
    }

    private void add(SecretSources sources) {
        Facts facts =
                new Facts().sayAll("file-roots", sources.fileRoots()).sayIf(sources.allowEnv(), "allow-env", "true");
        things.add(new Thing("manifest", "secrets", sources.location(), facts.said()));
    }

    private void add(ImageSources images) {
        if (images.isOpen()) {
            Facts facts = new Facts()
                    .sayAll("hosts", images.hosts())
                    .say("max-bytes", images.maxBytes())
                    .say("timeout", images.timeout())
                    .sayIf(images.allowPrivateNetwork(), "allow-private-network", "true");
            things.add(new Thing("manifest", "images", images.location(), facts.said()));
        }
    }

    private void add(Workspace workspace) {
        Facts facts = new Facts()
                .sayAll("secrets", workspace.granted().secrets())
                .sayAll("providers", workspace.providers())
                .sayAll("principals", workspace.granted().principals())
                .sayIf(workspace.sharedCapacity(), "shared-capacity", "granted")
                .sayIf(workspace.showKeyNames(), "show-key-names", "true");
        things.add(new Thing("workspace", workspace.name(), workspace.grant(), facts.said()));
        workspace
                .environments()
                .forEach((name, environment) -> things.add(new Thing(
                        "environment",
                        workspace.name() + "/" + name,
                        environment.location(),
                        new Facts()
                                .say("production", environment.production())
                                .say("data-class", name(environment.dataClass()))
                                .sayLists(environment.guardrails())
                                .said())));
    }

    private void add(Caller caller, List<String> recognisedBy) {
        Facts facts = new Facts()
                .say("member", caller.member())
                .say("environment", caller.environment())
                .say("profile", caller.profile().name())
                .sayAll(
                        "profiles",
                        caller.profiles().stream().map(Profile::name).toList())
                .say("data-class", name(caller.dataClass()))
                .sayIf(caller.strictOwnKeys() || caller.demand().ownKeys() != null, "strict", "own-keys")
                .sayDemand(caller.demand())
                .sayLists(caller.guardrails())
                .sayIf(!caller.enabled(), "enabled", "false")
                .sayIf(caller.simulate(), "simulate", "true")
                .sayAll("recognised by", recognisedBy);
        things.add(new Thing("caller", caller.qualifiedName(), caller.location(), facts.said()));
    }

    /** The hashes of gateway keys open nothing; their first digits tell one line from another. */
    private static Map<Caller, List<String>> recognisedBy(PolicySnapshot policy) {
        Function<GatewayKeys.Entry, String> told =
                entry -> "key " + HexFormat.of().formatHex(entry.sha256(), 0, HASH_BYTES_SHOWN) + "…"
                        + (entry.expires() == null ? "" : " until " + entry.expires());
        Map<Caller, List<String>> recognised = policy.gatewayKeys()
                .all()
                .collect(Collectors.groupingBy(
                        GatewayKeys.Entry::caller, Collectors.mapping(told, Collectors.toCollection(ArrayList::new))));
        policy.callersByPrincipal().forEach((principal, caller) -> recognised
                .computeIfAbsent(caller, none -> new ArrayList<>())
                .add("principal " + principal));
        return recognised;
    }

    private void add(String owner, ProviderKey key) {
        Facts facts = new Facts()
                .say("provider", key.provider())
                .sayWord("section", key.tier())
                .say("secret", key.secret() == null ? null : key.secret().toString())
                .sayIf(!key.enabled(), "enabled", "false")
                .say("expires", key.expires())
                .sayAll("models", key.filters().models())
                .sayAll("api-keys", key.filters().apiKeys())
                .sayAll("members", key.filters().members())
                .sayAll("environments", key.filters().environments())
                .sayWord("shared-capacity", key.sharedCapacity())
                .sayWord("on-failure", key.onFailure())
                .say("declared-zdr", key.declared().zdr())
                .say("declared-region", key.declared().region())
                .sayIf(key.weight() != 1, "weight", String.valueOf(key.weight()));
        things.add(new Thing("key", owner + "/" + key.name(), key.location(), facts.said()));
    }

    private void add(Model model) {
        Facts facts = new Facts().say("context", model.context()).say("max-output", model.maxOutput());
        facts.say(
                "endpoints",
                model.endpoints().stream()
                        .map(endpoint -> endpoint.provider().name() + " " + endpoint.upstreamModel())
                        .collect(Collectors.joining(", ")));
        model.endpoints()
                .forEach(endpoint -> facts.say("price at " + endpoint.provider().name(), price(endpoint))
                        .sayIf(
                                !endpoint.quantization().equals(Quantizations.UNKNOWN),
                                "quantization at " + endpoint.provider().name(),
                                endpoint.quantization())
                        .say("capabilities at " + endpoint.provider().name(), capabilities(endpoint)));
        things.add(new Thing("model", model.slug(), model.location(), facts.said()));
    }

    private static String capabilities(Endpoint endpoint) {
        return endpoint.capabilities().stream().sorted().map(Capability::text).collect(Collectors.joining(", "));
    }

    private static @Nullable String price(Endpoint endpoint) {
        Price price = endpoint.price();
        if (price == null) {
            return null;
        }
        Map<String, @Nullable BigDecimal> parts = new LinkedHashMap<>();
        parts.put("prompt", price.prompt());
        parts.put("completion", price.completion());
        parts.put("cached-read", price.cachedRead());
        parts.put("cached-write", price.cachedWrite());
        parts.put("reasoning", price.reasoning());
        parts.put("request", price.request());
        return parts.entrySet().stream()
                .filter(part -> part.getValue() != null)
                .map(part -> part.getKey() + " " + part.getValue().toPlainString())
                .collect(Collectors.joining(", "));
    }

    private void add(Provider provider) {
        Facts facts = new Facts()
                .say("base-url", provider.baseUrl())
                .say(
                        "dialect",
                        provider.dialect() == Dialect.OPENAI_CHAT
                                ? null
                                : provider.dialect().text())
                .say(
                        "aws-region",
                        provider.awsRegion() == null
                                ? null
                                : provider.awsRegion().name())
                .say("auth", provider.auth().text())
                .say("region", provider.dataPolicy().region())
                .say("zdr", provider.dataPolicy().zdr())
                .say("trains", provider.dataPolicy().trains())
                .say("timeouts", provider.timeouts());
        things.add(new Thing("provider", provider.name(), provider.location(), facts.said()));
    }

    private void add(Profile profile) {
        Facts facts = new Facts()
                .say("max-attempts", profile.maxAttempts())
                .sayIf(profile.strictOwnKeys(), "strict", "own-keys")
                .sayIf(profile.moderatedNextModel(), "moderated", "next-model")
                .say("retry-within", profile.retryWithin())
                .say("timeouts", profile.timeouts())
                .say("max-wait", profile.waiting().maxWait())
                .say("queue", profile.waiting().queue())
                .say("hedge-after", profile.waiting().hedgeAfter())
                .say("delivery", profile.delivery().verified() ? "verified" : "live")
                .say("verified-max-bytes", profile.delivery().maxBytes())
                .sayBalancing(profile.balancing())
                .sayFallback(profile.modelFallback())
                .sayDemand(profile.demand())
                .sayLists(profile.guardrails());
        things.add(new Thing("profile", profile.name(), profile.location(), facts.said()));
    }

    private void add(DataClass dataClass) {
        Facts facts = new Facts()
                .say("place", dataClass.rank() + 1)
                .sayIf(dataClass.demand().ownKeys() != null, "strict", "own-keys")
                .sayDemand(dataClass.demand())
                .sayLists(dataClass.guardrails());
        things.add(new Thing("data class", dataClass.name(), dataClass.location(), facts.said()));
    }

    private static @Nullable String name(@Nullable DataClass dataClass) {
        return dataClass == null ? null : dataClass.name();
    }
}
