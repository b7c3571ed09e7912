package dev.byok.command.drill;

import dev.byok.command.support.UnusableException;
import dev.byok.policy.Caller;
import dev.byok.policy.PolicySnapshot;
import dev.byok.policy.document.Suggestion;
import dev.byok.scenario.Given;
import dev.byok.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The gateway keys of callers, read from where people say they are: never given as they are, since others see arguments. */
final class CallerKeys {

    private static final String ENV = "env:";
    private static final String FILE = "file:";
    private static final String EXPECTED =
            "--key-for: expected CALLER=env:NAME or CALLER=file:PATH, not the key itself";

    private final Map<String, Secret> keys = new HashMap<>();

    private CallerKeys() {}

    /**
     * Reads them.
     *
     * @param places {@code caller=env:NAME} or {@code caller=file:PATH}
     * @param environment a variable's value, null if it is not set
     * @throws UnusableException if one cannot be read; without what was read, or stands there instead of a place
     */
    static CallerKeys of(List<String> places, PolicySnapshot policy, Function<String, @Nullable String> environment) {
        CallerKeys read = new CallerKeys();
        for (String place : places) {
            int equals = place.indexOf('=');
            if (equals < 1) {
                throw new UnusableException(EXPECTED);
            }
            String caller = place.substring(0, equals);
            read.keys.put(qualified(caller, policy), key(caller, place.substring(equals + 1), environment));
        }
        return read;
    }

    /** Returns the key of who asks in a scenario; null where none was given. */
    @Nullable
    Secret of(Given given) {
        return keys.get(given.qualifiedCaller());
    }

    private static String qualified(String name, PolicySnapshot policy) {
        List<Caller> meant = policy.callers()
                .filter(caller -> caller.isCalled(name))
                .distinct()
                .toList();
        List<String> names = (meant.isEmpty() ? policy.callers() : meant.stream())
                .map(meant.isEmpty() ? Caller::name : Caller::qualifiedName)
                .distinct()
                .toList();
        if (meant.isEmpty()) {
            // Not the name itself: it may be the key, put at the wrong place.
            throw new UnusableException("--key-for: unknown caller" + Suggestion.of(name, names));
        }
        if (meant.size() > 1) {
            throw new UnusableException(
                    "--key-for: a caller of several workspaces has that name, say " + String.join(" or ", names));
        }
        return meant.get(0).qualifiedName();
    }

    private static Secret key(String caller, String place, Function<String, @Nullable String> environment) {
        try {
            if (place.startsWith(ENV)) {
                String value = environment.apply(place.substring(ENV.length()));
                if (value == null) {
                    throw new UnusableException("--key-for " + caller + ": the variable is not set");
                }
                return Secret.of(value);
            }
            if (place.startsWith(FILE)) {
                return Secret.of(Files.readAllBytes(Path.of(place.substring(FILE.length()))));
            }
        } catch (IOException | InvalidPathException e) {
            throw new UnusableException("--key-for " + caller + ": the file cannot be read ("
                    + e.getClass().getSimpleName() + ")");
        } catch (IllegalArgumentException e) {
            throw new UnusableException("--key-for " + caller + ": " + e.getMessage());
        }
        throw new UnusableException(EXPECTED);
    }
}
