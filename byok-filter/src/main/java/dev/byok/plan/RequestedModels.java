package dev.byok.plan;

import dev.byok.policy.Model;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.Profile;
import java.util.ArrayList;
import java.util.List;

/** The models that may serve a request: those that it names, then those that its profile falls back to. */
public final class RequestedModels {

    private RequestedModels() {}

    /**
     * Returns them in order, without repetition.
     *
     * @param own those that the request names, likewise
     */
    public static List<Model> withFallback(PolicySnapshot policy, Profile profile, List<Model> own) {
        List<String> added = profile.modelFallback().added();
        if (added.isEmpty()) {
            return own;
        }
        List<Model> all = new ArrayList<>(own.size() + added.size());
        all.addAll(own);
        for (int i = 0; i < added.size(); i++) {
            Model model = policy.model(added.get(i));
            if (model != null && !all.contains(model)) {
                all.add(model);
            }
        }
        return all;
    }
}
