package dev.byok.benchmark;

/** What a push changes of a large policy. */
enum Push {
    /** Nothing: what the same seconds are like when nobody pushes, for comparison. */
    NOTHING("nothing"),
    /** The file of one team. */
    TEAM("a team's edit"),
    /** Something of the platform's, by which everything is read again. */
    PLATFORM("the platform's edit");

    private final String title;

    Push(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }
}
