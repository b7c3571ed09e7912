package dev.byok.gateway;

import dev.byok.plan.Narrowing;

/**
 * {@code ByokModels=openai/*}: only these models serve the route's requests, of those that the policy allows. {@code *}
 * stands for any characters; several such filters all have to agree.
 */
public class ByokModelsGatewayFilterFactory extends NamesGatewayFilterFactory {

    public ByokModelsGatewayFilterFactory() {
        super(RoutePatterns.MODELS, Narrowing::onModels);
    }
}
