package dev.byok.dialect.bedrock;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what a message holds: a text, or parts. Texts without anything but space are left out where others stand by them.
 * Nothing is fetched: an image is one that the request holds.
 */
final class Content {

    private static final Map<String, String> IMAGES = Map.of(
            "image/png", "png", "image/jpeg", "jpeg", "image/jpg", "jpeg", "image/gif", "gif", "image/webp", "webp");

    private static final Map<String, String> DOCUMENTS = Map.of(
            "application/pdf", "pdf",
            "text/csv", "csv",
            "text/html", "html",
            "text/plain", "txt",
            "text/markdown", "md",
            "application/msword", "doc",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx",
            "application/vnd.ms-excel", "xls",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final JsonTape tape;
    private int documents;

    /** The part that is the first document of what one side says. */
    private int firstDocument = JsonTape.NONE;

    private boolean said;
    private @Nullable String cached;
    private @Nullable String richResult;

    Content(JsonTape tape) {
        this.tape = tape;
    }

    /** Returns the field of the first mark for the cache; null for none. */
    @Nullable
    String cached() {
        return cached;
    }

    /** Returns the first field that makes a tool's result more than text; null for none. */
    @Nullable
    String richResult() {
        return richResult;
    }

    /** Ends a message: a document is taken only beside a text. */
    void endMessage() {
        if (firstDocument != JsonTape.NONE && !said) {
            throw new UnsayableException(dataPath(firstDocument));
        }
        firstDocument = JsonTape.NONE;
        said = false;
    }

    /** Writes texts behind those that stand there already. */
    void system(ChatMessage message, JsonText out) {
        int content = message.content();
        if (tape.isText(content)) {
            text(content, out, 0);
            marked(message.cacheControl(), out, 0);
            return;
        }
        parts(message, content, part -> {
            int text = tape.member(part, "text");
            if (!tape.is(tape.member(part, "type"), "text") || !tape.isText(text)) {
                throw new UnsayableException(tape.path(part, type(part)));
            }
            text(text, out, 0);
            marked(tape.member(part, "cache_control"), out, 0);
        });
        marked(message.cacheControl(), out, 0);
    }

    /**
     * Writes what a user says, if that is anything.
     *
     * @param start where the first block of the message begins
     */
    void user(ChatMessage message, int start, JsonText out) {
        int content = message.content();
        if (tape.isText(content)) {
            said |= text(content, out, start);
        } else {
            parts(message, content, part -> {
                if (part(part, start, out)) {
                    said = true;
                }
                marked(tape.member(part, "cache_control"), out, start);
            });
        }
        marked(message.cacheControl(), out, start);
    }

    /** Writes the content of a call's result. */
    void result(ChatMessage message, JsonText out) {
        int content = message.content();
        int start = out.length();
        if (tape.isText(content)) {
            if (!tape.isEmpty(content)) {
                out.ascii("{\"text\":").raw(tape, content).ascii("}");
            }
            return;
        }
        int before = firstDocument;
        parts(message, content, part -> {
            if (!part(part, start, out) && !tape.is(tape.member(part, "type"), "text") && richResult == null) {
                richResult = tape.path(part, type(part));
            }
            if (!tape.isNull(tape.member(part, "cache_control"))) {
                throw new UnsayableException(tape.path(part, "cache_control"));
            }
        });
        firstDocument = before;
    }

    /**
     * Writes what an assistant said.
     *
     * @param trimmed whether it must not end with space
     */
    void spoken(ChatMessage message, boolean trimmed, JsonText out) {
        int content = message.content();
        int refusal = message.refusal();
        if (tape.isText(content)) {
            spokenText(content, trimmed, out);
        } else if (!tape.isNull(content)) {
            parts(message, content, part -> {
                boolean refused = tape.is(tape.member(part, "type"), "refusal");
                int text = tape.member(part, refused ? "refusal" : "text");
                if ((!refused && !tape.is(tape.member(part, "type"), "text")) || !tape.isText(text)) {
                    throw new UnsayableException(tape.path(part, type(part)));
                }
                spokenText(text, trimmed && tape.after(content, part) == JsonTape.NONE, out);
                marked(tape.member(part, "cache_control"), out, 0);
            });
        }
        if (tape.isText(refusal)) {
            spokenText(refusal, trimmed, out);
        }
        marked(message.cacheControl(), out, 0);
    }

    private void spokenText(int text, boolean trimmed, JsonText out) {
        if (!trimmed) {
            text(text, out, 0);
        } else if (!isBlank(text)) {
            out.ascii(out.length() > 0 ? "," : "")
                    .ascii("{\"text\":")
                    .quoted(tape.text(text).stripTrailing())
                    .ascii("}");
        }
    }

    /** Writes a text that is not only space, and returns whether it was one. */
    private boolean text(int text, JsonText out, int start) {
        if (isBlank(text)) {
            return false;
        }
        out.ascii(out.length() > start ? "," : "")
                .ascii("{\"text\":")
                .raw(tape, text)
                .ascii("}");
        return true;
    }

    /** A mark belongs to what stands before it: where nothing does, there is nothing to keep. */
    private void marked(int mark, JsonText out, int start) {
        if (out.length() > start) {
            mark(mark, out);
        }
    }

    /** Writes a mark for the cache, if it is one. */
    void mark(int mark, JsonText out) {
        if (CachePoint.write(tape, mark, out) && cached == null) {
            cached = tape.path(mark);
        }
    }

    /** Nearly every text begins with something else. */
    private boolean isBlank(int text) {
        byte first = tape.bytes()[tape.from(text) + 1];
        boolean maybe = first == '"' || first == ' ' || first == '\\' || first < 0;
        return maybe && tape.text(text).isBlank();
    }

    // ---- parts

    private void parts(ChatMessage message, int content, IntConsumer writer) {
        if (!tape.isArray(content)) {
            throw new UnsayableException(message.path("content"));
        }
        for (int part = tape.first(content); part != JsonTape.NONE; part = tape.after(content, part)) {
            writer.accept(part);
        }
    }

    private String type(int part) {
        int type = tape.member(part, "type");
        return tape.isText(type) ? tape.text(type) : "type";
    }

    /** Writes a part, and returns whether it is a text. */
    private boolean part(int part, int start, JsonText out) {
        int type = tape.member(part, "type");
        int text = tape.member(part, "text");
        if (tape.is(type, "text") && tape.isText(text)) {
            return text(text, out, start);
        }
        out.ascii(out.length() > start ? "," : "");
        if (tape.is(type, "image_url")) {
            int holder = tape.member(part, "image_url");
            data(part, tape.isText(holder) ? holder : tape.member(holder, "url"), true, out);
        } else if (tape.is(type, "file")) {
            data(part, tape.member(tape.member(part, "file"), "file_data"), false, out);
        } else {
            throw new UnsayableException(tape.path(part, type(part)));
        }
        return false;
    }

    /** Returns where the data of a part stands. A file that is stored at another provider is not known here. */
    private String dataPath(int part) {
        if (tape.is(tape.member(part, "type"), "image_url")) {
            return tape.path(part, "image_url.url");
        }
        int data = tape.member(tape.member(part, "file"), "file_data");
        return tape.path(part, tape.isText(data) ? "file.file_data" : "file.file_id");
    }

    /** Writes the block of what stands in a data URI. */
    private void data(int part, int url, boolean images, JsonText out) {
        String mediaType = tape.isText(url) ? mediaType(beginning(url)) : null;
        String image = mediaType == null || !images ? null : IMAGES.get(mediaType);
        String document = mediaType == null ? null : DOCUMENTS.get(mediaType);
        if (image != null) {
            out.ascii("{\"image\":{\"format\":\"").ascii(image);
        } else if (document != null && (!images || document.equals("pdf"))) {
            // A name is read by the model like all else: this one tells it to do nothing.
            out.ascii("{\"document\":{\"format\":\"").ascii(document);
            out.ascii("\",\"name\":\"document-").number(++documents);
            firstDocument = firstDocument == JsonTape.NONE ? part : firstDocument;
        } else {
            throw new UnsayableException(dataPath(part));
        }
        out.ascii("\",\"source\":{\"bytes\":\"");
        byte[] bytes = tape.bytes();
        int comma = tape.from(url);
        while (bytes[comma] != ',') {
            comma++;
        }
        if (comma + 1 >= tape.to(url) - 1) {
            throw new UnsayableException(dataPath(part));
        }
        out.raw(bytes, comma + 1, tape.to(url) - 1);
        out.ascii("\"}}}");
    }

    /** Returns the beginning of a URL, long enough to say what it is. */
    private String beginning(int url) {
        byte[] bytes = tape.bytes();
        int from = tape.from(url) + 1;
        int to = Math.min(from + 120, tape.to(url) - 1);
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return text.replace("\\/", "/");
    }

    /** Returns the type of a data URI in base64; null where it is none. */
    private static @Nullable String mediaType(String beginning) {
        int comma = beginning.indexOf(',');
        if (!beginning.regionMatches(true, 0, "data:", 0, 5) || comma < 0) {
            return null;
        }
        String head = beginning.substring(5, comma).toLowerCase(Locale.ROOT);
        return head.endsWith(";base64") ? head.substring(0, head.indexOf(';')) : null;
    }
}
