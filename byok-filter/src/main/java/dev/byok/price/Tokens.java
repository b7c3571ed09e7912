package dev.byok.price;

/**
 * What one request used, or is estimated to use. Parts are never larger than their whole: what a provider reports beyond it
 * is cut.
 *
 * @param prompt with the cached ones
 * @param cachedRead the part of the prompt that was read from a cache
 * @param cachedWrite the part of the prompt that was written into a cache
 * @param completion what was generated, reasoning included
 * @param reasoning the part of the completion that was reasoning
 */
public record Tokens(long prompt, long cachedRead, long cachedWrite, long completion, long reasoning) {

    public Tokens {
        if (prompt < 0 || cachedRead < 0 || cachedWrite < 0 || completion < 0 || reasoning < 0) {
            throw new IllegalArgumentException("tokens are counted from 0");
        }
        cachedRead = Math.min(cachedRead, prompt);
        cachedWrite = Math.min(cachedWrite, prompt - cachedRead);
        reasoning = Math.min(reasoning, completion);
    }

    /** Returns a count of which no parts are known. */
    public static Tokens of(long prompt, long completion) {
        return new Tokens(prompt, 0, 0, completion, 0);
    }
}
