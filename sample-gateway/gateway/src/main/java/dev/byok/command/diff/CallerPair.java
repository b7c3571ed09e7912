package dev.byok.command.diff;

import dev.byok.policy.Caller;
import dev.byok.policy.GatewayKeys;
import dev.byok.policy.PolicySnapshot;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A caller of the older policy and the one of the newer policy that it is compared with: the one of its name, and the one that
 * is recognised now by what this one was recognised by. A service keeps its gateway key when its caller gets another name.
 */
record CallerPair(Caller before, Caller after) {

    private static final Comparator<CallerPair> ORDER = Comparator.comparing(
                    (CallerPair pair) -> pair.after().qualifiedName())
            .thenComparing(CallerPair::isOtherwiseCalled)
            .thenComparing(pair -> pair.before().qualifiedName());

    /**
     * Returns all there are, in the order of workspaces and names.
     *
     * @param at a gateway key counts that is good at this time, before and after
     */
    static List<CallerPair> of(PolicySnapshot before, PolicySnapshot after, Instant at) {
        Set<CallerPair> pairs = new LinkedHashSet<>();
        Map<String, Caller> old = callers(before);
        callers(after).forEach((name, caller) -> add(old.get(name), caller, pairs));
        after.gatewayKeys().all().filter(key -> key.isValid(at)).forEach(key -> {
            GatewayKeys.Entry same = before.gatewayKeys().find(key.sha256());
            add(same != null && same.isValid(at) ? same.caller() : null, key.caller(), pairs);
        });
        after.callersByPrincipal()
                .forEach((principal, caller) -> add(before.callersByPrincipal().get(principal), caller, pairs));
        return pairs.stream().sorted(ORDER).toList();
    }

    private static void add(@Nullable Caller before, Caller after, Set<CallerPair> pairs) {
        if (before != null) {
            pairs.add(new CallerPair(before, after));
        }
    }

    /** Returns everybody who can call, by a name that is unmistakable. */
    static Map<String, Caller> callers(PolicySnapshot policy) {
        Map<String, Caller> callers = new LinkedHashMap<>();
        policy.callers().forEach(caller -> callers.putIfAbsent(caller.qualifiedName(), caller));
        return callers;
    }

    boolean isOtherwiseCalled() {
        return formerly() != null;
    }

    /** Returns what it was called by, null where that is what it is called by. */
    @Nullable
    String formerly() {
        String name = before.qualifiedName();
        return name.equals(after.qualifiedName()) ? null : name;
    }
}
