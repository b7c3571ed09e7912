package dev.byok.sticky;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Remembers what serves conversations. Thread-safe; never blocks. */
public interface Pins {

    /** How long a conversation may pause. */
    Duration TIME = Duration.ofMinutes(10);

    /** Returns what serves a conversation; null where nothing did within the last {@link #TIME}. */
    @Nullable
    Pin find(PinKey conversation, Instant now);

    /** Notes what serves a conversation, for {@link #TIME} from now. */
    void keep(PinKey conversation, Pin pin, Instant now);
}
