package dev.byok.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What stands between the load and the upstream. */
enum Variant {
    /** The same route straight to the upstream, in a gateway where Byok is switched off. */
    BARE("bare", "--byok.enabled=false"),
    /** As bare, behind the host's own Retry, which joins the body and never looks at it: joining alone saves the host work. */
    JOIN("join only", "--byok.enabled=false"),
    /** Byok as the sample has it: one line per generation goes to a file. */
    BYOK("Byok", "--byok.enabled=true"),
    /** The same without these lines. */
    BYOK_WITHOUT_LOG("Byok, no log", "--logging.level.dev.byok.generation=warn"),
    /** The least a proxy costs. */
    NGINX("nginx", ""),
    /** A peer: a gateway for models in JavaScript. */
    PORTKEY("Portkey", "");

    private final String title;
    private final String argument;

    Variant(String title, String argument) {
        this.title = title;
        this.argument = argument;
    }

    /** Returns the variant of a name such as {@code byok-without-log}. */
    static Variant of(String name) {
        return Arrays.stream(values())
                .filter(variant -> variant.option().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown variant '" + name + "': expected some of "
                        + Arrays.stream(values()).map(Variant::option).collect(Collectors.joining(", "))));
    }

    /** Returns what it is called among the settings. */
    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    String title() {
        return title;
    }

    /** Returns what the sample gateway's command line gets. */
    String argument() {
        return argument;
    }

    /** Returns whether it is the sample gateway. */
    boolean ofSample() {
        return this != NGINX && this != PORTKEY;
    }

    /** Returns whether the provider's model and credential take the place of the caller's. */
    boolean rewrites() {
        return this == BYOK || this == BYOK_WITHOUT_LOG;
    }

    /** Returns whether bodies arrive as they were, the model apart; one that does not writes their JSON anew. */
    boolean keepsBytes() {
        return this != PORTKEY;
    }

    /** Returns whether a load says something about it; the pinned peer answers each stream of a custom host with 500. */
    boolean takes(Load load) {
        if (this == PORTKEY) {
            return !load.streamed() && !load.failsOver();
        }
        return (!load.failsOver() && !load.translated()) || this == BARE || rewrites();
    }
}
