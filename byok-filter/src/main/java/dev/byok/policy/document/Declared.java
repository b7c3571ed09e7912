package dev.byok.policy.document;

import dev.byok.policy.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind that the policy declares by name. One that is wrong is known without a value, so that only its own
 * place is reported, and not each mention of it.
 */
final class Declared<T> {

    private final String kind;
    private final Map<String, T> values = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private boolean unreadable;

    Declared(String kind) {
        this.kind = kind;
    }

    /** Says that the place of the declarations could not be read: any name may be one of them. */
    Declared<T> unreadable() {
        unreadable = true;
        return this;
    }

    void add(String name, @Nullable T value) {
        names.add(name);
        if (value != null) {
            values.put(name, value);
        }
    }

    /** Returns whether any name may be one of them. */
    boolean takesAnything() {
        return unreadable;
    }

    /** Returns what is declared and right, in the order of the file. */
    Map<String, T> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Returns whether the name is declared, and reports it at its mention if not. */
    boolean knows(String name, Value mention) {
        if (unreadable || names.contains(name)) {
            return true;
        }
        mention.problem("unknown " + kind + Suggestion.of(name, names));
        return false;
    }

    /** Returns whether the name of the mention's own field is declared, and reports it if not. */
    boolean knowsField(String name, Value mention) {
        if (unreadable || names.contains(name)) {
            return true;
        }
        mention.silentProblem("unknown " + kind + Suggestion.of(name, names));
        return false;
    }

    /** Returns what the mention names, or null; unknown names are reported. */
    @Nullable
    T resolve(@Nullable Value mention) {
        String name = mention == null ? null : mention.text();
        return mention != null && name != null && knows(name, mention) ? values.get(name) : null;
    }

    /** Returns the patterns of a list, each of which has to match something declared; null where there is no list. */
    @Nullable
    List<Glob> globs(@Nullable Value list) {
        if (list == null) {
            return null;
        }
        List<Glob> globs = new ArrayList<>();
        for (Value item : list.list()) {
            String text = item.text();
            if (text != null && matches(Glob.of(text), text, item)) {
                globs.add(Glob.of(text));
            }
        }
        return List.copyOf(globs);
    }

    private boolean matches(Glob glob, String text, Value mention) {
        if (glob.isLiteral()) {
            return knows(text, mention);
        }
        if (unreadable || names.stream().anyMatch(glob::matches)) {
            return true;
        }
        mention.problem("matches no " + kind);
        return false;
    }
}
