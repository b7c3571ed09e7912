package dev.byok.plan;

/**
 * What is drawn for one plan: the same seed draws the same. Each thing that is drawn for is independent of which others take
 * part.
 */
public final class Draw {

    /** Draws nothing: what is most likely to come first does. For plans that people compare. */
    public static final Draw LIKELIEST = new Draw(true, 0);

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1.0p-53;

    private final boolean likeliest;
    private final long seed;

    private Draw(boolean likeliest, long seed) {
        this.likeliest = likeliest;
        this.seed = seed;
    }

    public static Draw of(long seed) {
        return new Draw(false, seed);
    }

    /**
     * Returns how long something takes to arrive in a race where everything arrives at the same rate, 1 on average. Who
     * divides it by a weight has things arrive in an order in which the first is each one with a chance of its share of all
     * weights, and so is the first of those that are left.
     *
     * @param kind of what it is one
     */
    double arrival(int kind, int index) {
        if (likeliest) {
            return 1;
        }
        long bits = mix(seed + GOLDEN * (1 + (((long) kind) << Integer.SIZE) + index));
        return -Math.log(((bits >>> 11) + 1) * UNIT);
    }

    /** Returns whether the one case in so many is drawn. */
    boolean oneIn(int cases) {
        return !likeliest && Long.remainderUnsigned(mix(seed), cases) == 0;
    }

    /** The finaliser of SplittableRandom: neighbouring inputs have nothing to do with each other behind it. */
    private static long mix(long bits) {
        long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
