package dev.byok.gateway;

import java.util.List;
import org.springframework.http.HttpHeaders;

/** The headers that may travel. */
final class HeaderAllowList {

    static final List<String> TO_PROVIDER = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_ENCODING,
            UpstreamRequest.OPENAI_BETA,
            UpstreamRequest.ANTHROPIC_VERSION,
            UpstreamRequest.ANTHROPIC_BETA);

    static final List<String> TO_CALLER = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_ENCODING,
            HttpHeaders.CACHE_CONTROL);

    private HeaderAllowList() {}

    /** Returns new headers with those of the given names that are there. */
    static HttpHeaders only(List<String> names, HttpHeaders input) {
        HttpHeaders headers = new HttpHeaders(new FewHeaders());
        for (String name : names) {
            String value = input.getFirst(name);
            if (value != null) {
                headers.set(name, value);
            }
        }
        return headers;
    }
}
