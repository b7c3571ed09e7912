package dev.byok.outcome;

import static dev.byok.outcome.ClassificationRule.rule;

import java.util.List;
import java.util.regex.Pattern;

/** The own rows of the vendors that speak OpenAI's chat API beside it, in errors of their own. */
final class CompatibleProviderRules {

    private static final Pattern SUBSCRIPTION_QUOTA =
            Pattern.compile("\\bexceeded\\b[^\\n]{0,80}\\bquota\\b[^\\n]{0,80}\\bsubscription\\b");
    private static final Pattern PER_MONTH = Pattern.compile("(?:/|\\bper) ?month\\b");

    static final List<ClassificationRule> AZURE_OPENAI = List.of(
            rule(a -> a.isStatus(403) && a.says("temporarily blocked"), OutcomeClass.CREDENTIAL_REJECTED),
            rule(
                    a -> a.isStatus(403) && a.says("virtual network", "firewall", "public access is disabled"),
                    OutcomeClass.PERMISSION),
            // A deployment that is not there, or an API version: nothing a caller could change.
            rule(
                    a -> a.isStatus(404) && a.named("404") && a.begins("resource not found"),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isStatus(400) && filtered(a), OutcomeClass.MODERATED),
            rule(a -> a.isStatus(429) && a.says("high demand"), OutcomeClass.OVERLOADED),
            rule(a -> a.isStatus(429) && a.says(SUBSCRIPTION_QUOTA), OutcomeClass.QUOTA_EXHAUSTED));

    static final List<ClassificationRule> XAI = List.of(
            rule(a -> a.isStatus(403, 429) && a.says("credits", "spending limit"), OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(400) && a.says("maximum prompt length"), OutcomeClass.CONTEXT_LENGTH));

    static final List<ClassificationRule> MISTRAL = List.of(
            rule(
                    a -> a.isStatus(429) && (a.named("3505") || a.says("service tier capacity exceeded")),
                    OutcomeClass.OVERLOADED),
            rule(
                    a -> a.isStatus(400) && (a.named("invalid_model") || a.begins("invalid model")),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND));

    static final List<ClassificationRule> TOGETHER = List.of(
            rule(
                    a -> a.isStatus(403) && a.says("context length", "max_tokens", "max_new_tokens"),
                    OutcomeClass.CONTEXT_LENGTH),
            rule(
                    a -> a.isStatus(400, 404) && (a.named("model_not_available") || a.begins("unable to access model")),
                    OutcomeClass.PERMISSION,
                    SubClass.MODEL_NOT_FOUND));

    static final List<ClassificationRule> DEEPSEEK = List.of(rule(
            a -> a.isStatus(400) && a.begins("model not exist"), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND));

    static final List<ClassificationRule> FIREWORKS = List.of(
            // The account is suspended or has not paid.
            rule(a -> a.isStatus(412), OutcomeClass.QUOTA_EXHAUSTED),
            // Also what the key may not see.
            rule(a -> a.isStatus(404), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND));

    static final List<ClassificationRule> COHERE_COMPAT = List.of(
            rule(a -> a.isStatus(429) && a.says("trial key") && a.says(PER_MONTH), OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(498), OutcomeClass.MODERATED),
            rule(a -> a.isStatus(400) && a.says("too many tokens"), OutcomeClass.CONTEXT_LENGTH));

    static final List<ClassificationRule> GEMINI_COMPAT = List.of(
            rule(a -> a.isStatus(403) && a.says("api key was reported as leaked"), OutcomeClass.CREDENTIAL_REJECTED),
            rule(a -> a.isStatus(400) && a.named("FAILED_PRECONDITION"), OutcomeClass.PERMISSION),
            rule(
                    a -> a.isStatus(429) && (a.named("quota_exceeded") || perDay(a)),
                    OutcomeClass.QUOTA_EXHAUSTED,
                    SubClass.DAILY));

    /** Z.ai's numbers are those of docs.z.ai/api-reference/api-code. */
    static final List<ClassificationRule> ZAI = List.of(
            rule(a -> a.isStatus(429) && a.named("1110", "1111", "1112", "1121"), OutcomeClass.CREDENTIAL_REJECTED),
            rule(a -> a.isStatus(429) && a.named("1113", "1304", "1308", "1309", "1310"), OutcomeClass.QUOTA_EXHAUSTED),
            rule(a -> a.isStatus(400, 404) && a.named("1211"), OutcomeClass.PERMISSION, SubClass.MODEL_NOT_FOUND),
            rule(a -> a.isStatus(400) && a.named("1261"), OutcomeClass.CONTEXT_LENGTH),
            rule(a -> a.isStatus(400) && a.named("1301"), OutcomeClass.MODERATED));

    private CompatibleProviderRules() {}

    private static boolean filtered(Answer answer) {
        return answer.named("content_filter")
                || "ResponsibleAIPolicyViolation".equalsIgnoreCase(answer.field("error.innererror.code"));
    }

    private static boolean perDay(Answer answer) {
        String quotas = answer.field(ErrorFields.QUOTA_IDS);
        return quotas != null && quotas.contains("PerDay");
    }
}
