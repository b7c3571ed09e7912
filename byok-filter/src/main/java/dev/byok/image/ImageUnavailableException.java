package dev.byok.image;

/** An image could not be had; has no stack since a caller may bring about any number of these. */
public final class ImageUnavailableException extends RuntimeException {

    /** It did not come. */
    public static final String DOWNLOAD_FAILED = "image_download_failed";

    /** It is longer than it may be. */
    public static final String TOO_LARGE = "image_too_large";

    /** It is not what is taken, or not what it says it is. */
    public static final String UNSUPPORTED_FORMAT = "unsupported_image_format";

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String field;
    private final boolean busy;

    private ImageUnavailableException(String code, String field, String why, boolean busy) {
        super(why, null, false, false);
        this.code = code;
        this.field = field;
        this.busy = busy;
    }

    /** @param why for callers: holds nothing of the URL */
    static ImageUnavailableException of(String code, String why) {
        return new ImageUnavailableException(code, "", why, false);
    }

    /** Returns one that did not come. */
    public static ImageUnavailableException failed(String why) {
        return of(DOWNLOAD_FAILED, why);
    }

    /** Returns one that is too long. */
    public static ImageUnavailableException tooLarge(String why) {
        return of(TOO_LARGE, why);
    }

    /** Returns one that is of no use. */
    public static ImageUnavailableException unsupported(String why) {
        return of(UNSUPPORTED_FORMAT, why);
    }

    /** Returns one that there is no room for at the moment. */
    public static ImageUnavailableException busy(String code, String why) {
        return new ImageUnavailableException(code, "", why, true);
    }

    /** Returns this as it is said of one field of the request. */
    public ImageUnavailableException at(String named) {
        return new ImageUnavailableException(code, named, why(), busy);
    }

    public String code() {
        return code;
    }

    /** Returns which of the request's fields it is about; empty where that is not known. */
    public String field() {
        return field;
    }

    /** Returns whether it may be had a moment later, since only room is missing. */
    public boolean isBusy() {
        return busy;
    }

    public String why() {
        return String.valueOf(getMessage());
    }
}
