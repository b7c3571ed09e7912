package dev.byok;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is JSON, by RFC 8259 over strict UTF-8, said by Jackson: the judge of our own readers.
 *
 * <p>Known differences that are levelled here: Jackson's own UTF-8 parser takes overlong forms and points above U+10FFFF, in
 * names even a byte 0xFF where it knows the name without it, guesses UTF-16 and UTF-32, skips a byte order mark, and refuses
 * unpaired surrogates escaped in names (but not in values), where we want strict UTF-8 and any escape: so the JDK's decoder
 * stands before it. Reading characters, it looks at the low byte of a digit only, so that U+0431 passes for 1 in an escape:
 * those are looked for before. Its limits on the length of numbers and names, which we do not have, are lifted.
 */
public final class StrictJson {

    /** Reads as told above, what {@link #decode} returns. */
    public static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(500)
                            .maxNumberLength(Integer.MAX_VALUE)
                            .maxNameLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .build();

    /** Four hexadecimal digits belong to it: an odd number of backslashes, and then something else than these. */
    private static final Pattern HALF_AN_ESCAPE = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u(?![0-9a-fA-F]{4})");

    private StrictJson() {}

    /** Returns whether this is exactly one JSON value. */
    public static boolean isJson(byte[] text) {
        if (HALF_AN_ESCAPE.matcher(new String(text, StandardCharsets.UTF_8)).find()) {
            return false;
        }
        try (JsonParser parser = JSON.createParser(decode(text))) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (JacksonException | CharacterCodingException e) {
            return false;
        }
    }

    /** Returns the characters of strict UTF-8. */
    public static String decode(byte[] text) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    }
}
