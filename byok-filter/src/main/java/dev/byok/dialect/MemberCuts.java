package dev.byok.dialect;

/** Takes members out of one JSON object, each with one comma, so that what is left is an object still. */
final class MemberCuts {

    private final Cuts cuts;
    private boolean kept;
    private boolean open;
    private int end;

    MemberCuts(Cuts cuts) {
        this.cuts = cuts;
    }

    /** Begins another object. */
    void begin() {
        kept = false;
        open = false;
    }

    /** Told of each member before its value. */
    void next(int keyFrom) {
        if (open) {
            // Nothing before it stays: the comma that goes is the one behind it.
            cuts.extendTo(keyFrom);
            open = false;
        }
    }

    /** The member that ends here stays. */
    void keep(int valueTo) {
        kept = true;
        end = valueTo;
    }

    /** The member goes. */
    void cut(int keyFrom, int valueTo) {
        cuts.add(kept ? end : keyFrom, valueTo);
        open = !kept;
        end = valueTo;
    }
}
