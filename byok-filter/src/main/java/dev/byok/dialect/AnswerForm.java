package dev.byok.dialect;

/**
 * What an answer needs to know of its request.
 *
 * @param created when it was asked for, in seconds since 1970
 * @param usage whether a stream's caller asked for its usage
 * @param model who answers, for dialects whose answers do not say it
 * @param id which answer it is, for dialects whose answers do not say it
 * @param base64 whether numbers are asked for in base64
 * @param promptTokens how many it took, for dialects whose answers do not say it
 * @param provider who was asked, by the policy's name; empty where nobody wants to know
 */
public record AnswerForm(
        long created, boolean usage, String model, String id, boolean base64, long promptTokens, String provider) {

    /** For an answer that says itself which it is. */
    public AnswerForm(long created, boolean usage) {
        this(created, usage, "", "", false, 0, "");
    }
}
