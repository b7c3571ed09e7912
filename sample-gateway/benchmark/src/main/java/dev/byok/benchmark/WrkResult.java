package dev.byok.benchmark;

/**
 * What the load generator counted.
 *
 * @param bytes of the answers, with their heads
 * @param refused answers with a status of 400 or more
 * @param broken connections, reads and writes that failed or took too long
 * @param p50 latency in microseconds; of the first byte where that is what counts
 * @param p99 latency in microseconds
 */
record WrkResult(long requests, long micros, long bytes, long refused, long broken, long p50, long p99) {

    private static final String MARK = "RESULT ";

    /** Reads the line that {@code chat.lua} prints. */
    static WrkResult of(String output) {
        String line = output.lines()
                .filter(each -> each.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new FailedException("the load generator printed no result:\n" + output));
        String[] fields = line.substring(MARK.length()).trim().split(" ", -1);
        long[] numbers = new long[fields.length];
        for (int i = 0; i < fields.length; i++) {
            numbers[i] = Long.parseLong(fields[i]);
        }
        return new WrkResult(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6]);
    }

    /** Returns the line that {@link #of} reads. */
    String line() {
        return MARK + requests + " " + micros + " " + bytes + " " + refused + " " + broken + " " + p50 + " " + p99;
    }
}
