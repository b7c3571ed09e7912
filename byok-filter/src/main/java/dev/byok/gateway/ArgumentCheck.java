package dev.byok.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.FilterDefinition;
import org.springframework.cloud.gateway.filter.factory.GatewayFilterFactory;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.handler.predicate.RoutePredicateFactory;
import org.springframework.cloud.gateway.support.NameUtils;
import org.springframework.cloud.gateway.support.ShortcutConfigurable.ShortcutType;

/** Compares the arguments in a route's definition with those its filters and predicates have. */
final class ArgumentCheck {

    /** How the binder hands on an item of a list: {@code names[0]} arrives as {@code names.0}. */
    private static final Pattern LIST_INDEX = Pattern.compile("(?:\\[[0-9]+]|\\.[0-9]+)$");

    private final Map<String, StrictArguments> filters = new HashMap<>();
    private final Map<String, StrictArguments> predicates = new HashMap<>();

    ArgumentCheck(List<StrictArguments> factories) {
        factories.forEach(this::add);
    }

    private void add(StrictArguments factory) {
        if (factory instanceof GatewayFilterFactory<?> filter) {
            filters.put(filter.name(), factory);
        }
        if (factory instanceof RoutePredicateFactory<?> predicate) {
            predicates.put(predicate.name(), factory);
        }
    }

    /** Returns what is wrong with a filter's arguments, or null. */
    @Nullable
    String problem(FilterDefinition filter) {
        StrictArguments factory = filters.get(filter.getName());
        return factory == null
                ? null
                : problem(
                        "filter " + filter.getName(), factory, filter.getArgs().keySet());
    }

    /** Returns what is wrong with a predicate's arguments, or null. */
    @Nullable
    String problem(PredicateDefinition predicate) {
        StrictArguments factory = predicates.get(predicate.getName());
        return factory == null
                ? null
                : problem(
                        "predicate " + predicate.getName(),
                        factory,
                        predicate.getArgs().keySet());
    }

    private static @Nullable String problem(String what, StrictArguments factory, Set<String> arguments) {
        List<String> known = factory.shortcutFieldOrder();
        if (known.isEmpty()) {
            return arguments.isEmpty() ? null : "gives the " + what + " arguments, but it takes none";
        }
        return arguments.stream()
                .filter(argument -> !takes(factory, argument))
                .findFirst()
                .map(argument -> "gives the " + what + " the argument '" + argument + "', but it takes only " + known)
                .orElse(null);
    }

    private static boolean takes(StrictArguments factory, String argument) {
        boolean list = factory.shortcutType() == ShortcutType.GATHER_LIST;
        List<String> known = factory.shortcutFieldOrder();
        if (argument.startsWith(NameUtils.GENERATED_NAME_PREFIX)) {
            return list
                    || Integer.parseInt(argument.substring(NameUtils.GENERATED_NAME_PREFIX.length())) < known.size();
        }
        return known.contains(list ? LIST_INDEX.matcher(argument).replaceFirst("") : argument);
    }
}
