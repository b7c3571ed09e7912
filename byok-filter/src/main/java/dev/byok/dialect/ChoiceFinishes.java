package dev.byok.dialect;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Which choices a stream has shown, and which of them have a finish reason. */
final class ChoiceFinishes {

    /** Far beyond any {@code n} a provider allows; what lies above shares this place, so that memory stays bounded. */
    static final int LAST_INDEX = 1023;

    private long seen;
    private long finished;
    private @Nullable BitSet farSeen;
    private @Nullable BitSet farFinished;

    void add(int index, boolean finish) {
        if (index < Long.SIZE) {
            seen |= 1L << index;
            finished |= finish ? 1L << index : 0;
        } else {
            addFar(Math.min(index, LAST_INDEX), finish);
        }
    }

    private void addFar(int index, boolean finish) {
        if (farSeen == null || farFinished == null) {
            farSeen = new BitSet();
            farFinished = new BitSet();
        }
        farSeen.set(index);
        if (finish) {
            farFinished.set(index);
        }
    }

    void addAll(ChoiceFinishes other) {
        seen |= other.seen;
        finished |= other.finished;
        if (other.farSeen != null && other.farFinished != null) {
            BitSet ends = other.farFinished;
            other.farSeen.stream().forEach(index -> addFar(index, ends.get(index)));
        }
    }

    void clear() {
        seen = 0;
        finished = 0;
        farSeen = null;
        farFinished = null;
    }

    /** Returns whether there are that many choices and each one has its finish reason. */
    boolean allFinished(int expected) {
        return finishedCount() >= expected && allFinished();
    }

    private int finishedCount() {
        return Long.bitCount(finished) + (farFinished == null ? 0 : farFinished.cardinality());
    }

    /** Returns whether there is a choice at all and each one has its finish reason. */
    boolean allFinished() {
        return (seen != 0 || farSeen != null) && seen == finished && (farSeen == null || farSeen.equals(farFinished));
    }

    boolean anyFinished() {
        return finished != 0 || (farFinished != null && !farFinished.isEmpty());
    }
}
