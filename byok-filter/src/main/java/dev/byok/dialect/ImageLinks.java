package dev.byok.dialect;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The images and documents that a chat completion refers to by a URL instead of holding them. Immutable. */
public final class ImageLinks {

    private static final String MESSAGES = "messages";
    private static final String CONTENT = "content";
    private static final String IMAGE = "image_url.url";
    private static final String DOCUMENT = "file.file_data";
    private static final Pattern PLACE = Pattern.compile(
            "messages\\[([0-9]{1,9})]\\.content\\[([0-9]{1,9})]\\.(?:image_url\\.url|file\\.file_data)");

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

    /**
     * Returns those of a chat completion, which is not changed by it; none where it is nested too deeply to be looked at.
     *
     * @param most how many are of interest: of more, only the first too many is found
     */
    public static ImageLinks of(JsonTape chat, int most) {
        byte[] json = new JsonText(chat.textLength()).raw(chat, JsonTape.ROOT).toByteArray();
        JsonTape tape = new JsonTape();
        List<Link> links = new ArrayList<>();
        if (tape.read(json, 0, json.length)) {
            find(tape, most, links);
        }
        return new ImageLinks(json, List.copyOf(links));
    }

    private static void find(JsonTape tape, int most, List<Link> links) {
        int messages = tape.member(JsonTape.ROOT, MESSAGES);
        int message = tape.isArray(messages) ? tape.first(messages) : JsonTape.NONE;
        for (int i = 0; message != JsonTape.NONE; i++, message = tape.after(messages, message)) {
            int content = tape.member(message, CONTENT);
            int part = tape.isArray(content) ? tape.first(content) : JsonTape.NONE;
            for (int j = 0; part != JsonTape.NONE; j++, part = tape.after(content, part)) {
                if (links.size() > most) {
                    return;
                }
                Link link = link(tape, part, i, j);
                if (link != null) {
                    links.add(link);
                }
            }
        }
    }

    /** Returns the URL at a field of a chat completion, of which nothing is copied; null where none is. */
    public static @Nullable String urlAt(JsonTape chat, String field) {
        Matcher place = PLACE.matcher(field);
        if (!place.matches()) {
            return null;
        }
        int i = Integer.parseInt(place.group(1));
        int j = Integer.parseInt(place.group(2));
        int message = element(chat, chat.member(JsonTape.ROOT, MESSAGES), i);
        Link link = link(chat, element(chat, chat.member(message, CONTENT), j), i, j);
        return link == null || !link.field().equals(field) ? null : link.url();
    }

    private static int element(JsonTape tape, int array, int index) {
        int element = tape.isArray(array) ? tape.first(array) : JsonTape.NONE;
        for (int i = 0; i < index && element != JsonTape.NONE; i++) {
            element = tape.after(array, element);
        }
        return element;
    }

    private static @Nullable Link link(JsonTape tape, int part, int message, int place) {
        int type = tape.member(part, "type");
        if (tape.is(type, "image_url")) {
            int holder = tape.member(part, "image_url");
            int url = tape.isText(holder) ? holder : tape.member(holder, "url");
            return link(tape, url, message, place, IMAGE);
        }
        return tape.is(type, "file")
                ? link(tape, tape.member(tape.member(part, "file"), "file_data"), message, place, DOCUMENT)
                : null;
    }

    private static @Nullable Link link(JsonTape tape, int value, int message, int place, String name) {
        if (!tape.isText(value) || !isUrl(tape, value)) {
            return null;
        }
        String field = MESSAGES + "[" + message + "]." + CONTENT + "[" + place + "]." + name;
        return new Link(field, tape.text(value), name.equals(DOCUMENT), tape.from(value), tape.to(value));
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
