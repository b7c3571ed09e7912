package dev.byok.policy.document;

import dev.byok.policy.Glob;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Things of one kind that the policy declares by name. One that is wrong is known without a value, so that only its own
 * place is reported, and not each mention of it.
 */
final class Declared<T> {

    private final String kind;
    private final Map<String, T> values = new LinkedHashMap<>();
    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> doubtful = new HashSet<>();
    private boolean unreadable;

    Declared(String kind) {
        this.kind = kind;
    }

    /** Returns what one of them is called, as in {@code provider}. */
    String kind() {
        return kind;
    }

    /** Says that the place of the declarations could not be read: any name may be one of them. */
    Declared<T> unreadable() {
        unreadable = true;
        return this;
    }

    void add(String name, @Nullable T value) {
        names.add(name);
        if (value == null) {
            doubtful.add(name);
        } else {
            values.put(name, value);
            doubtful.remove(name);
        }
    }

    /** Returns whether any name may be one of them. */
    boolean takesAnything() {
        return unreadable;
    }

    /** Says that something of it could not be read: it may be otherwise than its value says. */
    void doubt(String name) {
        doubtful.add(name);
    }

    /** Returns whether everything that is declared could be read whole. */
    boolean isCertain() {
        return !unreadable && doubtful.isEmpty();
    }

    /** Returns what is declared under a name, or null where there is nothing that could be read whole. */
    @Nullable
    T certain(String name) {
        return doubtful.contains(name) ? null : values.get(name);
    }

    /** Returns whether a pattern may match something that could not be read whole. */
    boolean anyDoubtful(Glob glob) {
        return unreadable || doubtful.stream().anyMatch(glob::matches);
    }

    /** Returns what is declared and right, in the order of the file. */
    Map<String, T> values() {
        return Collections.unmodifiableMap(values);
    }

    /** Returns every name there is, in the order of the file, whatever could be read of it. */
    Set<String> names() {
        return Collections.unmodifiableSet(names);
    }

    /** Returns the names that a pattern matches. */
    Stream<String> matching(Glob glob) {
        if (glob.isLiteral()) {
            return names.contains(glob.toString()) ? Stream.of(glob.toString()) : Stream.of();
        }
        return names.stream().filter(glob::matches);
    }

    /** Returns whether the name is declared, and reports it at its mention if not. */
    boolean knows(String name, Value mention) {
        if (unreadable || names.contains(name)) {
            return true;
        }
        mention.problem(unknown(name, mention));
        return false;
    }

    /** Returns whether the name of the mention's own field is declared, and reports it if not. */
    boolean knowsField(String name, Value mention) {
        if (unreadable || names.contains(name)) {
            return true;
        }
        mention.silentProblem(unknown(name, mention));
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
        if (unreadable || matching(glob).findAny().isPresent()) {
            return true;
        }
        mention.problem("matches no " + kind + ifTakenOut(mention));
        return false;
    }

    private String unknown(String name, Value mention) {
        return "unknown " + kind + Suggestion.of(name, names) + ifTakenOut(mention);
    }

    /** A team's file may be in the way of whoever takes something out of the platform's own: that is read here by both. */
    private String ifTakenOut(Value mention) {
        String home = Layout.homeOfKind(kind);
        return home != null
                        && Layout.isPlatformFile(home)
                        && Layout.isWorkspace(mention.place().file())
                ? "; if " + home + " has just lost it, take it out here in the same commit"
                : "";
    }
}
