package dev.byok.demo;

import org.jspecify.annotations.Nullable;

/**
 * An API key of a demo provider: {@code demo-<behaviour>-<label>}.
 *
 * @param label which key of that behaviour; shown in answers
 */
record DemoKey(Behaviour behaviour, String label) {

    private static final String BEARER = "Bearer ";

    /** Returns the key in an {@code Authorization} header, or null where there is none that a demo provider knows. */
    static @Nullable DemoKey in(@Nullable String authorization) {
        if (authorization == null || !authorization.startsWith(BEARER)) {
            return null;
        }
        String token = authorization.substring(BEARER.length());
        for (Behaviour behaviour : Behaviour.values()) {
            String prefix = prefixOf(behaviour);
            if (token.startsWith(prefix) && token.length() > prefix.length()) {
                return new DemoKey(behaviour, token.substring(prefix.length()));
            }
        }
        return null;
    }

    static String prefixOf(Behaviour behaviour) {
        return "demo-" + behaviour.keyName() + "-";
    }
}
