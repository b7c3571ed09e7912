package dev.byok.benchmark;

/** How the gateway under test is set up. */
enum Variant {
    /** The same route straight to the upstream, in a gateway where Byok is switched off. */
    BARE("bare", "--byok.enabled=false"),
    /** Byok as the sample has it: one line per generation goes to a file. */
    BYOK("Byok", "--byok.enabled=true"),
    /** The same without these lines. */
    BYOK_WITHOUT_LOG("Byok, no log", "--logging.level.dev.byok.generation=warn");

    private final String title;
    private final String argument;

    Variant(String title, String argument) {
        this.title = title;
        this.argument = argument;
    }

    String title() {
        return title;
    }

    /** Returns what the gateway's command line gets. */
    String argument() {
        return argument;
    }

    boolean rewrites() {
        return this != BARE;
    }
}
