package dev.byok.benchmark;

/**
 * One measurement.
 *
 * @param launch from 1
 * @param round of all launches, from 1; what is compared belongs to one round
 * @param cpuPerThousand seconds the gateway's process used for 1,000 requests
 * @param compiling the share of it that was the JVM's compiler: what is more than a few hundredths was not warm
 * @param connections the upstream's
 */
record Sample(
        Variant variant,
        Load load,
        int launch,
        int round,
        double cpuPerThousand,
        double compiling,
        WrkResult wrk,
        Connections connections) {

    /**
     * Connections of the upstream.
     *
     * @param before open before the measurement
     * @param after open behind it
     * @param opened during it
     */
    record Connections(long before, long after, long opened) {}

    double perSecond() {
        return wrk.requests() * 1e6 / wrk.micros();
    }

    double p50Millis() {
        return wrk.p50() / 1000.0;
    }

    double p99Millis() {
        return wrk.p99() / 1000.0;
    }
}
