package dev.byok.gateway;

import java.util.Locale;

/** How the body of an accepted answer ended. */
enum BodyEnd {
    COMPLETE,
    /** The connection ended in the middle. */
    CUT,
    /** Nothing came for too long. */
    STALLED,
    /** The attempt's time was used up. */
    TOO_LONG,
    /** The provider reported an error in the middle. */
    IN_BAND_ERROR,
    CANCELLED;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
