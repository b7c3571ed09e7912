package dev.byok.policy;

/**
 * One model served by one provider.
 *
 * @param upstreamModel the model's name in the provider's own words
 */
public record Endpoint(Provider provider, String upstreamModel, SourceLocation location) {}
