package dev.byok.benchmark;

/**
 * What the upstream has seen since it was last told what to expect.
 *
 * @param served requests
 * @param refused requests, because they carried the credential that is refused each time
 * @param wrong requests of either kind that were not as they had to be
 * @param opened connections
 * @param open connections now, whenever they were opened
 * @param problem what was wrong first; "none" if nothing was
 */
record Counts(long served, long refused, long wrong, long opened, long open, String problem) {

    private static final int FIELDS = 6;

    static Counts of(String line) {
        String[] fields = line.split(" ", FIELDS);
        return new Counts(
                Long.parseLong(fields[0]),
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                fields[5]);
    }

    String line() {
        return served + " " + refused + " " + wrong + " " + opened + " " + open + " " + problem;
    }

    /**
     * Fails unless what arrived is what was answered. Requests in flight at either end of a measurement are counted on one
     * side only.
     *
     * @param refusals whether each request has to be refused once
     */
    void check(String what, WrkResult result, int connections, boolean refusals) {
        if (wrong > 0) {
            throw new FailedException(
                    what + wrong + " of " + (served + refused) + " requests arrived wrong: " + problem);
        }
        check(what, result, connections, served, "arrived");
        if (refusals) {
            check(what, result, connections, refused, "were refused upstream");
        } else if (refused > 0) {
            throw new FailedException(what + refused + " requests carried the credential that is refused");
        }
    }

    private static void check(String what, WrkResult result, int connections, long arrived, String verb) {
        if (arrived < result.requests() || arrived > result.requests() + 2L * connections) {
            throw new FailedException(what + result.requests() + " answers, but " + arrived + " requests " + verb);
        }
    }
}
