package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The images and documents that a chat completion refers to by a URL instead of holding them. Immutable. */
public final class ImageLinks {

    private final byte[] chat;
    private final List<Link> links;

    /**
     * One of them.
     *
     * @param field as in {@code messages[2].content[0].image_url.url}
     * @param document whether only a document may stand there
     */
    public record Link(String field, String url, boolean document, int from, int to) {}

    private ImageLinks(byte[] chat, List<Link> links) {
        this.chat = chat;
        this.links = links;
    }

    /** Returns those of a chat completion, which is not changed by it. */
    public static ImageLinks of(JsonTape chat) {
        byte[] json = new JsonText(chat.bytes().length).raw(chat, JsonTape.ROOT).toByteArray();
        JsonTape tape = JsonTape.of(json);
        List<Link> links = new ArrayList<>();
        int messages = tape.member(JsonTape.ROOT, "messages");
        forEach(tape, messages, "messages", (message, path) -> {
            String content = path + ".content";
            forEach(tape, tape.member(message, "content"), content, (part, at) -> add(tape, part, at, links));
        });
        return new ImageLinks(json, List.copyOf(links));
    }

    private interface Element {
        void at(int place, String path);
    }

    private static void forEach(JsonTape tape, int array, String path, Element action) {
        if (!tape.isArray(array)) {
            return;
        }
        int index = 0;
        for (int each = tape.first(array); each != JsonTape.NONE; each = tape.after(array, each)) {
            action.at(each, path + "[" + index++ + "]");
        }
    }

    private static void add(JsonTape tape, int part, String path, List<Link> links) {
        int type = tape.member(part, "type");
        if (tape.is(type, "image_url")) {
            int holder = tape.member(part, "image_url");
            int url = tape.isText(holder) ? holder : tape.member(holder, "url");
            add(tape, url, path + ".image_url.url", false, links);
        } else if (tape.is(type, "file")) {
            int data = tape.member(tape.member(part, "file"), "file_data");
            add(tape, data, path + ".file.file_data", true, links);
        }
    }

    private static void add(JsonTape tape, int value, String field, boolean document, List<Link> links) {
        if (tape.isText(value) && isUrl(tape, value)) {
            links.add(new Link(field, tape.text(value), document, tape.from(value), tape.to(value)));
        }
    }

    /** What is held in the request may be long: only its beginning is looked at. */
    private static boolean isUrl(JsonTape tape, int value) {
        int from = tape.from(value) + 1;
        int length = Math.min(5, tape.to(value) - 1 - from);
        String beginning = new String(tape.bytes(), from, length, StandardCharsets.ISO_8859_1);
        return beginning.equalsIgnoreCase("https") || beginning.equalsIgnoreCase("http:");
    }

    /** Returns all of them, in their order. */
    public List<Link> all() {
        return links;
    }

    /** Returns whether a field is one of them. */
    public boolean isAt(String field) {
        return links.stream().anyMatch(link -> link.field().equals(field));
    }

    /**
     * Returns the chat completion with something else in the place of URLs.
     *
     * @param written how it is written in JSON without quotes, in ASCII; null where the URL stays
     */
    public JsonTape replaced(Function<Link, byte @Nullable []> written) {
        List<byte[]> pieces = new ArrayList<>();
        int length = chat.length;
        for (Link link : links) {
            byte[] changed = written.apply(link);
            byte[] piece = changed == null ? Arrays.copyOfRange(chat, link.from() + 1, link.to() - 1) : changed;
            pieces.add(piece);
            length += piece.length - (link.to() - link.from() - 2);
        }
        byte[] changed = new byte[length];
        int read = 0;
        int at = 0;
        for (int i = 0; i < links.size(); i++) {
            Link link = links.get(i);
            byte[] piece = pieces.get(i);
            int kept = link.from() + 1 - read;
            System.arraycopy(chat, read, changed, at, kept);
            System.arraycopy(piece, 0, changed, at + kept, piece.length);
            at += kept + piece.length;
            read = link.to() - 1;
        }
        System.arraycopy(chat, read, changed, at, chat.length - read);
        return JsonTape.of(changed);
    }
}
