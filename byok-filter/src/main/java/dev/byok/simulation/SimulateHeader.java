package dev.byok.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the header's value: {@code KEY=STATUS} or {@code KEY=STATUS,retry-after=SECONDS}, several separated by {@code ;},
 * where a status is one from 400 to 599, {@code timeout} or {@code reset}.
 */
final class SimulateHeader {

    private static final Pattern ENTRY =
            Pattern.compile("(?<key>[A-Za-z0-9][A-Za-z0-9._@+-]{0,99})=(?<what>[^=,;]*)(?<more>,[^;]*)?");
    private static final Pattern STATUS = Pattern.compile("[45][0-9]{2}");
    private static final Pattern RETRY_AFTER = Pattern.compile(", *retry-after=(?<seconds>[0-9]{1,5})");

    private SimulateHeader() {}

    /** Returns what each key is said to answer, by its name. */
    static Map<String, SimulatedAnswer> read(String value) throws InvalidSimulationException {
        Map<String, SimulatedAnswer> answers = new LinkedHashMap<>();
        for (String entry : value.split(";", -1)) {
            Matcher said = ENTRY.matcher(entry.strip());
            if (!said.matches()) {
                throw new InvalidSimulationException(
                        "expected KEY=STATUS such as main=429 or main=429,retry-after=30, several separated by ;");
            }
            String key = said.group("key");
            if (answers.put(key, answer(key, said.group("what"), said.group("more"))) != null) {
                throw new InvalidSimulationException(key + " stands there twice");
            }
        }
        return answers;
    }

    private static SimulatedAnswer answer(String key, String what, @Nullable String more)
            throws InvalidSimulationException {
        if (STATUS.matcher(what).matches()) {
            return SimulatedAnswer.ofStatus(Integer.parseInt(what), more == null ? null : retryAfter(key, more));
        }
        SimulatedAnswer none =
                what.equals("timeout") ? SimulatedAnswer.TIMEOUT : what.equals("reset") ? SimulatedAnswer.RESET : null;
        if (none == null || more != null) {
            throw new InvalidSimulationException(
                    key + ": expected a status from 400 to 599, or timeout or reset and nothing behind them");
        }
        return none;
    }

    private static Duration retryAfter(String key, String more) throws InvalidSimulationException {
        Matcher said = RETRY_AFTER.matcher(more);
        if (!said.matches()) {
            throw new InvalidSimulationException(
                    key + ": behind the status nothing is expected but ,retry-after=SECONDS");
        }
        return Duration.ofSeconds(Long.parseLong(said.group("seconds")));
    }
}
