package dev.byok.benchmark;

import java.util.List;

/**
 * What callers of a loaded gateway felt of one large policy that came into force.
 *
 * @param launch of which gateway
 * @param round the same for one of each kind, measured one after the other
 * @param push what was new in it
 * @param beforeMillis p99 of the first byte in the worse half of the four seconds before the push
 * @param duringMillis the same in the worse half of the four seconds around the swap
 * @param requests in both together
 * @param micros the first bytes of all that was to be asked for in the four seconds around the swap, in order
 */
record SwapResult(
        int launch, int round, Push push, double beforeMillis, double duringMillis, int requests, List<Long> micros) {}
