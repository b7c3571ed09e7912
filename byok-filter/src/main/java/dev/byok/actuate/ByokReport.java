package dev.byok.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint's answer: names and states, never a secret. What is null is left out.
 *
 * @param policy null if none is in force
 * @param refused the version that the source offers and that is not in force; null where there is none
 * @param workspaces by name; own keys, and endpoints as these meet them
 * @param operator the operator's shared keys, and endpoints as these meet them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ByokReport(
        @Nullable Policy policy,
        @Nullable Refused refused,
        Map<String, States> workspaces,
        States operator,
        List<Map<String, String>> revocations) {

    /**
     * The policy in force.
     *
     * @param since when it came into force in this process
     * @param age the time since then, in whole seconds
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Policy(
            String version,
            @Nullable Instant since,
            @Nullable Duration age,
            @Nullable String source,
            int workspaces,
            int models,
            int providers,
            int gatewayKeys) {}

    /**
     * A version that is not in force.
     *
     * @param problems each with file and line
     */
    public record Refused(String version, Instant time, String source, List<String> problems) {}

    /**
     * Keys by provider and name, endpoints by provider and the model's upstream name.
     */
    public record States(Map<String, Map<String, State>> keys, Map<String, Map<String, State>> endpoints) {}

    /**
     * How a key or an endpoint is.
     *
     * @param state {@code ready}, {@code cooling}, {@code disabled} by the policy, or {@code revoked} by an operator
     * @param why the class of the failure held against it; null if nothing is
     * @param until when it may be used again; null if it may be used now
     * @param strikes how often this happened without a success in between
     * @param probing true while one attempt finds out how it is
     * @param models of a key, the upstream models of which something more is known
     * @param remaining of a key with a model, what its provider said is left, by the provider's name of the limit; null where
     *     nothing is known
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record State(
            String state,
            @Nullable String why,
            @Nullable Instant until,
            @Nullable Integer strikes,
            @Nullable Boolean probing,
            @Nullable Map<String, State> models,
            @Nullable Map<String, Left> remaining) {

        static State of(String state) {
            return new State(state, null, null, null, null, null, null);
        }
    }

    /**
     * What is left of a limit, by the provider's word and what has been sent since.
     *
     * @param until when the limit is whole again, or the word is too old to count
     */
    public record Left(long left, Instant until) {}
}
