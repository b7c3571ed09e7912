package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Scanner and splice against Jackson, on random and damaged bodies in random pieces. */
class BodyDifferentialTests {

    private static final int BODIES = 20_000;

    /** An exponent that Jackson takes for none. The scanner's own tests have such numbers. */
    private static final Pattern BEYOND_JACKSON = Pattern.compile("[eE][+-]?[0-9]{10}");

    /** One number for repetition, one new one for each run; the test's name shows it. */
    static long[] seeds() {
        return new long[] {20261121L, ThreadLocalRandom.current().nextLong()};
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void agreesWithJackson(long seed) {
        Random random = new Random(seed);
        int requests = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] json = RandomBody.write(random);
            if (BEYOND_JACKSON
                    .matcher(new String(json, StandardCharsets.ISO_8859_1))
                    .find()) {
                continue;
            }
            ReferenceBody expected = ReferenceBody.of(json);
            String about =
                    "seed " + seed + ", body " + i + ": " + Base64.getEncoder().encodeToString(json);
            ByteBuf body = Bodies.pieces(json, random);
            BodyFacts facts = scan(body);

            assertThat(facts != null).as(about).isEqualTo(expected != null);
            if (facts != null && expected != null) {
                requests++;
                assertSameFacts(facts, expected, json, about);
                assertSplice(body, facts, expected, json, random.nextBoolean(), about);
            }
            assertThat(body.refCnt()).as(about).isEqualTo(1);
            body.release();
        }
        assertThat(requests).isBetween(BODIES / 5, BODIES * 4 / 5);
    }

    private static @Nullable BodyFacts scan(ByteBuf body) {
        try {
            return BodyScanner.scan(body);
        } catch (InvalidBodyException e) {
            return null;
        }
    }

    private static void assertSameFacts(BodyFacts facts, ReferenceBody expected, byte[] json, String about) {
        assertThat(facts)
                .as(about)
                .isEqualTo(new BodyFacts(
                        expected.model(),
                        expected.models(),
                        expected.provider(),
                        expected.session(),
                        expected.stream(),
                        expected.includeUsage(),
                        expected.reasoning(),
                        expected.needs(),
                        expected.maxTokens(),
                        facts.choices(),
                        json.length,
                        facts.marks()));
    }

    private static void assertSplice(
            ByteBuf body, BodyFacts facts, ReferenceBody expected, byte[] json, boolean tellUsage, String about) {
        ByteBuf spliced = BodySplice.splice(body, facts, "up/\"stream\"", tellUsage);
        byte[] bytes = Bodies.bytes(spliced);
        spliced.release();
        ByteBuf shared = BodySplice.splice(body, facts, "up/\"stream\"", tellUsage, null, 0);
        byte[] sharedBytes = Bodies.bytes(shared);
        shared.release();

        assertThat(sharedBytes).as(about).isEqualTo(bytes);
        JsonNode tree = ReferenceBody.tree(bytes);
        assertThat(tree).as(about).isEqualTo(expected.spliced("up/\"stream\"", tellUsage));
        assertThat(bytes).as(about).isEqualTo(spliced(json, facts, tellUsage));
    }

    /** The same cuts on an array, so that every byte outside of them is seen to be untouched. */
    private static byte[] spliced(byte[] json, BodyFacts facts, boolean tellUsage) {
        String text = new String(json, StandardCharsets.ISO_8859_1);
        BodyFacts.Marks marks = facts.marks();
        char[] cut = new char[json.length];
        Arrays.fill(cut, ' ');
        fill(cut, marks.model(), 'm');
        marks.dropped().forEach(span -> fill(cut, span, 'x'));
        boolean usage = tellUsage && facts.stream() && marks.usage() != UsageOption.TRUE;
        fill(cut, usage ? marks.usageAt() : null, 'u');
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < json.length; i++) {
            if (i == marks.model().from()) {
                result.append(marks.modelNamed() ? "" : "\"model\":").append("\"up/\\\"stream\\\"\"");
            }
            if (usage && i == marks.usageAt().from()) {
                result.append(marks.usage().text());
            }
            result.append(cut[i] == ' ' ? String.valueOf(text.charAt(i)) : "");
        }
        return result.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void fill(char[] cut, @Nullable Span span, char with) {
        if (span != null) {
            Arrays.fill(cut, span.from(), span.to(), with);
        }
    }
}
