package dev.byok.policy.configserver;

import org.jspecify.annotations.Nullable;

/**
 * What the server answered.
 *
 * @param body whole; nobody changes it
 */
record Response(
        int status, @Nullable String contentType, @Nullable String etag, byte[] body) {

    boolean hasType(String type) {
        return contentType != null && (contentType.equals(type) || contentType.startsWith(type + ";"));
    }

    /** Returns the answer without its body, which may be anything. */
    @Override
    public String toString() {
        return "Response[status=" + status + ", contentType=" + contentType + ", bytes=" + body.length + "]";
    }
}
