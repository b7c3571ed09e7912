package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.byok.e2e.EchoingAnswers.Refusing;
import dev.byok.e2e.FakeProvider.Behaviour;
import dev.byok.policy.source.PolicyWatcher;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends what a caller, a provider and an author of a policy can do, right and wrong, through the gateway; every provider
 * says the credential back wherever it can. What the gateway answers is kept.
 */
final class CanaryDrive {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final CanaryWorld world;
    private final CanaryCaller caller;

    CanaryDrive(CanaryWorld world) {
        this.world = world;
        this.caller = new CanaryCaller(world);
    }

    CanaryCaller caller() {
        return caller;
    }

    void all() throws IOException {
        successes();
        failuresOfEachClass();
        brokenStreams();
        ownRefusals();
        malformedRequests();
        rotation();
        observed();
        revocation();
        wrongPolicies();
    }

    private void successes() {
        for (String model : List.of("own", "strict", "fields", "environment", "shared")) {
            world.alpha.on(keyOf(model).value(), EchoingAnswers.echoing(Answers.ok("hello there")));
            caller.expect(200, model + " whole", caller.chat(model, false));
            caller.expect(200, model + " stream", caller.chat(model, true));
            caller.expect(200, model + " verified", caller.chat(model, true, "x-byok-delivery", "verified"));
            caller.expect(200, model + " dry run", caller.chat(model, false, "x-byok-dry-run", "true"));
        }
        world.azureSide.on(world.azure.value(), EchoingAnswers.echoing(Answers.ok("hello there")));
        caller.expect(200, "azure", caller.chat("azure", false));
        caller.expect(200, "azure stream", caller.chat("azure", true));
        HttpRequest.Builder byApiKey = world.request("/v1/chat/completions")
                .header("x-api-key", world.agent.value())
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(CanaryCaller.body("own", false)));
        caller.expect(200, "gateway key in x-api-key", byApiKey);
        caller.expect(
                200,
                "models",
                caller.authorized(world.request("/v1/models"), world.agent).GET());
    }

    private void failuresOfEachClass() {
        Map<String, Refusing> refusals = Map.ofEntries(
                Map.entry("rejected", new Refusing(502, 401, "invalid_request_error", "invalid_api_key")),
                Map.entry("quota", new Refusing(429, 429, "insufficient_quota", "insufficient_quota")),
                Map.entry("limited", new Refusing(429, 429, "requests", "rate_limit_exceeded")),
                Map.entry("permission", new Refusing(404, 404, "invalid_request_error", "model_not_found")),
                Map.entry("overloaded", new Refusing(503, 503, "server_error", "overloaded")),
                Map.entry("context", new Refusing(400, 400, "invalid_request_error", "context_length_exceeded")),
                Map.entry("moderated", new Refusing(400, 400, "invalid_request_error", "content_policy_violation")),
                Map.entry("invalid", new Refusing(422, 422, "invalid_request_error", "nonsense")));
        refusals.forEach((name, refusing) -> {
            everyKey(key -> refusing.behaviour(key));
            caller.expect(refusing.answer(), name, caller.chat("own", false));
            caller.expect(refusing.answer(), name + " stream", caller.chat("own", true));
            caller.expect(refusing.answer(), name + " of a strict key", caller.chat("strict", false));
            world.alpha.on(world.second.value(), Answers.ok("hello there"));
            caller.expect(
                    refusing.isReturned() ? refusing.answer() : 200,
                    name + " and another key",
                    caller.chat("own", true));
        });
        everyKey(key -> Answers.status(302, "moved", "location", "http://127.0.0.1:9/?key=" + key));
        caller.expect(502, "unexpected", caller.chat("own", false));
        everyKey(key -> Answers.reset());
        caller.expect(502, "reset", caller.chat("own", false));
        everyKey(key -> Answers.status(200, EchoingAnswers.error(key)));
        caller.expect(502, "error in 200", caller.chat("own", false));
        everyKey(key -> Answers.status(200, "<html>" + key + "</html>", "x-request-id", key));
        caller.expect(502, "not what was asked for", caller.chat("own", true));
        caller.expect(502, "nobody listens", caller.chat("down", false));
        world.slowSide.on(world.slow.value(), Answers.silent());
        caller.expect(504, "silent", caller.chat("slow", true));
    }

    private void brokenStreams() throws IOException {
        everyKey(key -> Answers.events(Flux.just(EchoingAnswers.errorEvent(key))));
        caller.expect(502, "error as the first event", caller.chat("own", true));
        everyKey(key -> Answers.events(EchoingAnswers.halves(EchoingAnswers.errorEvent(key))));
        caller.expect(502, "error as the first event, in two buffers", caller.chat("own", true));
        everyKey(key -> Answers.events(
                Flux.just(Answers.content("Hel")).concatWith(EchoingAnswers.halves(EchoingAnswers.errorEvent(key)))));
        caller.expect(200, "error midway", caller.chat("own", true));
        caller.expect(502, "error midway, verified", caller.chat("own", true, "x-byok-delivery", "verified"));
        everyKey(key -> Answers.cutAfter(Answers.content("Hel"), "data: {\"key\": \"" + key));
        caller.expect(200, "cut midway", caller.chat("own", true));
        everyKey(key -> Answers.events(Flux.just(Answers.content("Hel"), "data: {\"choices\": " + key + "\n\n")));
        caller.expect(200, "no JSON midway", caller.chat("own", true));
        everyKey(key -> Answers.events(
                Flux.just(": " + key + "\n\n", "event: " + key + "\nid: " + key + "\n\n", Answers.role())));
        caller.expect(502, "comments and no output", caller.chat("own", true));
        world.slowSide.on(
                world.slow.value(),
                Answers.events(Flux.just(Answers.content("Hel")).concatWith(Mono.never())));
        caller.expect(200, "stalls midway", caller.chat("slow", true));
        everyKey(key -> Answers.events(Flux.just(Answers.content("Hel")).concatWith(Mono.never())));
        cancel();
    }

    /** Reads the beginning of a stream and leaves. */
    private void cancel() throws IOException {
        int before = world.alpha.cancelled();
        CompletableFuture<HttpResponse<InputStream>> answer =
                caller.http().sendAsync(caller.chat("own", true).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.join().body()) {
            caller.answers().add("answer to cancelled", new String(body.readNBytes(10), StandardCharsets.UTF_8));
        }
        await().atMost(PATIENCE).until(() -> world.alpha.cancelled() > before);
    }

    private void ownRefusals() {
        everyKey(key -> Answers.ok("hello there"));
        caller.expect(403, "strict and shared only", caller.chat("shared", false, "x-byok-strict", "own-keys"));
        caller.expect(401, "unknown key", caller.chat(world.unknown, "own"));
        caller.expect(401, "key with a typo", caller.chat(world.malformed, "own"));
        caller.expect(401, "expired key", caller.chat(world.expired, "own"));
        everyKey(key -> Answers.ok("hello there ".repeat(50)));
        caller.expect(
                502, "too long to be verified", caller.chat(world.small, "own").header("x-byok-delivery", "verified"));
        caller.expect(
                404,
                "unknown model",
                caller.post(world.agent, "{\"model\":\"" + world.misplaced.value() + "\",\"messages\":[]}"));
        world.alpha.on(world.first.value(), Answers.rateLimited(60)).on(world.second.value(), Answers.rateLimited(60));
        world.alpha.on(world.fallback.value(), Answers.rateLimited(60));
        caller.expect(429, "before everything cools", caller.chat("own", false));
        caller.expectWithMemory(429, "everything cools", caller.chat("own", false));
    }

    private void malformedRequests() throws IOException {
        String misplaced = world.misplaced.value();
        caller.expect(400, "no JSON", caller.post(world.agent, "{\"model\": " + misplaced));
        caller.expect(400, "model of another kind", caller.post(world.agent, "{\"model\": [\"" + misplaced + "\"]}"));
        caller.expect(
                400,
                "stream of another kind",
                caller.post(world.agent, "{\"model\":\"own/gpt\",\"stream\":\"" + misplaced + "\"}"));
        for (String name : List.of("x-byok-strict", "x-byok-delivery", "x-byok-substitution", "x-byok-dry-run")) {
            caller.expect(400, "wrong " + name, caller.chat("own", false, name, misplaced));
        }
        caller.expect(
                415,
                "another type",
                caller.authorized(world.request("/v1/chat/completions"), world.agent)
                        .header("content-type", "text/" + misplaced)
                        .POST(HttpRequest.BodyPublishers.ofString(misplaced)));
        caller.expect(
                404,
                "unknown operation",
                caller.authorized(world.request("/v1/nothing"), world.agent).GET());
        caller.expect(
                404,
                "no route",
                caller.authorized(world.request("/nothing"), world.agent).GET());
        HttpRequest.Builder none =
                world.request("/v1/chat/completions").POST(HttpRequest.BodyPublishers.ofString("{}"));
        caller.expect(401, "no key", none);
        caller.raw("no HTTP", misplaced + " " + misplaced + "\r\n" + misplaced + "\r\n\r\n");
        caller.raw(
                "no header",
                "POST /v1/chat/completions HTTP/1.1\r\nauthorization: Bearer " + world.agent.value() + "\r\nx-"
                        + misplaced + " : no\u0001\r\n\r\n");
        caller.raw(
                "a wrong length",
                RawHttp.head(
                        "POST",
                        "/v1/chat/completions?" + misplaced,
                        world.agent.value(),
                        "content-length",
                        "x" + misplaced));
    }

    private void rotation() {
        world.alpha
                .on(world.old.value(), EchoingAnswers.echoing(Answers.ok("hello there")))
                .on(world.rotated.value(), EchoingAnswers.echoing(Answers.ok("hello there")));
        caller.expect(200, "before the rotation", caller.chat("rotating", true));
        world.alpha.on(
                world.old.value(),
                new Refusing(502, 401, "invalid_request_error", "invalid_api_key").behaviour(world.old.value()));
        caller.expect(502, "a rejected key that has not changed", caller.chat("rotating", false));
        world.policy.secret("rotating", world.rotated.value());
        caller.expect(200, "a rejected key that is read again", caller.chat("rotating", true));
        world.policy.secret("rotating", world.rotated.value() + "\nand more");
        world.alpha.on(world.rotated.value(), Answers.status(401, EchoingAnswers.error(world.rotated.value())));
        caller.expect(502, "a rejected key that cannot be read any more", caller.chat("rotating", false));
    }

    /** On a way of the host's own, which passes on of a caller what it likes. */
    private void observed() {
        world.alpha.on(world.route.value(), Answers.ok("hello there"));
        for (boolean stream : List.of(false, true)) {
            caller.expect(
                    200,
                    "observed",
                    HttpRequest.newBuilder(world.uri("/observed/v1/chat/completions"))
                            .header("x-api-key", world.agent.value())
                            .header("content-type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(CanaryCaller.body("own", stream))));
        }
    }

    private void revocation() {
        caller.expect(200, "before the revocation", caller.chat(world.revoked, "fields"));
        actuator("{\"kind\":\"caller\",\"workspace\":\"acme\",\"name\":\"revoked\"}", 200);
        actuator("{\"kind\":\"key\",\"workspace\":\"acme\",\"provider\":\"alpha\",\"name\":\"own-first\"}", 200);
        actuator("{\"kind\":\"nothing\"}", 400);
        caller.expect(401, "revoked caller", caller.chat(world.revoked, "fields"));
        everyKey(key -> EchoingAnswers.echoing(Answers.ok("hello there")));
        caller.expect(200, "revoked key", caller.chat("own", false));
    }

    private void actuator(String body, int status) {
        caller.expect(
                status,
                "actuator " + status,
                HttpRequest.newBuilder(world.uri("/actuator/byok"))
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private void wrongPolicies() {
        String raw = world.raw.value();
        String opaque = world.raw.core();
        List<String> wrong = List.of(
                "  raw/secret: { endpoints: [{ provider: alpha, model: x, secret: \"" + raw + "\" }] }\n",
                "  raw/name: { endpoints: [{ provider: \"" + opaque + "\", model: x }] }\n",
                "  raw/field: { endpoints: [{ provider: alpha, model: x, " + opaque + ": 1 }] }\n",
                "  \"" + opaque + "!\": { endpoints: [{ provider: alpha, model: x }] }\n",
                "  raw/context: { context: " + opaque + ", endpoints: [{ provider: alpha, model: x }] }\n",
                "  raw/price: { endpoints: [{ provider: alpha, model: x, price: { prompt: " + opaque + " } }] }\n",
                "  # " + raw + "\n",
                "  raw/yaml: { endpoints: [" + opaque + ": \"" + opaque + "\n",
                "  raw/anchor: &" + opaque + " { endpoints: *" + opaque + " }\n");
        wrong.forEach(line -> refuse("models.yml", CanaryWorld.models(line), CanaryWorld.models("")));
        refuse(raw + ".yml", "a: 1\n", null);
        caller.expect(200, "after the wrong policies", caller.chat("fields", false));
    }

    /** Waits until the policy with this file in it is refused, and until the one without it is in force again. */
    private void refuse(String file, String text, @Nullable String right) {
        PolicyWatcher watcher = world.gateway.context().getBean(PolicyWatcher.class);
        world.policy.write(file, text);
        await().atMost(PATIENCE).until(() -> watcher.lastRefusal() != null);
        for (String endpoint : List.of("byok", "health")) {
            caller.answers()
                    .add(
                            "actuator " + endpoint + " while a policy is refused",
                            caller.get("/actuator/" + endpoint).body());
        }
        caller.answers()
                .add(
                        "problems",
                        Objects.requireNonNull(watcher.lastRefusal()).problems().toString());
        if (right == null) {
            assertThat(world.policy.root().resolve(file).toFile().delete()).isTrue();
        } else {
            world.policy.write(file, right);
        }
        await().atMost(PATIENCE).until(() -> watcher.lastRefusal() == null);
    }

    private void everyKey(Function<String, Behaviour> behaviour) {
        List.of(world.first, world.second, world.fallback, world.strict, world.shared, world.field, world.env)
                .forEach(key -> world.alpha.on(key.value(), behaviour.apply(key.value())));
    }

    private Canary keyOf(String model) {
        return switch (model) {
            case "own" -> world.first;
            case "strict" -> world.strict;
            case "fields" -> world.field;
            case "environment" -> world.env;
            default -> world.shared;
        };
    }
}
