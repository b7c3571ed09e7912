package dev.byok.outcome;

import dev.byok.provider.Dialect;
import dev.byok.provider.ProviderPreset;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says what a provider's answer means. The status alone never decides: the provider, the error's code, type and text,
 * and the headers speak too, first matching row first. Immutable, never throws on any body.
 */
public final class OutcomeClassifier {

    private final Map<Dialect, Map<ProviderPreset, List<ClassificationRule>>> rules = new EnumMap<>(Dialect.class);
    private final RetryDelay retryDelay;

    /** @param clock against which dates in headers are read */
    public OutcomeClassifier(Clock clock) {
        this.retryDelay = new RetryDelay(clock);
        for (Dialect dialect : Dialect.values()) {
            Map<ProviderPreset, List<ClassificationRule>> spoken = new EnumMap<>(ProviderPreset.class);
            for (ProviderPreset preset : ProviderPreset.values()) {
                spoken.put(preset, ClassificationRules.of(preset, dialect));
            }
            rules.put(dialect, spoken);
        }
    }

    /** Classifies an answer of a provider that speaks what its kind does. */
    public Outcome classify(ProviderPreset preset, int status, HeaderLookup headers, byte[] body) {
        return classify(preset, preset.dialect(), status, headers, body);
    }

    /**
     * Classifies an answer by status, headers and body.
     *
     * @param dialect what the provider speaks
     * @param body what there is of the error body, possibly empty; not looked at for 2xx
     */
    public Outcome classify(ProviderPreset preset, Dialect dialect, int status, HeaderLookup headers, byte[] body) {
        if (status >= 200 && status < 300) {
            return Outcome.of(OutcomeClass.OK, SubClass.NONE, status);
        }
        Answer answer = new Answer(status, headers, body);
        Outcome byRule = byRule(preset, dialect, answer);
        return byRule != null ? byRule : byStatus(answer);
    }

    /**
     * Returns whether the body may say that an answer means something else than its status does: those that rows look into,
     * and 2xx, which is no error at all unless its body says so.
     */
    public static boolean readsBody(int status) {
        return status / 100 == 2 || ClassificationRules.READ_BODY_OF.contains(status);
    }

    /** Classifies an error inside HTTP 200 of a provider that speaks what its kind does. */
    public Outcome classifyInBand(ProviderPreset preset, byte[] json) {
        return classifyInBand(preset, preset.dialect(), json);
    }

    /**
     * Classifies an error inside HTTP 200 as if its code or type were the status.
     *
     * @param dialect what the provider speaks
     * @param json one event's payload or a whole body, with a non-null error in it
     * @return an outcome whose status is the one the error stands for, 200 where it does not say
     */
    public Outcome classifyInBand(ProviderPreset preset, Dialect dialect, byte[] json) {
        Answer answer = new Answer(200, HeaderLookup.NONE, json);
        int status = InBandStatus.of(answer);
        if (status != InBandStatus.UNKNOWN) {
            Answer standingFor = answer.withStatus(status);
            Outcome byRule = byRule(preset, dialect, standingFor);
            return byRule != null ? byRule : byStatus(standingFor);
        }
        Outcome byText = byRule(preset, dialect, answer.withStatus(400));
        return byText != null ? byText : outcome(answer, OutcomeClass.OVERLOADED, SubClass.IN_BAND);
    }

    /**
     * Classifies a call that ended without an answer: {@link OutcomeClass#OVERLOADED} where the connection failed, else
     * {@link OutcomeClass#UNEXPECTED}. The gateway's own timers and the caller's cancellation are not judged here.
     */
    public Outcome ofFailure(Throwable failure) {
        return CallFailure.of(failure).outcome();
    }

    /**
     * Returns whether the call failed before anything of the request was sent: the host was not found or not reached, its
     * handshake failed, or no pooled connection was free. Nothing can have been billed then.
     */
    public static boolean isConnectFailure(Throwable failure) {
        return CallFailure.of(failure) == CallFailure.NOT_CONNECTED;
    }

    private @Nullable Outcome byRule(ProviderPreset preset, Dialect dialect, Answer answer) {
        for (ClassificationRule rule : rules.getOrDefault(dialect, Map.of()).getOrDefault(preset, List.of())) {
            if (rule.matches(answer)) {
                return outcome(answer, rule.outcomeClass(), rule.subClass());
            }
        }
        return null;
    }

    private Outcome byStatus(Answer answer) {
        return switch (answer.status()) {
            case 401 -> outcome(answer, OutcomeClass.CREDENTIAL_REJECTED, SubClass.NONE);
            case 402 -> outcome(answer, OutcomeClass.QUOTA_EXHAUSTED, SubClass.NONE);
            case 403 -> outcome(answer, OutcomeClass.PERMISSION, SubClass.NONE);
            case 429 -> outcome(answer, OutcomeClass.RATE_LIMITED, SubClass.NONE);
            case 413 -> outcome(answer, OutcomeClass.CONTEXT_LENGTH, SubClass.REQUEST_TOO_LARGE);
            case 408, 504, 524 -> outcome(answer, OutcomeClass.OVERLOADED, SubClass.TIMEOUT);
            case 503, 529 -> outcome(answer, OutcomeClass.OVERLOADED, SubClass.NONE);
            // 499 says that the client left: ours did not, or nobody would ask.
            case 424, 499 -> outcome(answer, OutcomeClass.OVERLOADED, SubClass.SERVER_ERROR);
            case 400, 404, 405, 409, 415, 422, 451 -> outcome(answer, OutcomeClass.INVALID_REQUEST, SubClass.NONE);
            default ->
                answer.status() >= 500 && answer.status() < 600
                        ? outcome(answer, OutcomeClass.OVERLOADED, SubClass.SERVER_ERROR)
                        : outcome(answer, OutcomeClass.UNEXPECTED, SubClass.NONE);
        };
    }

    private Outcome outcome(Answer answer, OutcomeClass outcomeClass, SubClass subClass) {
        return new Outcome(
                outcomeClass, subClass, answer.status(), delay(answer, outcomeClass, subClass), answer.error());
    }

    private @Nullable Duration delay(Answer answer, OutcomeClass outcomeClass, SubClass subClass) {
        if (subClass == SubClass.REQUEST_EXCEEDS_LIMIT) {
            return null;
        }
        return switch (outcomeClass) {
            case RATE_LIMITED ->
                retryDelay.resolve(
                        answer.headers(),
                        answer.field("error.details.retryDelay"),
                        answer.error().message());
            case OVERLOADED ->
                retryDelay.asked(answer.headers(), null, answer.error().message());
            // A per-minute hint in the text or the limits says nothing about when money comes back.
            case QUOTA_EXHAUSTED ->
                switch (subClass) {
                    case DAILY -> retryDelay.untilMidnightPacific();
                    case MONTHLY -> retryDelay.untilNextMonth();
                    default -> retryDelay.asked(answer.headers(), null, null);
                };
            default -> null;
        };
    }
}
