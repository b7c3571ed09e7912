package dev.byok.gateway;

import dev.byok.plan.Narrowing;

/**
 * {@code ByokProviders=anthropic,azure-*}: only these providers serve the route's requests, of those that the policy
 * allows. {@code *} stands for any characters; several such filters all have to agree.
 */
public class ByokProvidersGatewayFilterFactory extends NamesGatewayFilterFactory {

    public ByokProvidersGatewayFilterFactory() {
        super(RoutePatterns.PROVIDERS, Narrowing::onProviders);
    }
}
