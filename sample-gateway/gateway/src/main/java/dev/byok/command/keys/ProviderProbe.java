package dev.byok.command.keys;

import dev.byok.dialect.anthropic.AnthropicMessages;
import dev.byok.outcome.Outcome;
import dev.byok.outcome.OutcomeClassifier;
import dev.byok.policy.Provider;
import dev.byok.policy.document.Shown;
import dev.byok.provider.Dialect;
import dev.byok.provider.FreeCall;
import dev.byok.quota.Quota;
import dev.byok.quota.QuotaReader;
import dev.byok.quota.Remaining;
import dev.byok.secret.Redaction;
import dev.byok.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One call to a provider that costs nothing and tells of a key. */
final class ProviderProbe {

    private static final int MOST_BYTES = 8 * 1024 * 1024;

    /** OpenAI's word for a key that may not list models, whatever else it may. */
    private static final String MISSING_SCOPES = "missing scopes";

    private final HttpClient http;
    private final Duration timeout;
    private final OutcomeClassifier classifier;
    private final QuotaReader<HttpHeaders> quotas;

    ProviderProbe(Duration timeout, Clock clock) {
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(timeout)
                .build();
        this.timeout = timeout;
        this.classifier = new OutcomeClassifier(clock);
        this.quotas =
                new QuotaReader<>((headers, name) -> headers.firstValue(name).orElse(null), clock);
    }

    /** Asks, and waits for the answer. */
    KeyFinding ask(KeyInUse key, @Nullable Secret secret) {
        Provider provider = key.provider();
        if (provider.dialect() == Dialect.BEDROCK_CONVERSE
                || (secret != null && provider.auth().signs(secret))) {
            return KeyFinding.of(key, KeyState.UNCLEAR, "there is no call at Bedrock that costs nothing");
        }
        if (secret != null && secret.apiKey().stripLeading().startsWith("[")) {
            return KeyFinding.of(key, KeyState.UNCLEAR, "a list of keys: a request's model tells which is meant");
        }
        FreeCall call = FreeCall.of(provider.preset());
        HttpRequest.Builder request = HttpRequest.newBuilder(provider.below(call.path()))
                .timeout(timeout)
                .header("accept", "application/json")
                .GET();
        if (provider.dialect() == Dialect.ANTHROPIC_MESSAGES) {
            new AnthropicMessages().headers(request::setHeader);
        }
        if (secret != null) {
            provider.auth().authorize(secret, request::setHeader);
        }
        try {
            HttpResponse<InputStream> response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return judge(key, secret, call, response, body.readNBytes(MOST_BYTES));
            }
        } catch (IOException e) {
            return KeyFinding.of(key, KeyState.UNREACHABLE, e.getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return KeyFinding.of(key, KeyState.UNREACHABLE, "given up");
        }
    }

    private KeyFinding judge(
            KeyInUse key, @Nullable Secret secret, FreeCall call, HttpResponse<?> response, byte[] body) {
        HttpHeaders headers = response.headers();
        int status = response.statusCode();
        Outcome outcome = classifier.classify(
                key.provider().preset(),
                status,
                name -> headers.firstValue(name).orElse(null),
                body);
        String said = said(outcome, secret);
        KeyState state = state(outcome, said);
        if (state != KeyState.OK) {
            return KeyFinding.of(key, state, status + (said.isEmpty() ? "" : ": " + said));
        }
        if (!call.namesModels()) {
            return new KeyFinding(key, state, null, List.of(), left(key, headers), null);
        }
        Set<String> listed = ModelList.read(body);
        if (listed == null) {
            return KeyFinding.of(key, KeyState.UNCLEAR, "200, and no list of models");
        }
        List<String> missing = key.models().stream()
                .filter(model -> !ModelList.names(listed, model))
                .toList();
        return new KeyFinding(
                key, missing.isEmpty() ? state : KeyState.NO_ACCESS, null, missing, left(key, headers), null);
    }

    private static KeyState state(Outcome outcome, String said) {
        if (said.toLowerCase(Locale.ROOT).contains(MISSING_SCOPES)) {
            return KeyState.UNCLEAR;
        }
        return switch (outcome.outcomeClass()) {
            case OK -> KeyState.OK;
            case CREDENTIAL_REJECTED -> KeyState.REJECTED;
            case QUOTA_EXHAUSTED -> KeyState.QUOTA_EXHAUSTED;
            case RATE_LIMITED -> KeyState.RATE_LIMITED;
            case OVERLOADED, SILENT -> KeyState.UNREACHABLE;
            default -> KeyState.UNCLEAR;
        };
    }

    /** A provider may quote the key: nothing of what it says is printed as it is. */
    private static String said(Outcome outcome, @Nullable Secret secret) {
        String message = outcome.error().message();
        return message == null ? "" : Shown.text(Redaction.scrub(message, secret));
    }

    private List<Remaining> left(KeyInUse key, HttpHeaders headers) {
        Quota quota = quotas.read(key.provider().preset(), headers);
        return quota == null ? List.of() : quota.limits();
    }
}
