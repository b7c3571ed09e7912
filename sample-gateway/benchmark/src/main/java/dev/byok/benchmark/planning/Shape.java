package dev.byok.benchmark.planning;

/** Where a policy's keys are. Whatever the shape, ten keys are the same ten, one for each endpoint. */
public enum Shape {
    /** Ten belong to the caller's workspace, all others to workspaces of ten keys each. */
    OTHERS("in other workspaces"),
    /** All belong to the caller's workspace, and the caller may use each of them. */
    OWN("in the caller's"),
    /** All belong to the caller's workspace, and ten are for this caller, ten for each other one. */
    PINNED("one set per caller");

    private final String title;

    Shape(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }
}
