package dev.byok.dialect;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error of our own for the caller.
 *
 * @param status the HTTP status to answer with, where that is still open
 * @param message for people; holds no secret and no upstream host
 * @param type stable
 * @param code stable
 * @param param the field of the request it is about
 * @param metadata what else is known, in order: values that JSON can say
 */
public record ApiError(
        int status,
        String message,
        String type,
        String code,
        @Nullable String param,
        Map<String, Object> metadata) {

    public ApiError {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    public static ApiError of(int status, String message, String type, String code) {
        return new ApiError(status, message, type, code, null, Map.of());
    }
}
