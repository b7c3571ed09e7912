package dev.byok.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.byok.StrictJson;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The scanner against the texts of JSONTestSuite (github.com/nst/JSONTestSuite), found in {@code json-test-suite} below the
 * folder that the environment variable BYOK_CORPUS names.
 */
@Tag("corpus")
class JsonCorpusTests {

    /** Of the texts that a parser may take or leave, we take those whose bytes are proper UTF-8 and no deeper than 500. */
    private static final Set<String> FREE_BUT_REFUSED = Set.of(
            "i_string_UTF-16LE_with_BOM.json",
            "i_string_UTF-8_invalid_sequence.json",
            "i_string_UTF8_surrogate_U+D800.json",
            "i_string_invalid_utf-8.json",
            "i_string_iso_latin_1.json",
            "i_string_lone_utf8_continuation_byte.json",
            "i_string_not_in_unicode_range.json",
            "i_string_overlong_sequence_2_bytes.json",
            "i_string_overlong_sequence_6_bytes.json",
            "i_string_overlong_sequence_6_bytes_null.json",
            "i_string_truncated-utf-8.json",
            "i_string_utf16BE_no_BOM.json",
            "i_string_utf16LE_no_BOM.json",
            "i_structure_UTF-8_BOM_empty_object.json");

    private static final String HEAD = "{\"model\":\"m\",\"x\":";

    @Test
    void acceptsAndPassesOnWhatMustBeAccepted() {
        for (Path file : texts("test_parsing", "y_", 95)) {
            byte[] text = read(file);

            assertThat(isJson(text)).as(file.getFileName().toString()).isTrue();
            assertThat(isRequest(text)).as(file.getFileName().toString()).isTrue();
            assertThat(spliced(text)).as(file.getFileName().toString()).isEqualTo(wrapped(HEAD, text));
        }
    }

    @Test
    void refusesWhatMustBeRefused() {
        for (Path file : texts("test_parsing", "n_", 188)) {
            byte[] text = read(file);

            assertThat(isJson(text)).as(file.getFileName().toString()).isFalse();
            assertThat(isRequest(text)).as(file.getFileName().toString()).isFalse();
            assertThatThrownBy(() -> BodyScanner.scan(Unpooled.wrappedBuffer(text)))
                    .as(file.getFileName().toString())
                    .isInstanceOf(InvalidBodyException.class);
        }
    }

    @Test
    void decidesOnWhatIsFreeByItsUtf8() {
        for (Path file : texts("test_parsing", "i_", 35)) {
            String name = file.getFileName().toString();

            assertThat(isJson(read(file))).as(name).isNotEqualTo(FREE_BUT_REFUSED.contains(name));
        }
    }

    @Test
    void passesOnWhatParsersAreKnownToTransform() {
        for (Path file : texts("test_transform", "", 22)) {
            byte[] text = read(file);
            boolean json = StrictJson.isJson(text);

            assertThat(isJson(text)).as(file.getFileName().toString()).isEqualTo(json);
            if (json) {
                assertThat(spliced(text)).as(file.getFileName().toString()).isEqualTo(wrapped(HEAD, text));
            }
        }
    }

    private static boolean isJson(byte[] text) {
        return accepts(() -> {
            JsonCursor cursor = new JsonCursor(Unpooled.wrappedBuffer(text));
            cursor.skipValue();
            cursor.end();
        });
    }

    private static boolean isRequest(byte[] text) {
        return accepts(() -> BodyScanner.scan(Unpooled.wrappedBuffer(wrapped(HEAD, text))));
    }

    private static boolean accepts(Runnable scan) {
        try {
            scan.run();
            return true;
        } catch (InvalidBodyException e) {
            return false;
        }
    }

    private static byte[] spliced(byte[] text) {
        ByteBuf body = Bodies.pieces(wrapped("{\"model\":\"caller's\",\"x\":", text), new Random(text.length));
        ByteBuf spliced = BodySplice.splice(body, BodyScanner.scan(body), "m", true);
        byte[] bytes = Bodies.bytes(spliced);
        spliced.release();
        body.release();
        return bytes;
    }

    private static byte[] wrapped(String head, byte[] text) {
        ByteBuf all = Unpooled.wrappedBuffer(
                head.getBytes(StandardCharsets.UTF_8), text, "}".getBytes(StandardCharsets.UTF_8));
        return Bodies.bytes(all);
    }

    private static List<Path> texts(String folder, String prefix, int expected) {
        String corpus = System.getenv("BYOK_CORPUS");
        Path texts = Path.of(corpus == null ? "" : corpus, "json-test-suite", folder);
        if (corpus == null || !Files.isDirectory(texts)) {
            String message = expected + " cases of json-test-suite/" + folder + " did not run: BYOK_CORPUS is "
                    + (corpus == null ? "not set" : "set, but they are not there");
            return "true".equals(System.getenv("CI")) ? fail(message) : abort(message);
        }
        List<Path> found = list(texts, prefix);
        assertThat(found).hasSize(expected);
        return found;
    }

    private static List<Path> list(Path folder, String prefix) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return fail("cannot list " + folder, e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            return fail("cannot read " + file, e);
        }
    }
}
