package dev.byok.policy.document;

import dev.byok.policy.Balancing;
import dev.byok.policy.Balancing.Rotation;
import dev.byok.policy.Balancing.Stickiness;
import dev.byok.policy.Provider;
import dev.byok.policy.Sort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads in which order a profile likes what may serve its requests. */
final class BalancingReader {

    /** The fields of a section that it reads. */
    static final String[] FIELDS = {"order", "sort", "rotation", "sticky", "own-keys-first"};

    private static final List<String> ROTATIONS = List.of("ordered", "round-robin", "weighted", "least-used");
    private static final List<String> STICKY = List.of("conversation", "none");
    private static final List<String> SORTS = List.of("price", "latency", "throughput");

    private final Declared<Provider> providers;

    BalancingReader(Declared<Provider> providers) {
        this.providers = providers;
    }

    Balancing read(Section section) {
        String rotation = section.word("rotation", ROTATIONS);
        String sort = section.word("sort", SORTS);
        return new Balancing(
                order(section.get("order")),
                sort == null ? null : Sort.By.valueOf(constant(sort)),
                rotation == null ? Rotation.ORDERED : Rotation.valueOf(constant(rotation)),
                stickiness(section.word("sticky", STICKY)),
                section.flag("own-keys-first", true));
    }

    /** Unless it is asked for, nobody looks into messages. */
    private static Stickiness stickiness(@Nullable String word) {
        return word == null ? Stickiness.NAMED : Stickiness.valueOf(constant(word));
    }

    private List<String> order(@Nullable Value value) {
        List<String> order = new ArrayList<>();
        if (value != null) {
            for (Value item : value.list()) {
                String name = item.text();
                if (name == null || !providers.knows(name, item)) {
                    continue;
                }
                if (order.contains(name)) {
                    item.problem("named twice");
                } else {
                    order.add(name);
                }
            }
        }
        return order;
    }

    private static String constant(String word) {
        return word.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
