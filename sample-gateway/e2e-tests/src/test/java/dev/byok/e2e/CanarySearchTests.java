package dev.byok.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A search that finds nothing proves nothing before it has found what was put there for it. */
class CanarySearchTests {

    private static final Canary CANARY = Canary.of("the planted one", "sk-");
    private static final CanarySearch SEARCH = new CanarySearch(List.of(CANARY, Canary.of("another")));

    static Map<String, List<String>> leaks() {
        String value = CANARY.value();
        String core = CANARY.core();
        Map<String, List<String>> leaks = new TreeMap<>();
        leaks.put("plain", List.of("key=" + value + ";"));
        leaks.put("without its beginning", List.of("…" + core.substring(5)));
        leaks.put("masked in the middle", List.of(core.substring(0, 12) + "****" + core.substring(28)));
        leaks.put("lower case", List.of(value.toLowerCase(Locale.ROOT)));
        for (int before = 0; before < 3; before++) {
            leaks.put("base64 behind " + before, List.of(base64("x".repeat(before) + value + " and more")));
        }
        leaks.put("base64 of a user's password", List.of("Basic " + base64("gateway:" + value)));
        leaks.put("base64 for URLs", List.of(Base64.getUrlEncoder().encodeToString(bytes("\u00ff\u00fe" + value))));
        leaks.put(
                "URL-encoded", List.of("?key=" + URLEncoder.encode("Bearer " + value + "/+", StandardCharsets.UTF_8)));
        leaks.put(
                "URL-encoded to the last letter",
                List.of(value.chars().mapToObj("%%%02x"::formatted).collect(Collectors.joining()) + "100%"));
        leaks.put("hex", List.of(HexFormat.of().formatHex(bytes(value))));
        leaks.put("HEX", List.of(HexFormat.of().withUpperCase().formatHex(bytes(value))));
        leaks.put("reversed", List.of(new StringBuilder(value).reverse().toString()));
        leaks.put(
                "JSON escapes",
                List.of(value.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining("", "\"", "\""))));
        leaks.put("split over two events", List.of("sent " + value.substring(0, 19), value.substring(19) + " to"));
        leaks.put(
                "letter by letter over events",
                IntStream.range(0, value.length())
                        .mapToObj(at -> value.substring(at, at + 1))
                        .toList());
        leaks.put(
                "split over lines",
                List.of(value.split("(?<=\\G.{8})", -1)).stream()
                        .map(part -> part + "\n")
                        .toList());
        return leaks;
    }

    @ParameterizedTest
    @MethodSource("names")
    void findsALeak(String name) {
        assertThat(SEARCH.in(leaks().getOrDefault(name, List.of())))
                .isNotEmpty()
                .allMatch(found -> found.startsWith("the planted"));
    }

    static List<String> names() {
        return List.copyOf(leaks().keySet());
    }

    @Test
    void findsNothingWhereNothingIs() {
        List<String> texts = IntStream.range(0, 20_000)
                .mapToObj(any -> Canary.of("no matter").value()
                        + base64(Canary.of("nor this").value()))
                .toList();

        assertThat(SEARCH.in(texts)).isEmpty();
        assertThat(SEARCH.in(List.of("", "sk-", CANARY.value().substring(0, 10), "100% \\u12")))
                .isEmpty();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
