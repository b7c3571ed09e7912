package dev.byok.predicate;

import dev.byok.gateway.RequestDataClasses;
import dev.byok.gateway.RoutePatterns;
import dev.byok.policy.Glob;
import java.util.List;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.web.server.ServerWebExchange;

/**
 * {@code ByokDataClass=legal,regulated}: requests whose content is of these data classes. Compared is the class that a
 * request names itself, else the most closed one of its caller, its member and its environment.
 */
public class ByokDataClassRoutePredicateFactory extends AbstractNamesRoutePredicateFactory {

    private final RequestDataClasses dataClasses;

    public ByokDataClassRoutePredicateFactory(RequestDataClasses dataClasses) {
        super(RoutePatterns.NAMES);
        this.dataClasses = dataClasses;
    }

    @Override
    AsyncPredicate<ServerWebExchange> matching(List<Glob> names, Config config) {
        return new AskingPredicate(
                config,
                exchange -> dataClasses.test(exchange, name -> Glob.anyMatches(names, name)),
                name() + ": " + names);
    }
}
