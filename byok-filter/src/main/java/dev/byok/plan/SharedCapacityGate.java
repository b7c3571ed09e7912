package dev.byok.plan;

import dev.byok.policy.Caller;
import dev.byok.policy.Model;
import dev.byok.policy.ProviderKey;
import dev.byok.policy.SourceLocation;
import dev.byok.policy.Workspace;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Whether one provider's shared capacity may serve one model for one request. */
final class SharedCapacityGate {

    private final Workspace workspace;
    private final PlanRequest request;
    private final @Nullable Closure boundary;

    SharedCapacityGate(Workspace workspace, PlanRequest request) {
        this.workspace = workspace;
        this.request = request;
        this.boundary = boundary(request);
    }

    /**
     * Returns what closes the provider's shared capacity, or null where it is open. Who is named where several say no:
     * profile, caller, its data classes, route, request, the first of the workspace's keys, the manifest.
     */
    @Nullable
    Closure closure(String provider, Model model) {
        if (boundary != null) {
            return boundary;
        }
        // Disabled and expired keys speak as well: a strict key stays strict until it is removed from the policy.
        Iterator<ProviderKey> closing = workspace.ownKeys(provider).closing(request.caller());
        while (closing.hasNext()) {
            ProviderKey key = closing.next();
            if (closes(key, request.caller(), model)) {
                return new Closure(ExclusionReason.STRICT, key.location());
            }
        }
        return workspace.sharedCapacity() ? null : new Closure(ExclusionReason.NOT_GRANTED, workspace.grant());
    }

    private static @Nullable Closure boundary(PlanRequest request) {
        SourceLocation strict = request.caller().strictness();
        if (strict == null) {
            strict = request.narrowing().strict();
        }
        return strict == null ? null : new Closure(ExclusionReason.STRICT, strict);
    }

    private static boolean closes(ProviderKey key, Caller caller, Model model) {
        return switch (key.sharedCapacity()) {
            case USE -> false;
            case NEVER_FOR_MODELS -> OwnKeyGate.isMeantFor(key, caller, model);
            case NEVER -> key.filters().speaksFor(caller);
        };
    }
}
