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
 * @param availability whether and how the same could be had nevertheless, in the shape of OpenRouter's {@code
 *     error.availability}; empty where it is not about that
 */
public record ApiError(
        int status,
        String message,
        String type,
        String code,
        @Nullable String param,
        Map<String, Object> metadata,
        Map<String, Object> availability) {

    public ApiError {
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        availability = Collections.unmodifiableMap(new LinkedHashMap<>(availability));
    }

    /** One that is not about what is available. */
    public ApiError(
            int status,
            String message,
            String type,
            String code,
            @Nullable String param,
            Map<String, Object> metadata) {
        this(status, message, type, code, param, metadata, Map.of());
    }

    /** Returns this with what is available. */
    public ApiError withAvailability(Map<String, Object> fields) {
        return new ApiError(status, message, type, code, param, metadata, fields);
    }

    public static ApiError of(int status, String message, String type, String code) {
        return new ApiError(status, message, type, code, null, Map.of());
    }
}
