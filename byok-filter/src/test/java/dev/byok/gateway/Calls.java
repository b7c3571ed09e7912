package dev.byok.gateway;

import dev.byok.failover.AttemptRecord;
import dev.byok.failover.Delays;
import dev.byok.failover.Failover;
import dev.byok.failover.Gates;
import dev.byok.ledger.Generation;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClass;
import dev.byok.outcome.ProviderError;
import dev.byok.outcome.SubClass;
import dev.byok.plan.Attempt;
import dev.byok.plan.Exclusion;
import dev.byok.plan.Plan;
import dev.byok.policy.Caller;
import dev.byok.policy.Endpoint;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import dev.byok.policy.Model;
import dev.byok.policy.OnFailure;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import dev.byok.policy.Provider;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SharedCapacityRule;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Tier;
import dev.byok.policy.Timeouts;
import dev.byok.policy.Workspace;
import dev.byok.provider.ProviderPreset;
import dev.byok.request.BodyScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** Requests that have come as far as a test wants them. */
final class Calls {

    static final SourceLocation HERE = new SourceLocation("test", 1);
    static final String SAID = "the provider's own words";
    static final String STREAM_REQUEST = "{\"model\":\"openai/gpt\",\"stream\":true,\"messages\":[]}";

    private static final String REQUEST =
            "{\"model\":\"openai/gpt\",\"models\":[\"openai/gpt\",\"openai/old\"],\"messages\":[]}";

    private static final Provider OPENAI = new Provider(
            "openai",
            ProviderPreset.COMPATIBLE,
            URI.create("http://openai.test"),
            Provider.AuthScheme.NONE,
            Timeouts.NONE,
            HERE);
    private static final Endpoint ENDPOINT = new Endpoint(OPENAI, "gpt", null, HERE);
    private static final Model MODEL = new Model("openai/gpt", null, List.of(ENDPOINT), HERE);

    private Calls() {}

    static ByokExchange begun() {
        return new ByokExchange(Generation.begin(Instant.parse("2026-11-05T12:00:00Z")), new HttpHeaders());
    }

    /** A request for a stream that has been taken in, but not planned. */
    static ByokExchange streaming() {
        return streaming(begun());
    }

    /** Takes a stream's request in. */
    static ByokExchange streaming(ByokExchange call) {
        ByteBuf body = Unpooled.copiedBuffer(STREAM_REQUEST, StandardCharsets.UTF_8);
        identify(call, false);
        call.asks(ApiOperation.CHAT_COMPLETIONS);
        call.read(BodyScanner.scan(body));
        call.take(body);
        return call;
    }

    /** A request of which is known who sends it and what it wants. */
    static ByokExchange identified(boolean showKeyNames) {
        ByokExchange call = identify(begun(), showKeyNames);
        call.read(BodyScanner.scan(Unpooled.copiedBuffer(REQUEST, StandardCharsets.UTF_8)));
        return call;
    }

    private static ByokExchange identify(ByokExchange call, boolean showKeyNames) {
        Workspace workspace = new Workspace("acme", showKeyNames, List.of(Glob.of("*")), true, Map.of(), HERE);
        call.under(policy(Map.of("acme", workspace)));
        call.identify(new Caller("agent", "acme", null, null, Profile.DEFAULT, true, false, HERE));
        return call;
    }

    /** A policy that says nothing. */
    static PolicySnapshot policy() {
        return policy(Map.of());
    }

    private static PolicySnapshot policy(Map<String, Workspace> workspaces) {
        return new PolicySnapshot(
                "commit-1", Map.of(), Map.of(), workspaces, Map.of(), new GatewayKeys(List.of()), Map.of(), List.of());
    }

    /** A request whose attempts have all failed. */
    static ByokExchange failed(boolean showKeyNames, List<Exclusion> exclusions, AttemptRecord... failures) {
        ByokExchange call = identified(showKeyNames);
        Plan plan = new Plan(Stream.of(failures).map(AttemptRecord::attempt).toList(), List.of(), exclusions);
        Failover failover = new Failover(plan, Profile.DEFAULT, Delays.RANDOM, Gates.open());
        failover.start();
        for (AttemptRecord failure : failures) {
            failover.failed(failure.attempt(), failure.outcome(), failure.latency(), false, false);
        }
        call.plan(plan, failover);
        return call;
    }

    static AttemptRecord failure(Attempt attempt, Outcome outcome) {
        return new AttemptRecord(attempt, outcome, Duration.ofMillis(12));
    }

    static Outcome outcome(OutcomeClass outcomeClass, SubClass subClass, int status) {
        return Outcome.of(outcomeClass, subClass, status);
    }

    /** The provider said something with it. */
    static Outcome worded(OutcomeClass outcomeClass, int status, @Nullable Duration retryAfter) {
        ProviderError error = new ProviderError(SAID, "provider_type", "provider_code", "messages");
        return new Outcome(outcomeClass, SubClass.NONE, status, retryAfter, error);
    }

    static Attempt attempt(String key, Tier tier) {
        return attempt(key, tier, false);
    }

    static Attempt attempt(String key, Tier tier, boolean returnsFailure) {
        ProviderKey credential = new ProviderKey(
                key,
                "openai",
                tier,
                0,
                null,
                true,
                null,
                KeyFilters.NONE,
                SharedCapacityRule.USE,
                OnFailure.CONTINUE,
                HERE);
        return new Attempt(MODEL, 0, ENDPOINT, credential, returnsFailure);
    }
}
