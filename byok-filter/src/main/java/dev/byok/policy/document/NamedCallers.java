package dev.byok.policy.document;

import dev.byok.policy.Caller;
import dev.byok.policy.Glob;
import dev.byok.policy.KeyFilters;
import org.jspecify.annotations.Nullable;

/**
 * Finds callers that a key names in {@code api-keys} and leaves out again by {@code members} or {@code environments}. A key
 * that names nobody is left alone: its callers may still come.
 */
final class NamedCallers {

    private static final String NEVER = "can never match together with ";

    private final Declared<WrittenCaller> callers;
    private final KeyFilters filters;

    private NamedCallers(Declared<WrittenCaller> callers, KeyFilters filters) {
        this.callers = callers;
        this.filters = filters;
    }

    static void check(WrittenWorkspace written) {
        written.keys().forEach(key -> check(written.callers(), key));
    }

    private static void check(Declared<WrittenCaller> callers, WrittenKey key) {
        KeyFilters filters = key.key().filters();
        Value names = key.section().get("api-keys");
        boolean alone = filters.members() == null && filters.environments() == null;
        if (names == null || alone || !key.section().areSound("members", "environments")) {
            return;
        }
        NamedCallers named = new NamedCallers(callers, filters);
        names.list().stream().filter(Value::isSound).forEach(named::check);
    }

    private void check(Value item) {
        String text = item.text();
        String objection = text == null ? null : objection(Glob.of(text));
        if (objection != null) {
            item.problem(NEVER + objection);
        }
    }

    private @Nullable String objection(Glob glob) {
        if (!glob.isLiteral()) {
            return callers.matching(glob).allMatch(this::isLeftOut)
                    ? "members and environments: they leave out every such caller"
                    : null;
        }
        return isLeftOut(glob.toString()) ? reason(glob.toString()) : null;
    }

    /** Returns whether a caller is certain not to be meant. */
    private boolean isLeftOut(String name) {
        WrittenCaller caller = callers.certain(name);
        return caller != null && !(filters.coversMember(caller.caller()) && filters.coversEnvironment(caller.caller()));
    }

    private @Nullable String reason(String name) {
        WrittenCaller written = callers.certain(name);
        if (written == null) {
            return null;
        }
        Caller caller = written.caller();
        return filters.coversMember(caller)
                ? "environments: this caller has " + named("environment", caller.environment())
                : "members: this caller has " + named("member", caller.member());
    }

    private static String named(String kind, @Nullable String name) {
        return name == null ? "no " + kind : kind + " " + Shown.text(name);
    }
}
