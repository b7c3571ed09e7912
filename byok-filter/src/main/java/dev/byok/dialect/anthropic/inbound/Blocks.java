package dev.byok.dialect.anthropic.inbound;

import dev.byok.dialect.CarriedThought;
import dev.byok.dialect.Fields;
import dev.byok.dialect.JsonTape;
import dev.byok.dialect.JsonText;
import dev.byok.dialect.MalformedException;
import dev.byok.dialect.Members;
import dev.byok.dialect.TapeWriter;
import dev.byok.dialect.UnsayableException;
import dev.byok.dialect.Words;

/** Writes the content of a message: a text as it is, blocks as parts, and a single plain one as the text that it is. */
final class Blocks {

    private static final Words OF_TEXT = Words.of("type", "text", "cache_control", "citations");
    private static final int TYPE = OF_TEXT.place("type");
    private static final int TEXT = OF_TEXT.place("text");
    private static final int CACHE_CONTROL = OF_TEXT.place("cache_control");
    private static final Words OF_IMAGE = Words.of("type", "source", "cache_control");
    private static final Words OF_DOCUMENT =
            Words.of("type", "source", "title", "context", "citations", "cache_control");

    /** Who says it, which tells what else may stand there. */
    enum Kind {
        TEXT,
        USER,
        RESULT,
        ASSISTANT
    }

    private final JsonTape tape;
    private final TapeWriter out;
    private final Members members;

    Blocks(JsonTape tape, TapeWriter out) {
        this.tape = tape;
        this.out = out;
        this.members = new Members(tape, OF_TEXT);
    }

    /** Writes the value; what is said elsewhere, as calls and their results are, is passed over. */
    void write(int content, Kind kind) {
        if (tape.isText(content)) {
            out.copy(content);
            return;
        }
        if (!tape.isArray(content)) {
            throw new MalformedException(tape.path(content));
        }
        int first = JsonTape.NONE;
        int here = 0;
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            if (isSaidHere(block, kind)) {
                first = here++ == 0 ? block : first;
            }
        }
        if (here == 0) {
            if (kind == Kind.ASSISTANT) {
                out.literal("null");
            } else {
                out.text("");
            }
        } else if (here == 1 && isPlainText(first)) {
            out.copy(members.get(TEXT));
        } else {
            parts(content, kind);
        }
    }

    private boolean isSaidHere(int block, Kind kind) {
        int type = tape.member(block, "type");
        return switch (kind) {
            case USER -> !tape.is(type, "tool_result");
            case ASSISTANT ->
                !tape.is(type, "tool_use") && !tape.is(type, "thinking") && !tape.is(type, "redacted_thinking");
            case TEXT, RESULT -> true;
        };
    }

    private boolean isPlainText(int block) {
        members.read(block);
        return tape.is(members.get(TYPE), "text")
                && tape.isText(members.get(TEXT))
                && tape.isNull(members.get(CACHE_CONTROL));
    }

    /** Returns whether a block is a thought that its model wants back as it was. */
    static boolean isSignedThought(JsonTape tape, int block) {
        int type = tape.member(block, "type");
        if (!tape.is(type, "thinking")) {
            return tape.is(type, "redacted_thinking");
        }
        int signature = tape.member(block, "signature");
        return tape.isText(signature) && !tape.isEmpty(signature);
    }

    /** Returns whether a block is a thought that Anthropic itself has signed. */
    static boolean isSigned(JsonTape tape, int block) {
        return isSignedThought(tape, block) && !CarriedThought.isIn(tape, block);
    }

    private void parts(int content, Kind kind) {
        int said = out.array();
        for (int block = tape.first(content); block != JsonTape.NONE; block = tape.after(content, block)) {
            if (isSaidHere(block, kind)) {
                part(block, kind);
            }
        }
        out.end(said);
    }

    private void part(int block, Kind kind) {
        int type = tape.member(block, "type");
        boolean more = kind == Kind.USER || kind == Kind.RESULT;
        int part = out.object();
        if (tape.is(type, "text")) {
            Fields.only(tape, block, OF_TEXT);
            int text = tape.member(block, "text");
            if (!tape.isText(text)) {
                throw new MalformedException(tape.path(block, "text"));
            }
            out.name("type").text("text").name("text").copy(text);
        } else if (more && tape.is(type, "image")) {
            image(block);
        } else if (more && tape.is(type, "document")) {
            document(block);
        } else {
            throw tape.isText(type)
                    ? new UnsayableException(tape.path(block, tape.text(type)))
                    : new MalformedException(tape.path(block, "type"));
        }
        // Of a result only the whole can be marked, which costs more at worst.
        if (kind != Kind.RESULT) {
            Fields.cacheControl(tape, tape.member(block, "cache_control"), out);
        }
        out.end(part);
    }

    private void image(int block) {
        Fields.only(tape, block, OF_IMAGE);
        int source = tape.member(block, "source");
        int url = out.name("type").text("image_url").name("image_url").object();
        out.name("url");
        if (tape.is(tape.member(source, "type"), "url") && tape.isText(tape.member(source, "url"))) {
            out.copy(tape.member(source, "url"));
        } else {
            data(block, source);
        }
        out.end(url);
    }

    /** Writes a data URI. */
    private void data(int block, int source) {
        int type = tape.member(source, "media_type");
        int data = tape.member(source, "data");
        if (!tape.is(tape.member(source, "type"), "base64") || !tape.isText(type) || !tape.isText(data)) {
            int kind = tape.member(source, "type");
            throw tape.isText(kind) && !tape.is(kind, "base64")
                    ? new UnsayableException(tape.path(source, tape.text(kind)))
                    : new MalformedException(tape.path(block, "source"));
        }
        out.beginText().ascii("data:").inner(tape, type).ascii(";base64,").inner(tape, data);
        out.endText();
    }

    private void document(int block) {
        Fields.only(tape, block, OF_DOCUMENT);
        if (tape.isTrue(tape.member(tape.member(block, "citations"), "enabled"))) {
            throw new UnsayableException(tape.path(block, "citations"));
        }
        int source = tape.member(block, "source");
        int title = tape.member(block, "title");
        if (tape.is(tape.member(source, "type"), "text") && tape.isText(tape.member(source, "data"))) {
            JsonText text = out.name("type").text("text").name("text").beginText();
            line(title, text);
            line(tape.member(block, "context"), text);
            text.inner(tape, tape.member(source, "data"));
            out.endText();
            return;
        }
        if (!tape.isNull(tape.member(block, "context"))) {
            throw new UnsayableException(tape.path(block, "context"));
        }
        int file = out.name("type").text("file").name("file").object();
        out.name("filename");
        if (tape.isText(title) && !tape.isEmpty(title)) {
            out.copy(title);
        } else {
            out.text("document.pdf");
        }
        out.name("file_data");
        data(block, source);
        out.end(file);
    }

    private void line(int text, JsonText out) {
        if (tape.isText(text)) {
            out.inner(tape, text).ascii("\\n\\n");
        }
    }
}
