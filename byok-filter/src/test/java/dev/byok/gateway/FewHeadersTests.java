package dev.byok.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

/** Headers in a list are what they are in Spring's own map. */
class FewHeadersTests {

    private static final int STEPS = 20_000;
    private static final List<String> NAMES =
            List.of("Vary", "vary", "VARY", "Content-Type", "content-type", "x-a", "X-A", "x-b");

    private final Random random = new Random(7);
    private HttpHeaders few = new HttpHeaders(new FewHeaders());
    private HttpHeaders springs = new HttpHeaders();

    @Test
    void areChangedAsSpringsOwnAre() {
        for (int i = 0; i < STEPS; i++) {
            step();
            assertSame();
        }
    }

    @Test
    void ofACopyAreAnotherCopys() {
        for (int i = 0; i < STEPS; i++) {
            FewHeaders before = FewHeaders.copyOf(springs);
            FewHeaders changed = new FewHeaders(before);
            HttpHeaders target = HttpHeaders.copyOf(springs);
            few = new HttpHeaders(changed);
            for (int j = random.nextInt(4); j > 0; j--) {
                step();
            }
            assertSame();

            changed.writeChanges(before, target);

            assertThat(lowercase(target)).containsExactlyInAnyOrderElementsOf(lowercase(springs));
        }
    }

    @Test
    void changedInACopyStayAsTheyAreInTheOther() {
        FewHeaders before = new FewHeaders();
        before.add("vary", "origin");

        FewHeaders copy = new FewHeaders(before);
        copy.add("Vary", "accept");
        copy.set("x-a", "1");

        assertThat(before).isEqualTo(Map.of("vary", List.of("origin")));
        assertThat(copy.get("VARY")).containsExactly("origin", "accept");
    }

    @Test
    void areTakenAwayByWhoeverWalksThem() {
        FewHeaders headers = new FewHeaders();
        headers.setAll(Map.of("x-a", "1", "x-b", "2"));

        headers.keySet().remove("x-a");

        assertThat(headers.toSingleValueMap()).isEqualTo(Map.of("x-b", "2"));
    }

    private void step() {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        String value = String.valueOf(random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                few.add(name, value);
                springs.add(name, value);
            }
            case 2 -> {
                few.set(name, value);
                springs.set(name, value);
            }
            case 3 -> {
                few.put(name, new ArrayList<>(List.of(value, "more")));
                springs.put(name, new ArrayList<>(List.of(value, "more")));
            }
            case 4, 5 -> assertThat(few.remove(name)).isEqualTo(springs.remove(name));
            case 6 -> {
                HttpHeaders more = new HttpHeaders();
                more.addAll(name, List.of(value, value));
                few.addAll(more);
                springs.addAll(more);
            }
            default -> {
                if (random.nextInt(20) == 0) {
                    few.clear();
                    springs.clear();
                }
            }
        }
    }

    private void assertSame() {
        assertThat(few.isEmpty()).isEqualTo(springs.isEmpty());
        assertThat(few.size()).isEqualTo(springs.size());
        for (String name : NAMES) {
            assertThat(few.get(name)).isEqualTo(springs.get(name));
            assertThat(few.getFirst(name)).isEqualTo(springs.getFirst(name));
            assertThat(few.containsHeader(name)).isEqualTo(springs.containsHeader(name));
        }
        assertThat(lowercase(few)).containsExactlyInAnyOrderElementsOf(lowercase(springs));
    }

    private static List<String> lowercase(HttpHeaders headers) {
        List<String> all = new ArrayList<>();
        headers.forEach((name, values) -> all.add(name.toLowerCase(Locale.ROOT) + ": " + values));
        return all;
    }
}
