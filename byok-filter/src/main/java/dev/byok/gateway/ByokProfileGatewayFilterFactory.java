package dev.byok.gateway;

/**
 * {@code ByokProfile=legal-review}: on its route this profile of the policy holds beside the one of the caller. What either
 * forbids is forbidden, the smaller of two limits holds, and in matters of taste the route's has the say. A request on a
 * route that names none of the policy's profiles is refused.
 */
public class ByokProfileGatewayFilterFactory extends NameGatewayFilterFactory {

    public ByokProfileGatewayFilterFactory() {
        super("profile", "legal-review", RouteNarrowing::underProfile);
    }
}
