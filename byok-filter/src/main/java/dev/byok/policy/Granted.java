package dev.byok.policy;

import java.util.List;

/**
 * What the manifest lets a workspace's file name, beside providers. No request needs it: the file has been held against it
 * by then.
 *
 * @param secrets patterns over references to secrets
 * @param principals globs over principals of the host
 */
public record Granted(List<ReferenceGlob> secrets, List<Glob> principals) {

    public static final Granted NOTHING = new Granted(List.of(), List.of());

    public Granted {
        secrets = List.copyOf(secrets);
        principals = List.copyOf(principals);
    }
}
