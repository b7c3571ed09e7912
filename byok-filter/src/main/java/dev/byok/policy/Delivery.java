package dev.byok.policy;

/**
 * When an answer becomes the caller's.
 *
 * @param verified whether it is held until it has ended properly; else a stream goes live at its first real output
 * @param maxBytes of an answer that is held; a longer one fails the request
 */
public record Delivery(boolean verified, int maxBytes) {

    private static final int MAX_BYTES = 4 * 1024 * 1024;

    public static final Delivery LIVE = new Delivery(false, MAX_BYTES);

    /** Returns the same bounds under another choice. */
    public Delivery verified(boolean choice) {
        return choice == verified ? this : new Delivery(choice, maxBytes);
    }
}
