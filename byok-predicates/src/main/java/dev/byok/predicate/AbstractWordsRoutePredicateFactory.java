package dev.byok.predicate;

import dev.byok.gateway.StrictArguments;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.springframework.cloud.gateway.handler.AsyncPredicate;
import org.springframework.cloud.gateway.handler.predicate.AbstractRoutePredicateFactory;
import org.springframework.web.server.ServerWebExchange;

/**
 * Matches requests by one of a few words that Byok has for something.
 *
 * @param <W> what the words mean
 */
public abstract class AbstractWordsRoutePredicateFactory<W extends Enum<W>>
        extends AbstractRoutePredicateFactory<AbstractNamesRoutePredicateFactory.Config> implements StrictArguments {

    /** The one argument. */
    public static final String NAMES_KEY = AbstractNamesRoutePredicateFactory.NAMES_KEY;

    private final Class<W> type;
    private final String thing;
    private final Map<String, W> words;

    /**
     * @param thing what there are words for
     * @param words what each means, in the order in which they are told
     */
    AbstractWordsRoutePredicateFactory(Class<W> type, String thing, Map<String, W> words) {
        super(AbstractNamesRoutePredicateFactory.Config.class);
        this.type = type;
        this.thing = thing;
        this.words = words;
    }

    /** Returns the predicate, which does not wait for what it asks. */
    abstract AsyncPredicate<ServerWebExchange> matching(Set<W> said, AbstractNamesRoutePredicateFactory.Config config);

    @Override
    public ShortcutType shortcutType() {
        return ShortcutType.GATHER_LIST;
    }

    @Override
    public List<String> shortcutFieldOrder() {
        return List.of(NAMES_KEY);
    }

    @Override
    public AsyncPredicate<ServerWebExchange> applyAsync(AbstractNamesRoutePredicateFactory.Config config) {
        EnumSet<W> said = EnumSet.noneOf(type);
        for (String name : config.getNames()) {
            W meant = words.get(name);
            if (meant == null) {
                throw wrong("the " + thing + " '" + name + "'");
            }
            said.add(meant);
        }
        if (said.isEmpty()) {
            throw wrong("nothing to look for");
        }
        return matching(said, config);
    }

    /** Not supported: the body takes its time to come. */
    @Override
    public Predicate<ServerWebExchange> apply(AbstractNamesRoutePredicateFactory.Config config) {
        throw new UnsupportedOperationException(name() + " is only async: use applyAsync");
    }

    private IllegalArgumentException wrong(String what) {
        return new IllegalArgumentException(name() + " has " + what + ": expected one or more of " + words.keySet()
                + ", as in '" + name() + "=" + words.keySet().iterator().next() + "'");
    }
}
