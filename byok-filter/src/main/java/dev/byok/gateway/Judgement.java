package dev.byok.gateway;

import dev.byok.outcome.Outcome;

/** What came of one upstream call. */
sealed interface Judgement {

    /**
     * It answers the request.
     *
     * @param upstreamId the provider's own name for this call; empty if it gave none
     */
    record Accepted(UpstreamBody body, Outcome outcome, String upstreamId) implements Judgement {}

    /**
     * It does not.
     *
     * @param connectFailed no connection came about
     */
    record Failed(Outcome outcome, boolean connectFailed) implements Judgement {}
}
