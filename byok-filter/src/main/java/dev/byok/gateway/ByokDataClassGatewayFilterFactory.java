package dev.byok.gateway;

/**
 * {@code ByokDataClass=legal}: what the route's requests hold is of this data class of the policy, beside the one of their
 * caller. A request on a route that names none of the policy's classes is refused.
 */
public class ByokDataClassGatewayFilterFactory extends NameGatewayFilterFactory {

    public ByokDataClassGatewayFilterFactory() {
        super("data class", "legal", RouteNarrowing::underDataClass);
    }
}
