package dev.byok.dialect.anthropic;

import dev.byok.dialect.ChatMessage;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.UnsayableException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Writes what a message holds: a text, or parts. Texts without anything but space are left out where others stand by them. */
final class Content {

    private static final Set<String> IMAGES = Set.of("image/jpeg", "image/png", "image/gif", "image/webp");
    private static final String PDF = "application/pdf";

    private final JsonTape tape;

    Content(JsonTape tape) {
        this.tape = tape;
    }

    /** Writes texts as blocks behind those that stand there already. */
    void texts(ChatMessage message, JsonText out) {
        int content = message.content();
        if (tape.isText(content)) {
            if (!isBlank(content)) {
                out.ascii(out.length() == 0 ? "" : ",");
                text(content, message.cacheControl(), out);
            }
            return;
        }
        parts(message, content, part -> {
            int text = tape.member(part, "text");
            if (!tape.is(tape.member(part, "type"), "text") || !tape.isText(text)) {
                throw new UnsayableException(tape.path(part, type(part)));
            }
            if (!isBlank(text)) {
                out.ascii(out.length() == 0 ? "" : ",");
                text(text, tape.member(part, "cache_control"), out);
            }
        });
    }

    /** Writes what a user says; returns whether that is anything. */
    boolean user(ChatMessage message, JsonText out) {
        int content = message.content();
        if (tape.isText(content) && tape.isNull(message.cacheControl())) {
            out.raw(tape, content);
            return !isBlank(content);
        }
        out.ascii("[");
        int start = out.length();
        if (tape.isText(content)) {
            text(content, message.cacheControl(), out);
        } else {
            parts(message, content, part -> part(part, start, out));
        }
        boolean any = out.length() > start;
        out.ascii("]");
        return any;
    }

    /** Writes the content of a call's result, as a member behind others; nothing where it is empty. */
    void result(ChatMessage message, JsonText out) {
        int content = message.content();
        if (tape.isText(content)) {
            if (!tape.isEmpty(content)) {
                out.ascii(",\"content\":").raw(tape, content);
            }
            return;
        }
        int before = out.length();
        out.ascii(",\"content\":[");
        int start = out.length();
        parts(message, content, part -> part(part, start, out));
        if (out.length() > start) {
            out.ascii("]");
        } else {
            out.cutTo(before);
        }
    }

    /**
     * Writes what an assistant said, as blocks.
     *
     * @param start where the first block of the message begins
     * @param trimmed whether it must not end with space
     */
    void spoken(ChatMessage message, int start, boolean trimmed, JsonText out) {
        int content = message.content();
        int refusal = message.refusal();
        if (tape.isText(content)) {
            spoken(content, message.cacheControl(), start, trimmed, out);
        } else if (!tape.isNull(content)) {
            parts(message, content, part -> {
                boolean refused = tape.is(tape.member(part, "type"), "refusal");
                int text = tape.member(part, refused ? "refusal" : "text");
                if ((!refused && !tape.is(tape.member(part, "type"), "text")) || !tape.isText(text)) {
                    throw new UnsayableException(tape.path(part, type(part)));
                }
                spoken(
                        text,
                        tape.member(part, "cache_control"),
                        start,
                        trimmed && tape.after(content, part) == JsonTape.NONE,
                        out);
            });
        }
        if (tape.isText(refusal)) {
            spoken(refusal, message.cacheControl(), start, trimmed, out);
        }
    }

    private void spoken(int text, int mark, int start, boolean trimmed, JsonText out) {
        if (isBlank(text)) {
            return;
        }
        out.ascii(out.length() > start ? "," : "");
        if (!trimmed) {
            text(text, mark, out);
            return;
        }
        out.ascii("{\"type\":\"text\",\"text\":").quoted(tape.text(text).stripTrailing());
        Fields.cacheControl(tape, mark, out);
        out.ascii("}");
    }

    private void text(int text, int mark, JsonText out) {
        out.ascii("{\"type\":\"text\",\"text\":").raw(tape, text);
        Fields.cacheControl(tape, mark, out);
        out.ascii("}");
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

    private void part(int part, int start, JsonText out) {
        int type = tape.member(part, "type");
        int text = tape.member(part, "text");
        if (tape.is(type, "text") && tape.isText(text)) {
            if (!isBlank(text)) {
                out.ascii(out.length() > start ? "," : "");
                text(text, tape.member(part, "cache_control"), out);
            }
            return;
        }
        out.ascii(out.length() > start ? "," : "");
        if (tape.is(type, "image_url")) {
            image(part, out);
        } else if (tape.is(type, "file")) {
            file(part, out);
        } else {
            throw new UnsayableException(tape.path(part, type(part)));
        }
        Fields.cacheControl(tape, tape.member(part, "cache_control"), out);
        out.ascii("}");
    }

    private void image(int part, JsonText out) {
        int holder = tape.member(part, "image_url");
        int url = tape.isText(holder) ? holder : tape.member(holder, "url");
        if (!tape.isText(url)) {
            throw new UnsayableException(tape.path(part, "image_url.url"));
        }
        String written = beginning(url);
        if (written.startsWith("https://")) {
            boolean pdf = tape.text(url).toLowerCase(Locale.ROOT).endsWith(".pdf");
            out.ascii(pdf ? "{\"type\":\"document\"" : "{\"type\":\"image\"");
            out.ascii(",\"source\":{\"type\":\"url\",\"url\":").raw(tape, url).ascii("}");
            return;
        }
        if (!data(url, written, true, out)) {
            throw new UnsayableException(tape.path(part, "image_url.url"));
        }
    }

    /** A file that is stored at another provider is not known here. */
    private void file(int part, JsonText out) {
        int file = tape.member(part, "file");
        int data = tape.member(file, "file_data");
        if (!tape.isText(data)) {
            throw new UnsayableException(tape.path(part, "file.file_id"));
        }
        if (!data(data, beginning(data), false, out)) {
            throw new UnsayableException(tape.path(part, "file.file_data"));
        }
        int name = tape.member(file, "filename");
        if (tape.isText(name) && !tape.isEmpty(name)) {
            out.ascii(",\"title\":").raw(tape, name);
        }
    }

    /** Returns the beginning of a URL, long enough to say what it is. */
    private String beginning(int url) {
        byte[] bytes = tape.bytes();
        int from = tape.from(url) + 1;
        int to = Math.min(from + 100, tape.to(url) - 1);
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        return text.replace("\\/", "/");
    }

    /** Writes the source of a block whose content stands in a data URI; returns whether it could. */
    private boolean data(int url, String beginning, boolean images, JsonText out) {
        String type = mediaType(beginning);
        boolean pdf = PDF.equals(type);
        if (type == null || (!pdf && !(images && IMAGES.contains(type)))) {
            return false;
        }
        out.ascii(pdf ? "{\"type\":\"document\"" : "{\"type\":\"image\"")
                .ascii(",\"source\":{\"type\":\"base64\",\"media_type\":\"")
                .ascii(type)
                .ascii("\",\"data\":\"");
        byte[] bytes = tape.bytes();
        int comma = tape.from(url);
        while (bytes[comma] != ',') {
            comma++;
        }
        out.raw(bytes, comma + 1, tape.to(url) - 1);
        out.ascii("\"}");
        return true;
    }

    /** Returns the type of a data URI in base64; null where it is none. */
    private static @Nullable String mediaType(String beginning) {
        int comma = beginning.indexOf(',');
        if (!beginning.regionMatches(true, 0, "data:", 0, 5) || comma < 0) {
            return null;
        }
        String head = beginning.substring(5, comma).toLowerCase(Locale.ROOT);
        if (!head.endsWith(";base64")) {
            return null;
        }
        String type = head.substring(0, head.indexOf(';'));
        return type.equals("image/jpg") ? "image/jpeg" : type;
    }
}
