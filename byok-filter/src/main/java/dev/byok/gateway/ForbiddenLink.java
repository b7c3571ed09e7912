package dev.byok.gateway;

import dev.byok.image.ImageUrl;

/**
 * A URL in a request that the gateway does not fetch for endpoints that cannot.
 *
 * @param field which of the request's fields refers to it
 */
record ForbiddenLink(String field, Why why) {

    enum Why {
        /** The policy lets nobody ask that host. */
        HOST,
        /** It is none that is ever fetched. */
        FORM,
        /** There are as many before it as may be. */
        TOO_MANY
    }

    /** Returns one that is not fetched for its own sake. */
    static ForbiddenLink of(String field, String url) {
        return new ForbiddenLink(field, ImageUrl.of(url) == null ? Why.FORM : Why.HOST);
    }

    /** Returns the same in its caller's words. */
    ForbiddenLink named(String callers) {
        return new ForbiddenLink(callers, why);
    }

    /** Returns what its caller can do. */
    String remedy() {
        String sent = "send what " + field + " refers to as a data: URI";
        return switch (why) {
            case HOST -> sent + ", or have its host allowed (images.hosts in policy.yml)";
            case FORM -> sent + ", or by an https URL that names a host, no address, and no user";
            case TOO_MANY -> sent + ": no more than " + LinkedImages.MOST + " URLs of a request are fetched";
        };
    }
}
